package exchange

import (
	"bufio"
	"context"
	"io"
	"strings"

	"github.com/emersion/go-vcard"

	"keyue/backend/fault"
)

// vcardHeads are the columns a file of cards is read into; their titles are those of our own export, so that the
// mapping finds itself.
var vcardHeads = []string{"contact.name", "name", "contact.department", "contact.title", "contact.phone", "contact.email", "address", "website", "contact.birthday", "contact.remark", "tags"}

func openVCard(f File, size int64, c Choices) (*table, error) {
	encoding, mark, _, _, err := textOf(f, size, c)
	if err != nil {
		return nil, fault.From(err)
	}
	t := &table{format: VCard, encoding: encoding, sheets: []string{}, close: func() error { return nil }}
	t.each = func(ctx context.Context, yield func(int, []string) error) error {
		text, err := decoded(f, size, encoding, mark)
		if err != nil {
			return err
		}
		if err := yield(1, fieldKeys(vcardHeads)); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		n := 1
		return eachCard(text, func(card vcard.Card) error {
			n++
			return step(ctx, n, cardCells(card), yield)
		})
	}
	return t, nil
}

func fieldKeys(keys []string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = "#" + k // a header that is a field's key: needs no guessing
	}
	return out
}

// eachCard cuts a file into cards and reads each alone, so that a damaged one costs only itself.
func eachCard(text io.Reader, fn func(vcard.Card) error) error {
	sc := bufio.NewScanner(text)
	sc.Buffer(make([]byte, 0, 64<<10), 16<<20)
	var b strings.Builder
	inside := false
	for sc.Scan() {
		line := strings.TrimRight(sc.Text(), "\r")
		head := strings.ToUpper(strings.TrimSpace(line))
		switch {
		case head == "BEGIN:VCARD":
			b.Reset()
			inside = true
		case !inside:
			continue
		}
		b.WriteString(line)
		b.WriteString("\r\n")
		if head != "END:VCARD" {
			continue
		}
		inside = false
		card, err := vcard.NewDecoder(strings.NewReader(b.String())).Decode()
		if err != nil {
			card = vcard.Card{} // becomes a row without a name, which is reported
		}
		if err := fn(card); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		return fault.Wrap(err, LineTooLong, fault.P{"row": 0, "limit": 16 << 10})
	}
	return nil
}

func cardCells(card vcard.Card) []string {
	name := card.PreferredValue(vcard.FieldFormattedName)
	if n := card.Name(); name == "" && n != nil {
		name = n.FamilyName + n.AdditionalName + n.GivenName
	}
	organisation, department, _ := strings.Cut(card.PreferredValue(vcard.FieldOrganization), ";")
	address := ""
	if a := card.Address(); a != nil {
		address = strings.Join(strings.Fields(strings.Join([]string{a.Region, a.Locality, a.StreetAddress, a.ExtendedAddress}, " ")), " ")
	}
	var phones, emails []string
	for _, p := range card[vcard.FieldTelephone] {
		phones = append(phones, strings.TrimPrefix(p.Value, "tel:"))
	}
	for _, e := range card[vcard.FieldEmail] {
		emails = append(emails, e.Value)
	}
	return []string{name, organisation, strings.Trim(department, ";"), card.PreferredValue(vcard.FieldTitle), strings.Join(phones, "\n"),
		strings.Join(emails, "\n"), address, card.PreferredValue(vcard.FieldURL), card.PreferredValue(vcard.FieldBirthday),
		card.PreferredValue(vcard.FieldNote), strings.Join(card.Categories(), ",")}
}
