package exchange

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/lead"
	"keyue/backend/locale"
	"keyue/backend/opportunity"
	"keyue/backend/product"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// leadShop is a workspace with leads and what they become.
func leadShop(t *testing.T) *store.Store {
	return testkit.Open(t, lead.Following(slices.Concat(customer.Kinds(), settings.Kinds(), interaction.Kinds(), product.Kinds(), opportunity.Kinds(), lead.Kinds()))...)
}

func leadsIn(t *testing.T, st *store.Store, text string, o Options) *Result {
	t.Helper()
	o.As = Leads
	if o.Lang == "" {
		o.Lang = locale.ZhCN
	}
	r, err := Import(context.Background(), st, one("线索.csv", []byte(text)), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func allLeads(t *testing.T, st *store.Store) string {
	t.Helper()
	var rows []lead.Lead
	if err := store.Live(st.Read(st.Context())).Order("id").Find(&rows).Error; err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, l := range rows {
		var channel string
		st.Read(st.Context()).Raw("select name from channel where id = ?", l.ChannelID).Scan(&channel)
		fmt.Fprintln(&out, l.Name, l.Company, l.Phone, l.WeChat, channel, l.State, l.Reason, l.Province+"/"+l.City, l.Need, l.Amount, l.OwnGrade, strings.Join(l.Tags, ","), strings.ReplaceAll(l.Remark, "\n", "|"))
	}
	return out.String()
}

func TestATableOfLeadsIsDecidedByTheRuleOfLeads(t *testing.T) {
	st := leadShop(t)
	if r := importText(t, st, "客户名称,电话\n老客户有限公司,13900139000\n", Options{}); r.Created != 1 {
		t.Fatalf("%+v", r)
	}
	const text = "客户姓名,手机号,联系电话,来源,线索状态,意向,所在地,预算,留言内容,创建时间\n" +
		"张三,13800138000,,抖音广告,新线索,高高,浙江杭州,20万,想要30台,2026-05-01 10:00\n" + // new; a grade of their own
		"张三先生,,13800138000,抖音广告,,,,,又问了一次,\n" + // the same again, further down
		"李四,13900139000,,,,,,,想再订一批,\n" + // a customer
		",13700137000,,抖音广告,无效,,,,,\n" + // a number only, put away
		"王五,13600136000,,,已转客户,,,,,\n" + // nothing to take
		"赵六,13500135000,,,,,,many,,\n" // a bad amount
	dry, err := DryRun(context.Background(), st, one("线索.csv", []byte(text)), Options{As: Leads, Lang: locale.ZhCN}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if left := allLeads(t, st); left != "" {
		t.Fatalf("a dry run left %s", left)
	}
	r := leadsIn(t, st, text, Options{})
	for _, got := range []*Result{dry, r} {
		if got.Created != 2 || got.Merged != 1 || got.News != 1 || got.Skipped != 1 || got.FailedRows != 1 {
			t.Errorf("%d new, %d known, %d news, %d skipped, %d failed: %+v", got.Created, got.Merged, got.News, got.Skipped, got.FailedRows, got.Failed)
		}
	}
	if f := r.Failed[0]; f.Row != 7 || f.Column != "预算" || f.Title != "赵六" {
		t.Errorf("the bad row: %+v", f)
	}
	want := "张三  13800138000  抖音广告 open  浙江省/杭州市 想要30台 200000.00 高高\n" +
		"13700137000  13700137000  抖音广告 invalid other / 0.00 \n"
	if got := allLeads(t, st); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
		t.Errorf("leads\n%s\nnot\n%s", got, want)
	}
	var said []string
	st.Read(st.Context()).Raw("select lead_id || ' ' || customer_id from interaction order by id").Scan(&said)
	if got := strings.Join(said, ","); got != "1 0,0 1" {
		t.Errorf("news went to %s", got)
	}
	if _, err := st.Undo(st.Context(), r.Undo); err != nil {
		t.Fatal(err)
	}
	var channels, heard int64
	st.Read(st.Context()).Raw("select count(*) from channel where deleted_at is null").Scan(&channels)
	st.Read(st.Context()).Raw("select count(*) from interaction where deleted_at is null").Scan(&heard)
	if left := allLeads(t, st); left != "" || channels+heard != 0 {
		t.Errorf("undone, %d channels and %d exchanges are left, and %s", channels, heard, left)
	}
}

func TestKnownLeadsAreSkippedOrMadeAgainWhenThatIsChosen(t *testing.T) {
	for policy, want := range map[string]string{customer.OnDuplicateSkip: "0 0 2", customer.OnDuplicateCreate: "2 0 0", "": "0 2 0"} {
		st := leadShop(t)
		const text = "姓名,电话,微信\n张三,13800138000,\n李四,,lisi88\n"
		leadsIn(t, st, text, Options{})
		r := leadsIn(t, st, text, Options{OnDuplicate: policy})
		if got := fmt.Sprint(r.Created, r.Merged, r.Skipped); got != want {
			t.Errorf("%q: %s, not %s", policy, got, want)
		}
	}
}

func TestLeadsThatWereGivenOutComeInTheSame(t *testing.T) {
	from, to := leadShop(t), leadShop(t)
	leadsIn(t, from, "姓名,公司,电话,微信,来源,状态,原因,省份,城市,需求,预算,热度,标签,备注\n"+
		"张三,甲公司,13800138000 / 010-62345678,zs,抖音,新线索,,广东,深圳,30台机器,12345.6,热,重点；展会,先打电话\n"+
		"李四,,13900139000,,抖音,已回收,暂无需求,,,,,,,\n", Options{})
	for _, tag := range []locale.Tag{locale.ZhCN, locale.En} {
		var out bytes.Buffer
		if _, err := Export(context.Background(), from.Read(from.Context()), &out, Leads, CSV, nil, tag, nil); err != nil {
			t.Fatal(err)
		}
		r := leadsIn(t, to, out.String(), Options{Lang: tag})
		if a, b := allLeads(t, from), allLeads(t, to); a != b || r.FailedRows != 0 {
			t.Errorf("%s: %+v\n%s\nbecame\n%s", tag, r.Failed, a, b)
		}
		if _, err := to.Undo(to.Context(), r.Undo); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCardsAndNumbersWithoutNamesBecomeLeads(t *testing.T) {
	st := leadShop(t)
	card := "BEGIN:VCARD\nVERSION:3.0\nFN:王小明\nORG:乙公司\nTITLE:采购\nTEL;TYPE=CELL:13800138000\nEMAIL:w@example.com\nEND:VCARD\n"
	r, err := Import(context.Background(), st, one("x.vcf", []byte(card)), Options{As: Leads, Lang: locale.ZhCN}, nil)
	if err != nil || r.Created != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := allLeads(t, st); !strings.HasPrefix(got, "王小明 乙公司 13800138000") || !strings.Contains(got, "采购") {
		t.Errorf("the card became %s", got)
	}
	if r := leadsIn(t, st, "电话,城市\n13700137000,苏州\n", Options{}); r.Created != 1 {
		t.Errorf("%+v", r)
	}
	if _, err := Import(context.Background(), st, one("x.csv", []byte("颜色,数量\n红,3\n")), Options{As: Leads}, nil); !fault.Is(err, NoLeadName) {
		t.Errorf("a table of nobody: %v", err)
	}
	var many strings.Builder
	many.WriteString("姓名,渠道\n")
	for i := range 32 {
		fmt.Fprintf(&many, "人%d,渠道%d\n", i, i)
	}
	if r := leadsIn(t, st, many.String(), Options{}); r.FailedRows != 2 || r.Failed[0].Code != "lead.channel.many" {
		t.Errorf("%d rows refused: %+v", r.FailedRows, r.Failed)
	}
}
