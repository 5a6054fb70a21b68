package date_test

import (
	"testing"

	"keyue/backend/date"
)

func TestTheChineseCalendarIsTheOnePublished(t *testing.T) {
	for _, newYear := range []date.Date{"2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06",
		"2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23", "2032-02-11", "2033-01-31", "2034-02-19", "2035-02-08", "2036-01-28", "2037-02-15",
		"2038-02-04", "2039-01-24", "2040-02-12", "2041-02-01", "2042-01-22", "2043-02-10", "2044-01-30", "2045-02-17", "2046-02-06", "2047-01-26", "2048-02-14", "2049-02-02"} {
		if m, day, ok := newYear.Lunar(); !ok || m.Year != newYear.Year() || m.Month != 1 || m.Leap || day != 1 {
			t.Errorf("%s is %+v day %d", newYear, m, day)
		}
		if m, day, _ := newYear.AddDays(-1).Lunar(); newYear != "2020-01-25" && (m.Month != 12 || day != m.Days) {
			t.Errorf("the eve of %s is %+v day %d", newYear, m, day)
		}
	}
	for d, want := range map[date.Date][2]int{"2026-06-19": {5, 5}, "2026-09-25": {8, 15}, "2025-10-06": {8, 15}, "2024-09-17": {8, 15}, "2033-12-22": {111, 1}, "2025-07-25": {106, 1}} {
		m, day, _ := d.Lunar()
		if m.Leap {
			m.Month += 100
		}
		if [2]int{m.Month, day} != want {
			t.Errorf("%s is %+v day %d, want %v", d, m, day, want)
		}
	}
	for _, d := range []date.Date{"2020-01-24", "2050-01-23"} {
		if _, _, ok := d.Lunar(); ok {
			t.Errorf("%s has no table", d)
		}
	}
}
