package exchange

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"keyue/backend/customer"
)

// VCard4 asks an export for vCard 4.0; VCard is 3.0, which every phone reads.
const VCard4 = "vcf4"

// writeCards writes a card for each draft of a customer: its contacts, or itself when it is a person or has none.
// What the properties of vCard would not give back the same is added as properties of ours, so that a card that is
// read again is the same customer.
func writeCards(w io.Writer, format string, fields []field[draft], d *draft) error {
	card := newCard(format)
	who := "contact."
	c, p := &d.c, &d.p
	switch {
	case c.Kind == customer.Person && emptyContact(p):
		who = ""
		card.add("FN", c.Name)
		card.structured("N", "", c.Name, "", "", "")
		card.own("kind", customer.Person)
	case emptyContact(p):
		who = ""
		card.add("FN", c.Name)
		card.structured("N", "", "", "", "", "")
		card.structured("ORG", c.Name)
	default:
		card.add("FN", p.Name)
		card.structured("N", "", p.Name, "", "", "")
		if p.Department != "" {
			card.structured("ORG", c.Name, p.Department)
		} else {
			card.structured("ORG", c.Name)
		}
		card.add("TITLE", p.Title)
	}
	phones, emails, social, note := c.Phones, c.Emails, c.Social, c.Remark
	if who != "" {
		phones, emails, social, note = p.Phones, p.Emails, p.Social, p.Remark
		if p.Birthday.Year > 0 && p.Birthday.Calendar != "lunar" {
			card.add("BDAY", showDay(p.Birthday))
		}
	} else {
		for _, a := range c.Anniversaries {
			if a.Label == "birthday" && a.Day.Calendar != "lunar" && a.Day.Year > 0 {
				card.add("BDAY", showDay(a.Day))
			}
		}
	}
	card.reach(phones, emails, social)
	if c.Address != "" || c.City != "" || c.Province != "" || c.Postcode != "" {
		card.structured("ADR", "", "", c.Address, c.City, c.Province, c.Postcode, "")
	}
	card.add("URL", c.Website)
	if len(c.Tags) > 0 {
		card.list("CATEGORIES", c.Tags)
	}
	card.add("NOTE", note)
	if err := card.complete(fields, d); err != nil {
		return err
	}
	_, err := w.Write(card.end())
	return err
}

// cardWriter writes the lines of a card.
type cardWriter struct{ b bytes.Buffer }

func newCard(format string) *cardWriter {
	w := &cardWriter{}
	w.line("BEGIN:VCARD")
	if format == VCard4 {
		w.line("VERSION:4.0")
	} else {
		w.line("VERSION:3.0")
	}
	return w
}

// complete adds the fields that the card as it is would not give back the same.
func (w *cardWriter) complete(fields []field[draft], d *draft) error {
	have, err := cellsOf(append(slices.Clone(w.b.Bytes()), "END:VCARD\r\n"...))
	if err != nil {
		return err
	}
	for i := range fields {
		f := &fields[i]
		if f.key == "contact.lastName" || f.key == "contact.firstName" || f.key == "creditCurrency" && d.c.CreditLimit == 0 {
			continue
		}
		if want := f.get(d); want != have[f.key] {
			key := f.key
			if f.label != "" {
				key = customHead + f.label
			}
			w.own(key, want)
		}
	}
	return nil
}

func (w *cardWriter) end() []byte {
	w.line("END:VCARD")
	return w.b.Bytes()
}

func (w *cardWriter) add(name, value string) {
	if value != "" || name == "FN" {
		w.line(name + ":" + escape(value))
	}
}

func (w *cardWriter) structured(name string, parts ...string) {
	for i := range parts {
		parts[i] = escape(parts[i])
	}
	w.line(name + ":" + strings.Join(parts, ";"))
}

func (w *cardWriter) list(name string, parts []string) {
	out := make([]string, len(parts))
	for i := range parts {
		out[i] = escape(parts[i])
	}
	w.line(name + ":" + strings.Join(out, ","))
}

func (w *cardWriter) own(key, value string) {
	w.line(ownProperty + `;FIELD="` + strings.NewReplacer(`"`, "'", "\n", " ", "\r", " ").Replace(key) + `":` + escape(value))
}

func (w *cardWriter) reach(phones []customer.Phone, emails []string, social []customer.Social) {
	for _, p := range phones {
		kind := "voice"
		switch p.Label {
		case "work", "home", "fax":
			kind = p.Label
		case "mobile":
			kind = "cell"
		}
		w.line("TEL;TYPE=" + kind + ":" + escape(p.Raw))
	}
	for _, e := range emails {
		w.add("EMAIL", e)
	}
	// In the order of the columns that they are read back into.
	place := func(s customer.Social) int { return slices.Index([]string{"", "qq", "wechat"}, s.Kind) }
	social = slices.Clone(social)
	slices.SortStableFunc(social, func(a, b customer.Social) int { return place(b) - place(a) })
	for _, s := range social {
		w.line(`X-SOCIALPROFILE;TYPE="` + s.Kind + `":` + escape(s.Handle))
	}
}

// escape protects what has a meaning inside values.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}

// line writes a line as the grammar wants it: of at most 75 octets, no character cut.
func (w *cardWriter) line(s string) {
	width := 0
	for _, r := range s {
		n := len(string(r))
		if width+n > 75 {
			w.b.WriteString("\r\n ")
			width = 1
		}
		w.b.WriteRune(r)
		width += n
	}
	w.b.WriteString("\r\n")
}
