package outreach

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"keyue/backend/date"
	"keyue/backend/exchange"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/locale"
)

// Reports that can be exported.
const (
	ReportBothered  = "bothered"
	ReportNeglected = "neglected"
)

// ExportReport writes the customers we bother or neglect as csv or xlsx and gives
// the address of the file. Fault outreach.choice for another report.
func (s *Service) ExportReport(report, format string) (url string, err error) {
	defer fault.Recover(&err)
	now := date.At(s.st.Now())
	var b *interaction.Balance
	switch report {
	case ReportBothered:
		b, err = interaction.Bothered(s.db(), now)
	case ReportNeglected:
		b, err = interaction.Neglected(s.db(), now, s.Running(s.db()))
	default:
		return "", fault.New("outreach.choice", nil)
	}
	if err != nil {
		return "", err
	}
	tag := s.Lang()
	var file bytes.Buffer
	if err := exchange.WriteTable(&file, format, locale.Text(tag, "outreach.report."+report, nil), reportHeads(tag), reportRows(b, tag)); err != nil {
		return "", err
	}
	return s.Files.Offer(locale.Text(tag, "outreach.report."+report, nil)+"."+format, mimes[format], file.Bytes())
}

var mimes = map[string]string{exchange.CSV: "text/csv; charset=utf-8", exchange.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

func reportHeads(tag locale.Tag) []exchange.Head {
	cells := map[string]exchange.Cell{"week": exchange.Number, "month": exchange.Number, "year": exchange.Number, "days": exchange.Number, "last": exchange.Day}
	var heads []exchange.Head
	for _, c := range []string{"name", "tier", "contact", "phone", "why", "week", "month", "year", "last", "days", "next"} {
		heads = append(heads, exchange.Head{Title: locale.Text(tag, "outreach.column."+c, nil), Cell: cells[c], Wide: c == "why"})
	}
	return heads
}

func reportRows(b *interaction.Balance, tag locale.Tag) [][]string {
	var rows [][]string
	for _, r := range b.Rows {
		var why []string
		for _, x := range r.Reasons {
			why = append(why, locale.Text(tag, x.Code, x.Params))
		}
		last := ""
		if r.LastAt != 0 {
			last = string(r.LastAt.Date(time.Local))
		}
		rows = append(rows, []string{r.Name, r.Tier, r.ContactName, r.Phone, strings.Join(why, "; "), strconv.Itoa(r.Touches.Week), strconv.Itoa(r.Touches.Month),
			strconv.Itoa(r.Touches.Year), last, strconv.Itoa(r.Days), strings.TrimSpace(string(r.NextDue) + " " + r.NextStep)})
	}
	return rows
}
