package insight

import (
	"testing"
	"time"

	"keyue/backend/customer"
	"keyue/backend/date"
)

func TestTheStageOfACustomerFollowsFromItsRows(t *testing.T) {
	today := date.Date("2026-11-22")
	at := func(ago int) date.Instant { return date.At(time.Date(2026, 11, 22-ago, 9, 0, 0, 0, time.UTC)) }
	ago := today.AddDays
	all := DefaultRules()
	bare := all
	bare.Drafts, bare.Tasks, bare.Running, bare.LostDays = false, false, false, 0
	for _, c := range []struct {
		name  string
		rules Rules
		facts facts
		want  string
		code  string
		days  any
	}{
		{"nothing was ever said", all, facts{}, customer.Potential, "insight.why.nothing", nil},
		{"spoken with", all, facts{Spoken: at(3)}, customer.Active, "insight.why.spoken", 3},
		{"spoken with on the last day that counts", all, facts{Spoken: at(90)}, customer.Active, "insight.why.spoken", 90},
		{"spoken with a day too long ago", all, facts{Spoken: at(91)}, customer.Potential, "insight.why.unsold", 91},
		{"bought nothing, and not spoken with for over a year", all, facts{Spoken: at(366)}, customer.Potential, "insight.why.unsold", 366},
		{"bought, and not spoken with for over a year", all, facts{Sales: 1, LastSale: ago(-400), Spoken: at(366)}, customer.Lost, "insight.why.lost", 366},
		{"never lost where no rule says so", bare, facts{Sales: 1, LastSale: ago(-3000)}, customer.Dormant, "insight.why.silent", 3000},
		{"bought", all, facts{Sales: 1, LastSale: ago(-180)}, customer.Won, "insight.why.sale", 180},
		{"bought long ago", all, facts{Sales: 1, LastSale: ago(-181)}, customer.Dormant, "insight.why.silent", 181},
		{"bought long ago and spoken with since", all, facts{Sales: 1, LastSale: ago(-300), Spoken: at(10)}, customer.Won, "insight.why.spoken", 10},
		{"bought long ago, and the contract still runs", all, facts{Sales: 1, LastSale: ago(-300), Runs: ago(60)}, customer.Won, "insight.why.running", nil},
		{"the same where a running contract does not count", bare, facts{Sales: 1, LastSale: ago(-300), Runs: ago(60)}, customer.Dormant, "insight.why.silent", 300},
		{"a contract is being prepared", all, facts{Drafted: at(1)}, customer.Active, "insight.why.draft", 1},
		{"the same where drafts do not count", bare, facts{Drafted: at(1)}, customer.Potential, "insight.why.nothing", nil},
		{"something is to be done next week", all, facts{Due: ago(7)}, customer.Active, "insight.why.task", 0},
		{"something should have been done half a year ago", all, facts{Due: ago(-180)}, customer.Potential, "insight.why.unsold", 180},
		{"a contract signed for tomorrow", all, facts{Sales: 1, LastSale: ago(1)}, customer.Won, "insight.why.sale", 0},
	} {
		got, why := stage(c.facts, c.rules, today, time.UTC)
		if got != c.want || why.Code != c.code || c.days != nil && why.Params["days"] != c.days {
			t.Errorf("%s: got %s %s %v, want %s %s %v", c.name, got, why.Code, why.Params, c.want, c.code, c.days)
		}
	}
}
