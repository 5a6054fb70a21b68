package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestADocumentIsReadAsATemplateWithoutImportingIt(t *testing.T) {
	file := filepath.Join(t.TempDir(), "合同.txt")
	text := "买卖合同\n\n甲方（买方）：____\n乙方（卖方）：____\n\n第一条 价款\n总价款为人民币（大写）____元（￥____元）。\n第二条 付款\n甲方应于____年__月__日前付款。\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, said := start(t, "", "--json", "template", "import", file, "--dry-run", "--name", "我的合同")
	if status != OK {
		t.Fatal(status, said)
	}
	var got struct {
		Template          any
		Name              string
		Clauses           int
		CharsIn, CharsOut int
		Fields            []struct{ Key, Label, Type, Source string }
		Dropped           []any
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err, out)
	}
	if got.Template != nil || got.Name != "我的合同" || got.Clauses != 2 || got.CharsIn == 0 || got.CharsIn != got.CharsOut || len(got.Fields) != 4 || got.Fields[0].Source != "customer.name" || got.Dropped == nil {
		t.Errorf("%+v", got)
	}
	status, out, said = start(t, "", "--lang", "en", "template", "import", file, "--dry-run")
	if status != OK || !strings.Contains(out, "customer.name") || !strings.Contains(out, "2 clauses, 4 fields") {
		t.Error(status, out, said)
	}
	if status, _, said = start(t, "", "template", "import", filepath.Join(t.TempDir(), "none.docx")); status == OK || said == "" {
		t.Error("a file that is not there was read")
	}
}
