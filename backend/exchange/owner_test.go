package exchange

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"keyue/backend/customer"
	"keyue/backend/interaction"
	"keyue/backend/locale"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// office is a workspace of people; who is first is working.
func office(t *testing.T, people ...string) *store.Store {
	t.Helper()
	st := testkit.Open(t, slices.Concat(customer.Kinds(), settings.Kinds(), interaction.Kinds(), staff.Kinds())...)
	s := staff.NewService(st, nil)
	for _, name := range people {
		if _, err := s.Save(staff.Staff{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	return st
}

// owners are the customers with who answers for them.
func owners(t *testing.T, st *store.Store) string {
	t.Helper()
	names, err := staff.Names(st.Read(st.Context()))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range all(t, st) {
		out = append(out, c.Name+" "+names[c.OwnerID])
	}
	return strings.Join(out, "|")
}

func TestACustomerIsTakenInForThePersonThatTheListNames(t *testing.T) {
	st := office(t, "王芳", "李强")
	r := importText(t, st, "客户名称,联系人,负责人,电话\n甲公司,张三,李强,13800138000\n乙公司,,王芳,\n丙公司,,赵六,\n丁公司,,,\n", Options{})
	if r.Created != 3 || r.FailedRows != 1 || r.Failed[0].Code != "exchange.value.staff" || r.Failed[0].Value != "赵六" || r.Failed[0].Column != "负责人" {
		t.Fatalf("%+v", r)
	}
	if got := owners(t, st); got != "甲公司 李强|乙公司 王芳|丁公司 王芳" {
		t.Errorf("%s", got)
	}
	// Putting it right in place takes the row in too.
	r = importText(t, st, "客户名称,业务员\n丙公司,赵六\n", Options{Fixes: []Fix{{Row: 2, Column: 1, Value: "李强"}}})
	if r.Created != 1 || !strings.HasSuffix(owners(t, st), "丙公司 李强") {
		t.Errorf("%+v %s", r, owners(t, st))
	}
}

func TestOwnersAreGivenOutByNameAndComeBack(t *testing.T) {
	from, to := office(t, "王芳", "李强"), office(t, "赵六", "李强", "王芳")
	importText(t, from, "客户名称,联系人,业务员,电话\n甲公司,张三,李强,13800138000\n乙公司,,王芳,\n", Options{})
	for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
		for _, format := range []string{CSV, XLSX, VCard, VCard4} {
			first := exported(t, from, format, tag)
			r, err := Import(context.Background(), to, one("x."+strings.TrimSuffix(format, "4"), first), Options{OnDuplicate: customer.OnDuplicateCreate, Lang: tag}, nil)
			if err != nil || r.Created != 2 || r.FailedRows != 0 {
				t.Fatalf("%s %s: %+v %v", tag, format, r, err)
			}
			if got := owners(t, to); got != "甲公司 李强|乙公司 王芳" {
				t.Errorf("%s %s: %s", tag, format, got)
			}
			if again := exported(t, to, format, tag); format == CSV && !bytes.Equal(first, again) {
				t.Errorf("%s: was\n%s\nnow\n%s", tag, first, again)
			}
			if _, err := to.Undo(to.Context(), r.Undo); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAlonePeopleOfAListAreNoContacts(t *testing.T) {
	shared, alone := office(t, "王芳", "李强"), office(t)
	importText(t, shared, "客户名称,业务员,电话\n甲公司,李强,13800138000\n", Options{})
	for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
		for _, format := range []string{CSV, VCard} {
			r, err := Import(context.Background(), alone, one("x."+format, exported(t, shared, format, tag)), Options{Lang: tag}, nil)
			if err != nil || r.Created != 1 || r.FailedRows != 0 {
				t.Fatalf("%s: %+v %v", tag, r, err)
			}
			people, err := customer.Contacts(alone.Read(alone.Context()), all(t, alone)[0].ID)
			if err != nil || len(people) != 0 || owners(t, alone) != "甲公司 " {
				t.Errorf("%s: %s %+v %v", tag, owners(t, alone), people, err)
			}
			if strings.Contains(strings.SplitN(string(exported(t, alone, CSV, tag)), "\n", 2)[0], locale.Text(tag, "exchange.field.owner", nil)) {
				t.Errorf("%s: alone, a column of owners is given out", tag)
			}
			if _, err := alone.Undo(alone.Context(), r.Undo); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAloneAColumnOfOwnersIsLeftOut(t *testing.T) {
	st := office(t)
	for i, head := range []string{"业务员", "业务员（必填）", "业务员1", "Contact owner", "负责员工"} {
		r := importText(t, st, fmt.Sprintf("客户名称,%s\n第%d公司,王芳\n", head, i), Options{})
		if r.Created != 1 || r.FailedRows != 0 {
			t.Errorf("%s: %+v", head, r)
		}
	}
}
