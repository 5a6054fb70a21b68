package contract_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"keyue/backend/contract"
	"keyue/backend/fault"
)

// part reads one part of a Word file.
func part(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		return ""
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAContractIsSavedForWordAsADraftAndAsItsIssues(t *testing.T) {
	sh := open(t)
	v := sh.sale()
	url, err := sh.SaveDocx(v.Contract.ID, 0)
	sh.must(err)
	draft := sh.fetch(url)
	if !strings.Contains(part(t, draft, "word/header1.xml"), "草稿") || !strings.HasSuffix(url, ".docx") {
		t.Errorf("the draft is not marked: %s", url)
	}
	_, err = sh.SaveDocx(v.Contract.ID, 1)
	if !fault.Is(err, "contract.no_issue") {
		t.Errorf("an issue that is not there: %v", err)
	}
	_, err = sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	url, err = sh.SaveDocx(v.Contract.ID, 0)
	sh.must(err)
	first := sh.fetch(url)
	if part(t, first, "word/header1.xml") != "" || !strings.Contains(part(t, first, "word/document.xml"), "3号样布") {
		t.Error("the issue is marked as a draft, or empty")
	}
	v, err = sh.Get(v.Contract.ID)
	sh.must(err)
	_, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"values": map[string]any{"payDays": 9}})
	sh.must(err)
	url, err = sh.SaveDocx(v.Contract.ID, 1)
	sh.must(err)
	if !bytes.Equal(sh.fetch(url), first) {
		t.Error("issue 1 is another file after an edit")
	}
	url, err = sh.SaveDocx(v.Contract.ID, 0)
	sh.must(err)
	if !strings.Contains(part(t, sh.fetch(url), "word/header1.xml"), "草稿") {
		t.Error("the edited contract is not marked as a draft")
	}
}
