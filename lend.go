package main

import (
	"maps"
	"strings"

	"keyue/backend/customer"
	"keyue/backend/exchange"
	"keyue/backend/lead"
	"keyue/backend/search"
	"keyue/backend/typeset"
)

// joined puts what domains say of customers together.
func joined(all ...map[string]customer.Computed) map[string]customer.Computed {
	out := map[string]customer.Computed{}
	for _, values := range all {
		maps.Copy(out, values)
	}
	return out
}

// finder answers the text of a list of records of a kind.
func (a *app) finder(kind string) func(text string, limit int) ([]int64, error) {
	return func(text string, limit int) ([]int64, error) {
		search.Ready(a.services.Search)
		return a.index.IDs(kind, text, limit), nil
	}
}

// cards reads the people of a file of cards as new leads.
func (a *app) cards(file string) ([]lead.Lead, error) {
	f, info, err := a.files.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	people, err := exchange.People(f, info.Size, lead.LinesMax)
	if err != nil {
		return nil, err
	}
	out := make([]lead.Lead, len(people))
	for i, p := range people {
		out[i] = lead.Lead{Name: p.Name, Company: p.Company, Phone: strings.Join(p.Phones, " / "), Email: first(p.Emails), WeChat: first(p.WeChat),
			Province: p.Province, City: p.City, Tags: p.Tags, Remark: strings.TrimSpace(p.Title + "\n" + p.Remark)}
	}
	return out, nil
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// render sets a template's preview and offers it to the page.
func (a *app) render(doc typeset.Document, images map[string][]byte, name string) (url string, pages int, err error) {
	sheet, err := a.press.Proof(doc, images, a.store.Now(), nil)
	if err != nil {
		return "", 0, err
	}
	url, err = a.files.Offer(name+".pdf", "application/pdf", sheet.PDF)
	return url, sheet.Pages, err
}
