package exchange

import (
	"io"
	"strings"

	"github.com/emersion/go-vcard"

	"keyue/backend/customer"
)

// VCard4 asks an export for vCard 4.0; VCard is 3.0, which every phone reads.
const VCard4 = "vcf4"

// writeCards writes a card for each contact, or for the customer itself when it is a person or has none.
func writeCards(w io.Writer, format string, c *customer.Customer, people []customer.Contact) error {
	if c.Kind == customer.Person || len(people) == 0 {
		card := baseCard(format, c)
		card.SetValue(vcard.FieldFormattedName, c.Name)
		if c.Kind == customer.Person {
			card.Set(vcard.FieldName, &vcard.Field{Value: ";" + escaped(c.Name) + ";;;"})
		} else {
			card.Set(vcard.FieldName, &vcard.Field{Value: ";;;;"})
			card.Set(vcard.FieldOrganization, &vcard.Field{Value: escaped(c.Name)})
		}
		reach(card, c.Phones, c.Emails, c.Social)
		for _, a := range c.Anniversaries {
			if a.Label == "birthday" && a.Day.Calendar != "lunar" && a.Day.Year > 0 {
				card.SetValue(vcard.FieldBirthday, showDay(a.Day))
			}
		}
		note(card, c.Remark)
		if err := encode(w, card); err != nil {
			return err
		}
	}
	for i := range people {
		p := &people[i]
		card := baseCard(format, c)
		card.SetValue(vcard.FieldFormattedName, p.Name)
		card.Set(vcard.FieldName, &vcard.Field{Value: ";" + escaped(p.Name) + ";;;"})
		organisation := escaped(c.Name)
		if p.Department != "" {
			organisation += ";" + escaped(p.Department)
		}
		card.Set(vcard.FieldOrganization, &vcard.Field{Value: organisation})
		if p.Title != "" {
			card.SetValue(vcard.FieldTitle, p.Title)
		}
		reach(card, p.Phones, p.Emails, p.Social)
		if p.Birthday.Year > 0 && p.Birthday.Calendar != "lunar" {
			card.SetValue(vcard.FieldBirthday, showDay(p.Birthday))
		}
		note(card, p.Remark)
		if err := encode(w, card); err != nil {
			return err
		}
	}
	return nil
}

func baseCard(format string, c *customer.Customer) vcard.Card {
	card := vcard.Card{}
	version := "3.0"
	if format == VCard4 {
		version = "4.0"
	}
	card.SetValue(vcard.FieldVersion, version)
	if c.Address != "" || c.City != "" {
		card.AddAddress(&vcard.Address{StreetAddress: c.Address, Locality: c.City, Region: c.Province, PostalCode: c.Postcode})
	}
	if c.Website != "" {
		card.SetValue(vcard.FieldURL, c.Website)
	}
	if len(c.Tags) > 0 {
		card.SetCategories(c.Tags)
	}
	return card
}

func reach(card vcard.Card, phones []customer.Phone, emails []string, social []customer.Social) {
	for _, p := range phones {
		kind := "cell"
		switch {
		case p.Label == "work" || p.Type == customer.PhoneFixed || p.Type == customer.PhoneHotline:
			kind = "work"
		case p.Label == "home" || p.Label == "fax":
			kind = p.Label
		}
		card.Add(vcard.FieldTelephone, &vcard.Field{Value: p.Raw, Params: vcard.Params{vcard.ParamType: {kind}}})
	}
	for _, e := range emails {
		card.Add(vcard.FieldEmail, &vcard.Field{Value: e})
	}
	for _, s := range social {
		card.Add("X-SOCIALPROFILE", &vcard.Field{Value: s.Handle, Params: vcard.Params{vcard.ParamType: {s.Kind}}})
	}
}

func note(card vcard.Card, text string) {
	if text != "" {
		card.SetValue(vcard.FieldNote, text)
	}
}

// escaped protects the separators inside one part of a structured value.
func escaped(s string) string {
	return strings.NewReplacer(";", " ", "\n", " ").Replace(s)
}

// encode writes a card as the grammar wants it: lines of at most 75 octets, no character cut.
func encode(w io.Writer, card vcard.Card) error {
	var b strings.Builder
	if err := vcard.NewEncoder(&b).Encode(card); err != nil {
		return err
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(b.String(), "\r\n"), "\r\n") {
		if _, err := io.WriteString(w, fold(line)+"\r\n"); err != nil {
			return err
		}
	}
	return nil
}

func fold(line string) string {
	var b strings.Builder
	width := 0
	for _, r := range line {
		n := len(string(r))
		if width+n > 75 {
			b.WriteString("\r\n ")
			width = 1
		}
		b.WriteRune(r)
		width += n
	}
	return b.String()
}
