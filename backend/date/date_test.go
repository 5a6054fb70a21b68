package date

import "testing"

func TestParseReadsDatesAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]Date{
		"2026-11-22": "2026-11-22", "2026/1/2": "2026-01-02", "2026.1.2": "2026-01-02", "20261122": "2026-11-22",
		"2026年11月22日": "2026-11-22", "2026年1月2号": "2026-01-02", "２０２６-１-２": "2026-01-02", "2024-02-29": "2024-02-29",
		// With points the day may stand first: nobody writes the month there.
		"02.03.2025": "2025-03-02", "2.3.2025": "2025-03-02", "31.12.2026": "2026-12-31", "１.１１.２０２６": "2026-11-01", "31. 12. 2026": "2026-12-31",
	} {
		if got, ok := Parse(in); !ok || got != want {
			t.Errorf("%q: got %q %v, want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "2026", "2026-13-01", "2026-02-30", "2025-02-29", "22/11/2026", "12.31.2026", "2.3.25", "2-3-2025", "2.3-2025", "02032025", "tomorrow", "2026-1-2-3", "202611222", "99999999999999999999"} {
		if got, ok := Parse(in); ok {
			t.Errorf("%q: got %q, want a refusal", in, got)
		}
	}
}

func TestReadTakesTheYearThatPeopleLeaveOut(t *testing.T) {
	for in, want := range map[string]Date{
		"24.5.6": "2024-05-06", "24/5/6": "2024-05-06", "24-05-06": "2024-05-06", "24年5月6日": "2024-05-06", "80.5.6": "1980-05-06", "46.1.2": "2046-01-02",
		"47.1.2": "1947-01-02", "5月6日": "2026-05-06", "12月10号": "2026-12-10", "１２月１０日": "2026-12-10", "2024.5.6": "2024-05-06", "2024年5月6日": "2024-05-06",
	} {
		if got, ok := Read(in, 2026); !ok || got != want {
			t.Errorf("%q: got %q %v, want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "5.6", "13/32/2024", "24.13.6", "2月29日", "5月", "1.2.3.4", "24.5/6.1", "tomorrow"} {
		if got, ok := Read(in, 2026); ok {
			t.Errorf("%q: got %q, want a refusal", in, got)
		}
	}
}

func TestAddMonthsStopsAtTheLastDayOfAMonth(t *testing.T) {
	for _, c := range []struct {
		d    Date
		n    int
		want Date
	}{{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-11-22", 12, "2027-11-22"}, {"2026-03-31", -1, "2026-02-28"}, {"2026-12-31", 2, "2027-02-28"}, {"", 1, ""}} {
		if got := c.d.AddMonths(c.n); got != c.want {
			t.Errorf("%s %+d: got %s, want %s", c.d, c.n, got, c.want)
		}
	}
}

func TestDatesInWords(t *testing.T) {
	for _, c := range []struct {
		d            Date
		zh, caps, en string
	}{
		{"2025-03-18", "2025年3月18日", "二〇二五年三月十八日", "18 March 2025"},
		{"2010-10-10", "2010年10月10日", "二〇一〇年十月十日", "10 October 2010"},
		{"2026-11-30", "2026年11月30日", "二〇二六年十一月三十日", "30 November 2026"},
		{"", "", "", ""},
	} {
		if c.d.Zh() != c.zh || c.d.ZhCapitals() != c.caps || c.d.En() != c.en {
			t.Errorf("%s: %s %s %s", c.d, c.d.Zh(), c.d.ZhCapitals(), c.d.En())
		}
	}
}

func TestDays(t *testing.T) {
	if got := Days("2026-02-28", "2026-03-01"); got != 1 {
		t.Errorf("got %d", got)
	}
	if got := Days("2026-03-01", "2024-02-29"); got != -731 {
		t.Errorf("got %d", got)
	}
}

func FuzzParseGivesOnlyDaysOfTheCalendar(f *testing.F) {
	f.Add("2026-11-22")
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := Parse(s); ok && !d.Valid() {
			t.Fatalf("%q gave %q", s, d)
		}
	})
}
