package exchange

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/locale"
	"keyue/backend/settings"
)

// noted lists the notes as "row column code".
func noted(r *Result) string {
	var out []string
	for _, n := range r.Notes {
		out = append(out, strings.Join(strings.Fields(fmt.Sprintf("%d %s %s", n.Row, n.Column, strings.TrimPrefix(n.Code, "exchange.note."))), " "))
	}
	return strings.Join(out, "; ")
}

func TestARowOfACustomerOfTheSameFileIsTreatedAsChosenAndSaid(t *testing.T) {
	list := "客户名称,联系人,手机,地址\n甲公司,林芳,13636343332,一路1号\n甲公司,林燕,13636343333,一路1号\n乙公司,罗军,15983488253,二路2号\n甲公司,杨建国,13777777777,三路3号\n"
	for _, c := range []struct {
		policy, want                   string
		created, merged, skipped, many int
	}{
		{customer.OnDuplicateSkip, "5 repeat_skipped; 3 colleague", 2, 0, 1, 2},
		{customer.OnDuplicateMerge, "5 repeat_merged; 3 colleague", 2, 1, 0, 3},
		{customer.OnDuplicateCreate, "3 colleague", 3, 0, 0, 2},
	} {
		st := workspace(t)
		dry, err := DryRun(context.Background(), st, one("x.csv", []byte(list)), Options{OnDuplicate: c.policy, Lang: locale.ZhCN}, nil)
		if err != nil || noted(dry) != c.want || dry.Colleagues != 1 || dry.Repeated != c.merged+c.skipped {
			t.Errorf("%s: said %q, %+v %v", c.policy, noted(dry), dry, err)
		}
		if m := dry.Notes[0].Message; c.policy == customer.OnDuplicateSkip && m != "与第 2 行是同一个客户，跳过" {
			t.Error(m)
		}
		r := importText(t, st, list, Options{OnDuplicate: c.policy})
		people, err := customer.Contacts(st.Read(st.Context()), all(t, st)[0].ID)
		if err != nil || r.Created != c.created || r.Merged != c.merged || r.Skipped != c.skipped || len(people) != c.many {
			t.Errorf("%s: %+v, %d contacts, %v", c.policy, r, len(people), err)
		}
	}
}

func TestARowOfAnotherBatchIsRecognisedToo(t *testing.T) {
	var b strings.Builder
	b.WriteString("客户名称,等级\n")
	for i := range 2 * batch {
		fmt.Fprintf(&b, "第%d号公司,A\n", i)
	}
	b.WriteString("第7号公司,B\n")
	r := importText(t, workspace(t), b.String(), Options{Lang: locale.ZhCN})
	if r.Skipped != 1 || len(r.Notes) != 1 || r.Notes[0].Message != "与第 9 行是同一个客户，跳过" {
		t.Errorf("%d skipped, %+v", r.Skipped, r.Notes)
	}
}

func TestASumIsNoCustomerAndBadNumbersAreSaid(t *testing.T) {
	st := workspace(t)
	list := "客户名称,联系人,手机,座机,金额\n甲公司,林芳,1.39572E+10,,100\n乙公司,罗军,1395717,0571 8888-1234 转 801,\n丙公司,王芳,13900139000,,\n合 计：,3,,,\"¥1,100.00\"\n"
	r := importText(t, st, list, Options{})
	if want := "5 sum; 2 手机 mangled; 3 手机 phone"; noted(r) != want || r.Sums != 1 || r.Doubtful != 2 || r.Created != 3 || r.FailedRows != 0 {
		t.Errorf("%q, %+v", noted(r), r)
	}
	people, err := customer.Contacts(st.Read(st.Context()), all(t, st)[0].ID)
	if err != nil || people[0].Phones[0].Raw != "1.39572E+10" {
		t.Errorf("a number is kept as it was typed: %+v %v", people, err)
	}
	if r = importText(t, workspace(t), list, Options{Fixes: []Fix{{Row: 5, Keep: true}}}); r.Sums != 0 || r.Created != 4 {
		t.Errorf("a sum that somebody takes: %+v", r)
	}
	for _, row := range []string{"合计,王芳", "合计,,13900139000", "合计,,0571-88881234", "合计科技有限公司,30", "甲,合计"} {
		if isSum(strings.Split(row, ",")) {
			t.Errorf("%s is no sum", row)
		}
	}
	for _, row := range []string{"Total,30", "Grand Total:,,", "小计,12家,—,3%"} {
		if !isSum(strings.Split(row, ",")) {
			t.Errorf("%s is a sum", row)
		}
	}
}

func TestAWordThatIsNoChoiceNamesTheChoices(t *testing.T) {
	r := importText(t, workspace(t), "客户名称,等级\n甲公司,重点\n", Options{Lang: locale.ZhCN})
	if p := r.Failed[0]; !strings.Contains(p.Message, "A、B、C") && !strings.Contains(p.Message, "A 级") || len(p.Choices) != 3 {
		t.Errorf("%+v", p)
	}
}

func TestTheRegionComesFromTheAddress(t *testing.T) {
	st := workspace(t)
	importText(t, st, "客户名称,地址,省份,城市\n甲公司,浙江省杭州市余杭区文一西路3号,,\n乙公司,江苏省苏州市工业园区星湖街17号,上海市,\n丙公司,天童南路10号,,\n", Options{})
	for i, want := range []string{"浙江省 杭州市 余杭区", "上海市  ", "  "} {
		if c := all(t, st)[i]; fmt.Sprintf("%s %s %s", c.Province, c.City, c.District) != want {
			t.Errorf("%s: %q %q %q", c.Name, c.Province, c.City, c.District)
		}
	}
}

func TestDatesOfACustomersTableMayLackTheCenturyOrTheYear(t *testing.T) {
	st := workspace(t)
	if _, err := settings.NewService(st, nil).CreateCustomField(settings.CustomField{Entity: "customer", Label: "首次合作", Type: settings.FieldDate}); err != nil {
		t.Fatal(err)
	}
	r := importText(t, st, "客户名称,首次合作\n甲公司,24.5.6\n乙公司,5月6日\n丙公司,45001\n丁公司,13/32/2024\n", Options{})
	year := date.FromTime(st.Now()).Year()
	var got []string
	for _, c := range all(t, st) {
		for _, v := range c.Custom {
			got = append(got, fmt.Sprint(v))
		}
	}
	if want := fmt.Sprintf("[2024-05-06 %d-05-06 2023-03-16]", year); fmt.Sprint(got) != want || r.FailedRows != 1 {
		t.Errorf("%v, want %s, %+v", got, want, r.Failed)
	}
}
