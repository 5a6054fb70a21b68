package date

// lunarYears are the years of the Chinese calendar from firstLunarYear on, as the
// Hong Kong Observatory publishes them: bits 15 to 4 the months 1 to 12, set for
// 30 days, else 29; bits 3 to 0 the month that a leap month follows, 0 for none;
// bit 16 set when that has 30 days.
var lunarYears = [...]uint32{
	0x07954, 0x06aa0, 0x0ad50, 0x05b52, 0x04b60, 0x0a6e6, 0x0a4e0, 0x0d260, 0x0ea65, 0x0d530, // 2020
	0x05aa0, 0x076a3, 0x096d0, 0x04afb, 0x04ad0, 0x0a4d0, 0x1d0b6, 0x0d250, 0x0d520, 0x0dd45, // 2030
	0x0b5a0, 0x056d0, 0x055b2, 0x049b0, 0x0a577, 0x0a4b0, 0x0aa50, 0x1b255, 0x06d20, 0x0ada0, // 2040
}

const (
	firstLunarYear = 2020
	firstLunarDay  = Date("2020-01-25")
)

// LunarMonth is a month of the Chinese calendar.
type LunarMonth struct {
	Year, Month int
	// Leap: it follows the month of the same number.
	Leap bool
	// Days is 29 or 30.
	Days int
}

// Lunar gives the month and the day of the Chinese calendar; ok is false before
// 2020 and after 2049 of it.
func (d Date) Lunar() (m LunarMonth, day int, ok bool) {
	left := Days(firstLunarDay, d)
	if left < 0 {
		return m, 0, false
	}
	for i, year := range lunarYears {
		for month := 1; month <= 12; month++ {
			m = LunarMonth{Year: firstLunarYear + i, Month: month, Days: 29 + int(year>>(16-month)&1)}
			if left < m.Days {
				return m, left + 1, true
			}
			left -= m.Days
			if int(year&15) != month {
				continue
			}
			if m.Leap, m.Days = true, 29+int(year>>16&1); left < m.Days {
				return m, left + 1, true
			}
			left -= m.Days
		}
	}
	return LunarMonth{}, 0, false
}
