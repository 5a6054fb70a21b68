package interaction_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/store"
	"keyue/backend/testkit"

	"gorm.io/gorm"
)

// out logs an outbound contact some days ago.
func (b *bench) out(id customer.ID, days int, m interaction.Medium, more ...func(*interaction.Interaction)) {
	b.t.Helper()
	i := interaction.Interaction{CustomerID: id, Summary: "x", Medium: m, Direction: interaction.Out, At: date.At(b.clock) - date.Instant(days)*day - 1000}
	for _, f := range more {
		f(&i)
	}
	must[*interaction.Entry](b.t)(b.s.Log(i, nil, 0))
}

func (b *bench) standing(id customer.ID, ask interaction.Contact) interaction.Standing {
	b.t.Helper()
	list := must[[]interaction.Standing](b.t)(b.s.MayContact([]customer.ID{id}, ask))
	if len(list) != 1 {
		b.t.Fatalf("%+v", list)
	}
	return list[0]
}

func reasons(list []interaction.Reason) string {
	var out []string
	for _, r := range list {
		out = append(out, strings.TrimPrefix(strings.TrimPrefix(r.Code, "interaction.care."), "interaction.balance."))
	}
	return strings.Join(out, " ")
}

func TestOneMoreTouchIsWarnedOfWhereItIsTooMuch(t *testing.T) {
	for _, c := range []struct {
		name   string
		tier   string
		days   []int
		medium interaction.Medium
		ask    interaction.Contact
		change map[string]any
		limits func(*interaction.Limits)
		want   string
	}{
		{name: "nothing was ever said", tier: "A"},
		{name: "below the limit", tier: "A", days: []int{1, 2, 3}},
		{name: "the fifth in a week for tier A", tier: "A", days: []int{0, 1, 2, 3}, want: "week"},
		{name: "a week ago does not count for the week", tier: "A", days: []int{0, 1, 2, 7}},
		{name: "the fifth in a month for tier C", tier: "C", days: []int{8, 10, 20, 29}, want: "month"},
		{name: "week and month at once", tier: "C", days: []int{0, 1, 2, 3}, want: "week month"},
		{name: "without a tier as for C", tier: "", days: []int{0, 1}, want: "week"},
		{name: "a year ago is forgotten", tier: "C", days: []int{366, 366, 366, 366, 366}},
		{name: "no limit of a tier", tier: "A", days: []int{0, 0, 0, 0, 0, 0}, limits: func(l *interaction.Limits) { l.Tiers = []interaction.TierLimit{} }},
		{name: "limits are off", tier: "C", days: []int{0, 1, 2, 3}, limits: func(l *interaction.Limits) { l.On = false }},
		{name: "text messages have their own limit", tier: "A", days: []int{0, 10}, medium: interaction.SMS, ask: interaction.Contact{Medium: interaction.SMS}, want: "medium"},
		{name: "a call after text messages has none", tier: "A", days: []int{0, 10}, medium: interaction.SMS, ask: interaction.Contact{Medium: interaction.Call}},
		{name: "do not contact", tier: "A", change: map[string]any{"consent": map[string]any{"doNotContact": true}}, want: "do_not_contact"},
		{name: "do not contact holds with limits off", tier: "A", change: map[string]any{"consent": map[string]any{"doNotContact": true}}, limits: func(l *interaction.Limits) { l.On = false }, want: "do_not_contact"},
		{name: "marketing was refused, a call about business is fine", change: map[string]any{"consent": map[string]any{"marketing": "refused"}}},
		{name: "marketing was refused", change: map[string]any{"consent": map[string]any{"marketing": "refused"}}, ask: interaction.Contact{Marketing: true}, want: "refused"},
		{name: "marketing was never asked about", ask: interaction.Contact{Marketing: true}, want: "unasked"},
		{name: "marketing is welcome", change: map[string]any{"consent": map[string]any{"marketing": "granted"}}, ask: interaction.Contact{Marketing: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			id := b.one.Customer.ID
			change := map[string]any{"tier": c.tier}
			for k, v := range c.change {
				change[k] = v
			}
			must[*customer.Detail](t)(b.cs.Update(id, 0, change))
			if c.limits != nil {
				l := must[interaction.Limits](t)(b.s.Limits())
				c.limits(&l)
				must[interaction.Limits](t)(b.s.SetLimits(l))
			}
			for _, d := range c.days {
				m := c.medium
				if m == "" {
					m = interaction.Call
				}
				b.out(id, d, m)
			}
			s := b.standing(id, c.ask)
			if got := reasons(s.Reasons); got != c.want || s.May() != (c.want == "") {
				t.Errorf("got %q, want %q", got, c.want)
			}
			reach := must[*interaction.Reach](t)(b.s.Reachable([]customer.ID{id, id}, c.ask.Marketing))
			if barred := c.want == "do_not_contact" || c.want == "refused"; barred != (reach.Barred == 1 && len(reach.IDs) == 0) || barred == (len(reach.IDs) == 1) {
				t.Errorf("an action on many: %+v", reach)
			}
		})
	}
}

func TestTouchesAreThoseWeBeganByMediumAndSpan(t *testing.T) {
	b := newBench(t)
	id := b.one.Customer.ID
	b.out(id, 0, interaction.Call)
	b.out(id, 5, interaction.WeChat)
	b.out(id, 20, interaction.WeChat)
	b.out(id, 200, interaction.Visit)
	b.out(id, 1, interaction.Call, func(i *interaction.Interaction) { i.Direction = interaction.In })
	b.out(id, 2, interaction.SMS)
	list := must[[]interaction.Entry](t)(b.s.List(interaction.Query{CustomerID: id, Medium: interaction.SMS}))
	ok(t, b.s.Trash([]interaction.ID{list[0].ID}))
	s := b.standing(id, interaction.Contact{})
	if s.Touches != (interaction.Touches{Week: 2, Month: 3, Year: 4}) {
		t.Errorf("%+v", s.Touches)
	}
	want := []interaction.MediumTouches{{Medium: interaction.WeChat, Touches: interaction.Touches{Week: 1, Month: 2, Year: 2}},
		{Medium: interaction.Call, Touches: interaction.Touches{Week: 1, Month: 1, Year: 1}}, {Medium: interaction.Visit, Touches: interaction.Touches{Year: 1}}}
	if !slices.Equal(s.ByMedium, want) {
		t.Errorf("%+v", s.ByMedium)
	}
	// Before it happened nothing is counted.
	if s := b.standing(id, interaction.Contact{At: b.now - 100*day}); s.Touches.Year != 1 {
		t.Errorf("100 days ago %+v", s.Touches)
	}
}

func TestBadLimitsAreNamed(t *testing.T) {
	b := newBench(t)
	_, err := b.s.SetLimits(interaction.Limits{On: true, Running: -1, Tiers: []interaction.TierLimit{{Tier: "A", Week: -1, Year: 10000}, {Tier: "A"}, {Tier: "Z"}},
		Media: []interaction.MediumLimit{{Medium: "pigeon", Month: 1}, {Medium: interaction.SMS, Month: 1000}}})
	var got []string
	for _, f := range fault.From(err).Fields {
		got = append(got, f.Field)
	}
	if want := "tiers.0.week tiers.0.year tiers.1.tier tiers.2.tier media.0.medium media.1.month running"; strings.Join(got, " ") != want {
		t.Errorf("got %v\nwant %s", got, want)
	}
}

func TestWhoIsBotheredAndWhoIsNeglected(t *testing.T) {
	b := newBench(t)
	make := func(name, tier string) customer.ID {
		d := b.customer(name)
		must[*customer.Detail](t)(b.cs.Update(d.Customer.ID, 0, map[string]any{"tier": tier, "phones": []any{}}))
		return d.Customer.ID
	}
	bothered, banned, fine, good, silent, runs, lost := make("常被打扰", "C"), make("要求不联系", "B"), make("联系刚好", "A"), make("刚聊过的好客户", "A"), make("冷落的好客户", "A"), make("合同履行中", ""), make("流失", "A")
	must[*customer.Detail](t)(b.cs.Update(banned, 0, map[string]any{"consent": map[string]any{"doNotContact": true}}))
	must[*customer.Detail](t)(b.cs.Update(lost, 0, map[string]any{"lifecycle": "lost"}))
	b.clock = testkit.Start.Add(50 * 24 * time.Hour)
	for _, d := range []int{1, 2, 3} {
		b.out(bothered, d, interaction.Call)
	}
	b.out(banned, 3, interaction.WeChat)
	b.out(fine, 3, interaction.Call)
	b.out(good, 1, interaction.Call, func(i *interaction.Interaction) { i.Direction = interaction.In })
	b.out(silent, 40, interaction.Visit)
	names := func(x *interaction.Balance) string {
		var out []string
		for _, r := range x.Rows {
			out = append(out, r.Name+"("+reasons(r.Reasons)+")")
		}
		return strings.Join(out, " ")
	}
	if got, want := names(must[*interaction.Balance](t)(b.s.Bothered())), "要求不联系(ban) 常被打扰(week)"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	s := interaction.NewService(b.st, interaction.Options{Running: func(db *gorm.DB, _ date.Date) *gorm.DB {
		return db.Table("customer").Select("id").Where("id = ?", runs)
	}})
	if got, want := names(must[*interaction.Balance](t)(s.Neglected())), "冷落的好客户(tier) 合同履行中(running never)"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	l := must[interaction.Limits](t)(s.Limits())
	l.On = false
	must[interaction.Limits](t)(s.SetLimits(l))
	if got, want := names(must[*interaction.Balance](t)(s.Bothered())), "要求不联系(ban)"; got != want {
		t.Errorf("off: got %s, want %s", got, want)
	}
	if got := names(must[*interaction.Balance](t)(s.Neglected())); got != "" {
		t.Errorf("off: %s", got)
	}
	b.undo()
	if l := must[interaction.Limits](t)(s.Limits()); !l.On || len(l.Tiers) != 4 {
		t.Errorf("after undo %+v", l)
	}
}

// BenchmarkBalance measures the report over 100,000 customers with 300,000 touches.
func BenchmarkBalance(b *testing.B) {
	kinds := append(customer.Kinds(), interaction.Kinds()...)
	st := testkit.OpenWith(b, store.Options{Kinds: kinds})
	n := 100_000
	if testing.Short() {
		n = 2_000
	}
	testkit.Exec(b, st, fmt.Sprintf(`with recursive n(i) as (select 1 union all select i + 1 from n where i < %d)
		insert into customer (uid, created_at, updated_at, version, name, tier) select 'u' || i, 0, 0, 1, 'c' || i, substr('ABC', 1 + i %% 3, 1) from n`, n))
	testkit.Exec(b, st, fmt.Sprintf(`with recursive n(i) as (select 1 union all select i + 1 from n where i < %d)
		insert into interaction (uid, created_at, updated_at, version, customer_id, medium, direction, at, summary)
		select 'u' || i, 0, 0, 1, 1 + (i * 7919) %% %d, 'call', 'out', %d - (i * 104729) %% 31536000000, 'x' from n`, 3*n, n, int64(date.At(testkit.Start))))
	testkit.Exec(b, st, "insert into customer_touch (customer_id, last_at) select customer_id, max(at) from interaction group by 1")
	s := interaction.NewService(st, interaction.Options{})
	b.Run("bothered", func(b *testing.B) {
		for b.Loop() {
			must[*interaction.Balance](b)(s.Bothered())
		}
	})
	b.Run("neglected", func(b *testing.B) {
		for b.Loop() {
			must[*interaction.Balance](b)(s.Neglected())
		}
	})
	b.Run("may contact", func(b *testing.B) {
		for b.Loop() {
			must[[]interaction.Standing](b)(s.MayContact([]customer.ID{1, 2, 3}, interaction.Contact{}))
		}
	})
}
