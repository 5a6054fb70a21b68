package template

import (
	"strings"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/locale"
)

func TestATakenNameGetsANumberAndTheStepSaysSo(t *testing.T) {
	_, s := openWorkspace(t)
	made, err := s.Create("采购合同", KindOther, locale.ZhCN)
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Create(" 采购合同 ", KindOther, locale.ZhCN)
	if err != nil || second.Name != "采购合同 2" {
		t.Fatal(second, err)
	}
	d, err := s.Get(second.ID)
	if err != nil || d.Version.Definition.Body.Content[0].Content[0].Text != "采购合同" {
		t.Error("the number is the library's, not the document's", err)
	}
	step, err := NewStep(s.db(), "template.created", "采购合同 2")
	if err != nil || step.Label != "template.created_beside" || step.Params["name"] != "采购合同 3" || step.Params["taken"] != "采购合同 2" {
		t.Error(step, err)
	}
	if free, err := NewStep(s.db(), "template.created", "别的合同"); err != nil || free.Label != "template.created" {
		t.Error(free, err)
	}
	copied, err := s.Duplicate(made.ID, "采购合同")
	if err != nil || copied.Name != "采购合同 3" {
		t.Error(copied, err)
	}
	imported, err := s.Import(d.Notation)
	if err != nil || imported.Name != "采购合同 4" {
		t.Error(imported, err)
	}
	// What is in the trash has no name to defend; a rename says which name is free.
	if err := s.Trash(second.ID); err != nil {
		t.Fatal(err)
	}
	if free, err := s.FreeName("采购合同"); err != nil || free != "采购合同 2" {
		t.Error(free, err)
	}
	_, err = s.Rename(copied.ID, "采购合同")
	if f := fault.From(err); len(f.Fields) != 1 || f.Fields[0].Code != "template.name_taken" || f.Fields[0].Params["free"] != "采购合同 2" {
		t.Error(err)
	}
	if same, err := s.Rename(copied.ID, "采购合同 3"); err != nil || same.Name != "采购合同 3" {
		t.Error("its own name is no other's", err)
	}
	long := strings.Repeat("长", maxName)
	if _, err := s.Create(long, KindOther, locale.ZhCN); err != nil {
		t.Fatal(err)
	}
	if again, err := s.Create(long, KindOther, locale.ZhCN); err != nil || !strings.HasSuffix(again.Name, "长 2") {
		t.Error(again, err)
	}
}
