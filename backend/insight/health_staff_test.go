package insight_test

import (
	"testing"

	"keyue/backend/customer"
	"keyue/backend/insight"
	"keyue/backend/staff"
)

func TestHealthByWhoAnswers(t *testing.T) {
	sh := open(t)
	people := staff.NewService(sh.st, nil)
	add := func(name string) staff.ID {
		return must[*staff.Staff](t)(people.Save(staff.Staff{Name: name, Role: staff.Owner})).ID
	}
	whole := customer.Customer{Kind: customer.Person, Phones: []customer.Phone{{Raw: "13800138000"}}, Emails: []string{"a@hengxin.cn"}, Province: "浙江省", City: "杭州市", Industry: "建材", Channel: "抖音"}
	sh.customer(whole)
	first := add("王芳")
	if h := must[*insight.Health](t)(sh.Health()); len(h.Staff) != 0 {
		t.Errorf("in solo mode: %+v", h.Staff)
	}
	second := add("李梅")
	whole.Phones[0].Raw = "13900139000"
	whole.Emails[0] = "b@hengxin.cn"
	sh.customer(whole)
	sh.customer(customer.Customer{})
	gone := sh.customer(customer.Customer{})
	sh.ok(sh.customers.Trash([]int64{int64(gone)}))
	third := sh.customer(customer.Customer{})
	must[*customer.Detail](t)(sh.customers.Update(third, 0, map[string]any{"ownerId": second}))
	got := must[*insight.Health](t)(sh.Health())
	type line struct {
		id              staff.ID
		total, complete int
	}
	want := []line{{second, 1, 0}, {first, 2, 1}, {0, 1, 1}} // 李 before 王, nobody last
	if len(got.Staff) != len(want) {
		t.Fatalf("%+v", got.Staff)
	}
	sum := 0
	for i, w := range want {
		s := got.Staff[i]
		if (line{s.ID, s.Total, s.Complete}) != w {
			t.Errorf("line %d: %+v, want %+v", i, s, w)
		}
		sum += s.Total
	}
	if sum != got.Total {
		t.Errorf("the people have %d customers, all are %d", sum, got.Total)
	}
}
