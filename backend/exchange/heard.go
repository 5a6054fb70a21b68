package exchange

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
)

// heardFields are what a list says of the last exchange with a customer and of what is to be done next.
func heardFields() []field[draft] {
	const x = "exchange.field."
	media := make([]string, 0, 9)
	for _, m := range []interaction.Medium{interaction.Call, interaction.SMS, interaction.Visit, interaction.WeChat, interaction.Email, interaction.Meeting, interaction.Letter, interaction.Social, interaction.OtherMedia} {
		media = append(media, string(m))
	}
	medium := enum("last.medium", x+"last.medium", "interaction.medium.", media, func(d *draft) *string { return (*string)(&d.said.Medium) })
	list := []field[draft]{
		{column{key: "last.at", title: x + "last.at", cell: Moment}, setLastAt, func(d *draft) string { return showInstant(d.said.At) }},
		medium,
		{column{key: "last.summary", title: x + "last.summary"}, func(d *draft, cell string) *fault.Error {
			d.said.Summary = strings.TrimPrefix(d.said.Summary+"\n"+cell, "\n")
			return nil
		}, func(d *draft) string { return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(d.said.Summary) }},
		{column{key: "next.due", title: x + "next.due", cell: Moment}, setNextDue, func(d *draft) string {
			return strings.TrimSpace(string(d.next.Due) + " " + d.next.DueTime)
		}},
		{column{key: "next.title", title: x + "next.title"}, func(d *draft, cell string) *fault.Error {
			if d.next.Title == "" {
				d.next.Title = cell
			}
			return nil
		}, func(d *draft) string { return d.next.Title }},
	}
	for i := range list {
		list[i].heard = true
	}
	return list
}

const dayClock = "2006-01-02 15:04"

func showInstant(at date.Instant) string {
	if at == 0 {
		return ""
	}
	return at.Time().In(time.Local).Format(dayClock)
}

func setLastAt(d *draft, cell string) *fault.Error {
	at, ok := parseMoment(cell)
	if !ok {
		return fault.New("exchange.value.date", fault.P{"value": short(cell)})
	}
	d.said.At = date.At(at)
	return nil
}

func setNextDue(d *draft, cell string) *fault.Error {
	at, ok := parseMoment(cell)
	if !ok {
		return fault.New("exchange.value.date", fault.P{"value": short(cell)})
	}
	d.next.Due, d.next.DueTime = date.FromTime(at), ""
	if clock := at.Format("15:04"); clock != noon && strings.Contains(cell, ":") {
		d.next.DueTime = clock
	}
	return nil
}

// noon stands for a day without a clock time: it is the same day in every zone nearby.
const noon = "12:00"

var clockText = regexp.MustCompile(`^(.+?)[ T]+(上午|下午|晚上|凌晨)?(\d{1,2})[:：点时](\d{1,2})?[分]?(?:[:：](\d{1,2})(?:\.\d+)?秒?)?\s*(am|pm|AM|PM)?(?:Z|[+-]\d\d:?\d\d)?$`)

// parseMoment reads a day with or without a clock time, local: 2026-05-06 14:30, 2026/5/6, 5月6日… and what a
// spreadsheet keeps.
func parseMoment(cell string) (time.Time, bool) {
	cell = strings.TrimSpace(cell)
	if t, err := time.Parse(time.RFC3339, cell); err == nil {
		return t.In(time.Local), true
	}
	hour, minute := 12, 0
	text := cell
	if m := clockText.FindStringSubmatch(cell); m != nil {
		text = m[1]
		hour, _ = strconv.Atoi(m[3])
		minute, _ = strconv.Atoi(m[4])
		if (m[2] == "下午" || m[2] == "晚上" || strings.EqualFold(m[6], "pm")) && hour < 12 {
			hour += 12
		}
		if (m[2] == "凌晨" || strings.EqualFold(m[6], "am")) && hour == 12 {
			hour = 0
		}
	} else if days, part, ok := strings.Cut(cell, "."); ok { // 46032.604: a spreadsheet's day with a clock
		if f, err := strconv.ParseFloat("0."+part, 64); err == nil {
			minutes := int(f*24*60 + 0.5)
			text, hour, minute = days, minutes/60, minutes%60
		}
	}
	d, ok := parseDate(text)
	if !ok || hour > 23 || minute > 59 {
		return time.Time{}, false
	}
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), hour, minute, 0, 0, time.Local), true
}

// heard gathers what a row says of the last exchange and the next step. An exchange without a day is no exchange: its
// words go to the remark.
func (d *draft) heard(tag locale.Tag) []interaction.Heard {
	var h interaction.Heard
	switch {
	case d.said.At != 0:
		said := d.said
		if said.Summary == "" {
			said.Summary = locale.Text(tag, "exchange.last.nothing", nil)
		}
		h.Said = &said
	case d.said.Summary != "":
		d.c.Remark = strings.TrimPrefix(d.c.Remark+"\n"+d.said.Summary, "\n")
	}
	if d.next.Due != "" || d.next.Title != "" {
		next := d.next
		if next.Title == "" {
			next.Title = locale.Text(tag, "exchange.next.nothing", nil)
		}
		h.Next = &next
	}
	if h == (interaction.Heard{}) {
		return nil
	}
	return []interaction.Heard{h}
}
