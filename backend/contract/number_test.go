package contract

import (
	"slices"
	"testing"
	"time"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

func TestASequenceBeginsAgainWithEachPeriodOfItsRule(t *testing.T) {
	days := []date.Date{"2026-11-29", "2026-11-29", "2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01", "2027-01-01"}
	for _, c := range []struct {
		pattern string
		reset   Reset
		want    []string
	}{
		{"HT-{yyyy}-{seq:4}", ResetYearly, []string{"HT-2026-0001", "HT-2026-0002", "HT-2026-0003", "HT-2026-0004", "HT-2026-0005", "HT-2027-0001", "HT-2027-0002"}},
		{"{yy}{mm}-{seq:3}", ResetMonthly, []string{"2611-001", "2611-002", "2611-003", "2612-001", "2612-002", "2701-001", "2701-002"}},
		{"销{yyyy}{mm}{dd}{seq:2}", ResetDaily, []string{"销2026112901", "销2026112902", "销2026113001", "销2026120101", "销2026123101", "销2027010101", "销2027010102"}},
		{"C{seq}", ResetNever, []string{"C1", "C2", "C3", "C4", "C5", "C6", "C7"}},
	} {
		t.Run(string(c.reset), func(t *testing.T) {
			var now time.Time
			st := testkit.OpenWith(t, store.Options{Kinds: Kinds(), Now: func() time.Time { return now }})
			rule := NumberRule{ID: 1, Name: "x", Pattern: c.pattern, Reset: c.reset}
			if err := rule.Validate(); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, day := range days {
				now = time.Date(day.Year(), time.Month(day.Month()), day.Day(), 23, 30, 0, 0, time.Local)
				ahead, err := rule.expected(st.Read(st.Context()), day)
				if err != nil {
					t.Fatal(err)
				}
				if err := st.InTx(st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
					number, _, err := rule.take(tx)
					if number != ahead {
						t.Errorf("%s was shown, %s taken", ahead, number)
					}
					got = append(got, number)
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestARuleThatWouldRepeatItsNumbersIsRefused(t *testing.T) {
	for _, c := range []struct {
		pattern string
		reset   Reset
		code    string
	}{
		{"HT-{seq:4}", ResetYearly, "contract.number_rule.repeats"},
		{"HT-{yyyy}-{seq:4}", ResetMonthly, "contract.number_rule.repeats"},
		{"HT-{mm}-{seq:4}", ResetMonthly, "contract.number_rule.repeats"},
		{"HT-{yyyy}{mm}-{seq:4}", ResetDaily, "contract.number_rule.repeats"},
		{"HT-{yyyy}", ResetYearly, "contract.number_rule.sequence"},
		{"{seq}{seq}{yyyy}", ResetYearly, "contract.number_rule.sequence"},
		{"HT-{year}-{seq}", ResetYearly, "contract.number_rule.pattern"},
		{"HT-{seq:99}", ResetNever, "contract.number_rule.pattern"},
		{"HT-{seq", ResetNever, "contract.number_rule.pattern"},
		{"HT-}{seq}", ResetNever, "contract.number_rule.pattern"},
		{"HT-{seq}", "weekly", "contract.number_rule.reset"},
	} {
		err := NumberRule{Name: "x", Pattern: c.pattern, Reset: c.reset}.Validate()
		fields := fault.From(err).Fields
		if err == nil || len(fields) != 1 || fields[0].Code != c.code || !locale.Has(c.code) {
			t.Errorf("%s by %s: %v", c.pattern, c.reset, fields)
		}
	}
}

func TestPaymentNumbersGoOnBehindThoseGivenBeforeTheyHadARule(t *testing.T) {
	st := testkit.OpenWith(t, store.Options{Kinds: Kinds(), Now: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.Local) }})
	var number string
	err := st.InTx(st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
		for range 45 {
			if _, err := tx.NextNumber("payment/2026"); err != nil {
				return err
			}
		}
		if err := InstallRule(tx, locale.En); err != nil {
			return err
		}
		var err error
		number, err = TakeNumber(tx, ForPayments)
		return err
	})
	if err != nil || number != "HK-2026-0046" {
		t.Error(number, err)
	}
}
