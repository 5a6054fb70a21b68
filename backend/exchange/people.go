package exchange

import (
	"context"
	"strings"
)

// Person is somebody on a card, as a new name is entered by.
type Person struct {
	Name, Title, Company   string
	Phones, Emails, WeChat []string
	Province, City         string
	Tags                   []string
	Remark                 string
}

// People reads the cards of a file (vCard) whole, at most limit of them and one
// more, so that too many are noticed. Faults as reading for an import.
func People(f File, size int64, limit int) ([]Person, error) {
	t, err := openVCard(f, size, Reading{})
	if err != nil {
		return nil, err
	}
	out := []Person{}
	var heads []string
	err = t.each(context.Background(), func(_ int, cells []string) error {
		if heads == nil {
			heads = cells
			return nil
		}
		if len(out) <= limit {
			out = append(out, personOf(heads, cells))
		}
		return nil
	})
	return out, err
}

func personOf(heads, cells []string) Person {
	at := map[string]string{}
	for i, head := range heads {
		at[strings.TrimPrefix(head, titleOfOur)] = cells[i]
	}
	p := Person{Name: at["contact.name"], Title: at["contact.title"], Company: at["name"], Province: at["province"], City: at["city"], Tags: splitList(at["tags"], ";；")}
	if p.Name == "" {
		p.Name, p.Company = p.Company, ""
	}
	for _, who := range []string{"contact.", ""} {
		for _, n := range parsePhones(at[who+"phone"], "") {
			p.Phones = append(p.Phones, n.Raw)
		}
		p.Emails = append(p.Emails, splitList(at[who+"email"], ";；")...)
		p.WeChat = append(p.WeChat, splitList(at[who+"wechat"], ";；")...)
		if p.Remark == "" {
			p.Remark = at[who+"remark"]
		}
	}
	return p
}
