package interaction_test

import (
	"testing"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/interaction"
)

func TestACallerIsKnownHoweverTheNumberIsWritten(t *testing.T) {
	b := newBench(t)
	d := must[*customer.Detail](t)(b.cs.Create(customer.Customer{Name: "宁波海曙纺织", Phones: []customer.Phone{{Raw: "0574-8815 8198"}, {Raw: "400-699-8888"}}},
		[]customer.Contact{{Name: "李岚", Phones: []customer.Phone{{Raw: "+86 139 5566 7788"}}}, {Name: "赵云", Phones: []customer.Phone{{Raw: "0574-88158198 转 801"}}}}))
	id := d.Customer.ID
	must[*interaction.Entry](t)(b.s.Log(interaction.Interaction{CustomerID: id, Summary: "问了交期"}, &interaction.Next{Title: "回电话", Due: "2026-11-23"}, 0))
	b.clock = b.clock.Add(60e9)
	must[*interaction.Entry](t)(b.s.Log(interaction.Interaction{CustomerID: id, Summary: "又问了价格"}, nil, 0))
	for text, contact := range map[string]string{
		"0574-88158198": "", "(0574) 8815 8198": "", "+86 574 8815 8198": "", "００８６－５７４－８８１５８１９８": "", "057488158198": "", "4006998888": "",
		"139 5566 7788": "李岚", "+86-139-5566-7788": "李岚", "8613955667788": "李岚", "１３９５５６６７７８８": "李岚", "tel:+8613955667788": "李岚", "手机：139-5566-7788 ": "李岚",
		"来电 13955667788 请回": "李岚", "\u202a139\u00a05566\u00a07788\u202c": "李岚", "0574-88158198 转 801": "赵云",
	} {
		list := must[[]interaction.Caller](t)(b.s.Callers(text, nil))
		if len(list) != 1 || list[0].CustomerID != id || !list[0].Exact || list[0].Contact != contact || list[0].Name != "宁波海曙纺织" || list[0].Number == "" {
			t.Errorf("%q: %+v", text, list)
			continue
		}
		if c := list[0]; len(c.Last) != 2 || c.Last[0].Summary != "又问了价格" || c.Next == nil || c.Next.Title != "回电话" || c.Next.Due != date.Date("2026-11-23") {
			t.Errorf("%q: %+v", text, c)
		}
	}
	// A part of a number: those that were found by it, with what was said.
	if list := must[[]interaction.Caller](t)(b.s.Callers("7788", []int64{int64(id)})); len(list) != 1 || list[0].Exact || len(list[0].Last) != 2 || list[0].Contact != "李岚" || list[0].Number != "139 5566 7788" {
		t.Errorf("%+v", list)
	}
	for _, text := range []string{"", "海曙", "123", "一二三四", "A级客户 90 天"} {
		if list := must[[]interaction.Caller](t)(b.s.Callers(text, []int64{int64(id)})); len(list) != 0 {
			t.Errorf("%q is a number: %+v", text, list)
		}
	}
	// Two with one number are both there, who is in the trash is not.
	two := b.customer("另一家")
	if list := must[[]interaction.Caller](t)(b.s.Callers("138-0013-8000", nil)); len(list) != 2 {
		t.Errorf("%+v", list)
	}
	ok(t, b.cs.Trash([]int64{int64(two.Customer.ID)}))
	if list := must[[]interaction.Caller](t)(b.s.Callers("13800138000", nil)); len(list) != 1 {
		t.Errorf("%+v", list)
	}
}
