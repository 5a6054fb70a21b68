package exchange

import (
	"testing"

	"keyue/backend/customer"
)

func TestBirthdaysAreReadAsTheyAreWritten(t *testing.T) {
	for cell, want := range map[string]customer.Day{
		"农历五月初五":       {Calendar: "lunar", Month: 5, Day: 5},
		"阴历8月15日":      {Calendar: "lunar", Month: 8, Day: 15},
		"腊月廿三":         {Calendar: "lunar", Month: 12, Day: 23},
		"1962年正月初十":    {Calendar: "lunar", Year: 1962, Month: 1, Day: 10},
		"冬月三十":         {Calendar: "lunar", Month: 11, Day: 30},
		"农历十二月二十九":     {Calendar: "lunar", Month: 12, Day: 29},
		"十月十日":         {Calendar: "solar", Month: 10, Day: 10},
		"十一月十九日":       {Calendar: "solar", Month: 11, Day: 19},
		"农历 8月15日":     {Calendar: "lunar", Month: 8, Day: 15},
		"1980年5月6日":    {Calendar: "solar", Year: 1980, Month: 5, Day: 6},
		"二月廿":          {Calendar: "lunar", Month: 2, Day: 20},
		"农历2000-02-30": {Calendar: "lunar", Year: 2000, Month: 2, Day: 30},
	} {
		if got, ok := parseDay(cell); !ok || got != want {
			t.Errorf("%s is %+v %v, want %+v", cell, got, ok, want)
		}
	}
	for _, cell := range []string{"五月", "初五", "十三月初一", "五月四十", "农历", "闰五月初五", "月月红"} {
		if got, ok := parseDay(cell); ok {
			t.Errorf("%s is a day: %+v", cell, got)
		}
	}
}
