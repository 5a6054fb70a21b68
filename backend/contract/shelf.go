package contract

import (
	"io"
	"maps"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"

	"gorm.io/gorm"
)

// shelf is where fillings take their records from. It reads each once, so that
// the contracts of a batch share them; it lives no longer than one read of the
// database.
type shelf struct {
	st        *store.Store
	db        *gorm.DB
	versions  map[template.VersionID]*template.Edition
	companies map[settings.CompanyID]*settings.Company
	logos     map[settings.CompanyID][]byte
	pictures  map[string][]byte
	customers map[customer.ID]customer.Addressee
}

func newShelf(st *store.Store, db *gorm.DB) *shelf {
	return &shelf{st: st, db: db, versions: map[template.VersionID]*template.Edition{}, companies: map[settings.CompanyID]*settings.Company{},
		logos: map[settings.CompanyID][]byte{}, pictures: map[string][]byte{}, customers: map[customer.ID]customer.Addressee{}}
}

func (h *shelf) version(id template.VersionID) (*template.Edition, error) {
	if v := h.versions[id]; v != nil {
		return v, nil
	}
	v, err := template.Version(h.db, id)
	if err == nil {
		h.versions[id] = v
	}
	return v, err
}

func (h *shelf) company(id settings.CompanyID) (*settings.Company, error) {
	if c := h.companies[id]; c != nil {
		return c, nil
	}
	c, err := settings.FindCompany(h.db, id)
	if err == nil {
		h.companies[id] = c
	}
	return c, err
}

// fetch takes many customers at once and forgets those from before.
func (h *shelf) fetch(ids []customer.ID) (err error) {
	h.customers, err = customer.Addressees(h.db, ids)
	return err
}

// customer gives a customer and whom to address there.
func (h *shelf) customer(id customer.ID) (customer.Addressee, error) {
	if _, ok := h.customers[id]; !ok {
		if err := h.fetch([]customer.ID{id}); err != nil {
			return customer.Addressee{}, err
		}
	}
	a, ok := h.customers[id]
	if !ok {
		return a, fault.Missing(customer.KindCustomer)
	}
	return a, nil
}

// parties gives the frozen sides of an issued contract, else those of the records.
func (h *shelf) parties(c *Contract) (Parties, error) {
	if c.Parties != nil {
		return *c.Parties, nil
	}
	var p Parties
	them, err := h.customer(c.CustomerID)
	if err != nil {
		return p, err
	}
	p.Customer, p.Contact = theirSide(them.Customer, them.Contact)
	if c.CompanyID != 0 {
		company, err := h.company(c.CompanyID)
		if err != nil {
			return p, err
		}
		p.Company = ourSide(company)
	}
	return p, nil
}

// logo gives the bytes of a company's logo; nil for none.
func (h *shelf) logo(id settings.CompanyID) ([]byte, error) {
	if id == 0 {
		return nil, nil
	}
	if data, ok := h.logos[id]; ok {
		return data, nil
	}
	data, err := h.readLogo(id)
	if err == nil {
		h.logos[id] = data
	}
	return data, err
}

// images gives pictures of templates; each is read once.
func (h *shelf) images(keys []string) (map[string][]byte, error) {
	out := map[string][]byte{}
	var unread []string
	for _, key := range keys {
		if _, ok := h.pictures[key]; !ok {
			unread = append(unread, key)
		}
	}
	read, err := template.Images(h.db, unread)
	if err != nil {
		return nil, err
	}
	maps.Copy(h.pictures, read)
	for _, key := range keys {
		if data, ok := h.pictures[key]; ok {
			out[key] = data
		}
	}
	return out, nil
}

func (h *shelf) readLogo(id settings.CompanyID) ([]byte, error) {
	company, err := h.company(id)
	if fault.Is(err, fault.NotFound) || err == nil && company.LogoID == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r, _, err := settings.Logo(h.st, company)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}
