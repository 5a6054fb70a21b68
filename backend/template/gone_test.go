package template

import (
	"slices"
	"strings"
	"testing"
)

func TestADraftRemembersWhatRemovedFieldsWereCalled(t *testing.T) {
	_, s := openWorkspace(t)
	tpl, err := s.Import("---\n名称: 忘字段\n类别: 服务\n语言: zh-CN\n填写项:\n- 委托方 (client): 主体; 必填; 取自 客户\n- 交货日期 (due): 日期\n- 备注 (memo): 文本\n---\n= 合同\n# 一\n{委托方.电话}在{交货日期}前交货。\n")
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.Get(tpl.ID)
	if err != nil {
		t.Fatal(err)
	}
	def := d.Version.Definition
	def.Fields = []Field{}
	for range 2 { // the second time the draft itself has forgotten them
		if d, err = s.SaveDraft(tpl.ID, Edit{Definition: &def}); err != nil {
			t.Fatal(err)
		}
		gone := d.Version.Definition.Gone
		if len(gone) != 2 || gone["due"] != "交货日期" || gone["client"] != "委托方" {
			t.Fatalf("%v", gone)
		}
		var said []string
		for _, p := range d.Problems {
			if p.Code == "template.field.unknown" {
				said = append(said, p.Params["field"].(string))
			}
		}
		if !slices.Contains(said, "交货日期") || !slices.Contains(said, "委托方电话") {
			t.Errorf("%v", said)
		}
	}
	diff, err := s.Difference(tpl.CurrentID, d.Version.ID)
	if err != nil || len(diff.Changes) != 0 {
		t.Error("the text is the same:", diff, err)
	}
	// With the field back, or the place gone, there is nothing to remember.
	def.Fields = []Field{{Key: "due", Label: "交货日期", Type: TypeDate}}
	if d, err = s.SaveDraft(tpl.ID, Edit{Definition: &def}); err != nil || len(d.Version.Definition.Gone) != 1 {
		t.Error(d.Version.Definition.Gone, err)
	}
	if d, err = s.SaveDraft(tpl.ID, Edit{Notation: strings.Replace(d.Notation, "{client.phone}", "", 1)}); err != nil || d.Version.Definition.Gone != nil {
		t.Error(d.Notation, d.Version.Definition.Gone, err)
	}
}
