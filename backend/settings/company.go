package settings

import (
	"io"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/attachment"
	"keyue/backend/fault"
	"keyue/backend/patch"
	"keyue/backend/store"
)

// CompanyID names one of our own companies.
type CompanyID int64

// Company is our side of a contract (抬头): row, value and JSON.
type Company struct {
	ID CompanyID `json:"id"`
	store.Meta
	Name                string `json:"name"`
	ShortName           string `json:"shortName"`
	Address             string `json:"address"`
	Postcode            string `json:"postcode"`
	TaxID               string `json:"taxId"`
	Bank                string `json:"bank"`
	Account             string `json:"account"`
	LegalRepresentative string `json:"legalRepresentative"`
	// ContactName is who the other side calls.
	ContactName string `json:"contactName"`
	Phone       string `json:"phone"`
	Email       string `json:"email"`
	Website     string `json:"website"`
	// LogoID is the attachment with the logo; 0 for none.
	LogoID attachment.ID `json:"logoId"`
	Remark string        `json:"remark"`
	// Default is the company a new contract begins with. Exactly one is.
	Default bool `gorm:"-" json:"default"`
}

// TableName is the table.
func (Company) TableName() string { return "company" }

// RowID is the primary key.
func (c Company) RowID() int64 { return int64(c.ID) }

// Normalize trims every field and folds the tax id.
func (c *Company) Normalize() {
	for _, s := range []*string{&c.Name, &c.ShortName, &c.Address, &c.Postcode, &c.Bank, &c.Account, &c.LegalRepresentative,
		&c.ContactName, &c.Phone, &c.Email, &c.Website} {
		*s = strings.Join(strings.Fields(strings.ToValidUTF8(*s, "\uFFFD")), " ")
	}
	c.TaxID = strings.ToUpper(strings.Join(strings.Fields(c.TaxID), ""))
	c.Remark = strings.TrimSpace(c.Remark)
}

// Validate gives every bad field.
func (c *Company) Validate() []fault.Field {
	var bad []fault.Field
	if c.Name == "" {
		bad = append(bad, fault.Field{Field: "name", Code: "settings.company_name.required"})
	}
	for _, f := range []struct{ field, value string }{{"name", c.Name}, {"shortName", c.ShortName}, {"address", c.Address},
		{"postcode", c.Postcode}, {"taxId", c.TaxID}, {"bank", c.Bank}, {"account", c.Account},
		{"legalRepresentative", c.LegalRepresentative}, {"contactName", c.ContactName}, {"phone", c.Phone}, {"email", c.Email},
		{"website", c.Website}} {
		if len([]rune(f.value)) > 500 {
			bad = append(bad, fault.Field{Field: f.field, Code: "settings.value.too_long", Params: fault.P{"max": 500}})
		}
	}
	if c.Email != "" && !strings.Contains(c.Email, "@") {
		bad = append(bad, fault.Field{Field: "email", Code: "settings.email.invalid"})
	}
	return bad
}

// defaultKey is the setting that names the default company. When it names none
// that is live, the oldest live one is the default: there is always exactly one.
const defaultKey = "company.default"

// Companies gives our live companies, the default first.
func Companies(db *gorm.DB) ([]Company, error) {
	rows := []Company{}
	if err := store.Live(db).Order("id").Find(&rows).Error; err != nil || len(rows) == 0 {
		return rows, err
	}
	var chosen CompanyID
	if err := Value(db, defaultKey, &chosen); err != nil {
		return nil, err
	}
	at := 0
	for i := range rows {
		if rows[i].ID == chosen {
			at = i
		}
	}
	rows[at].Default = true
	first := rows[at]
	copy(rows[1:at+1], rows[:at])
	rows[0] = first
	return rows, nil
}

// FindCompany gives one of our companies, in the trash or not; id 0 gives the
// default. Fault fault.not_found.
func FindCompany(db *gorm.DB, id CompanyID) (*Company, error) {
	live, err := Companies(db)
	if err != nil {
		return nil, err
	}
	for i := range live {
		if live[i].ID == id || id == 0 {
			return &live[i], nil
		}
	}
	var c Company
	if err := db.Where("id = ?", id).Limit(1).Find(&c).Error; err != nil {
		return nil, err
	}
	if c.ID == 0 {
		return nil, fault.Missing(KindCompany)
	}
	return &c, nil
}

// AddCompany adds one of our companies inside a step.
func AddCompany(tx *store.Tx, c *Company) error {
	c.ID, c.Meta, c.LogoID = 0, store.Meta{UID: c.UID}, 0
	c.Normalize()
	if err := fault.Invalid(c.Validate()); err != nil {
		return err
	}
	if err := tx.Insert(c); err != nil {
		return err
	}
	if c.Default {
		return SetValue(tx, defaultKey, c.ID)
	}
	return nil
}

// Companies gives our companies, the default first.
func (s *Service) Companies() (rows []Company, err error) {
	defer fault.Recover(&err)
	return Companies(s.db())
}

// Company gives one of our companies. Fault fault.not_found.
func (s *Service) Company(id CompanyID) (c *Company, err error) {
	defer fault.Recover(&err)
	return FindCompany(s.db(), id)
}

// CreateCompany adds one of our companies; the first is the default. Fault
// fault.invalid.
func (s *Service) CreateCompany(c Company) (out *Company, err error) {
	defer fault.Recover(&err)
	var id CompanyID
	err = s.st.InTx(s.st.Context(), store.Step{Label: "settings.company_created", Params: fault.P{"name": c.Name}}, func(tx *store.Tx) error {
		c := c
		err := AddCompany(tx, &c)
		id = c.ID
		return err
	})
	if err != nil {
		return nil, err
	}
	return FindCompany(s.db(), id)
}

// UpdateCompany sets the fields that changes names; version is that of the
// record shown, 0 takes whatever is there. Faults fault.invalid, store.conflict.
func (s *Service) UpdateCompany(id CompanyID, version int64, changes map[string]any) (out *Company, err error) {
	defer fault.Recover(&err)
	err = s.changeCompany(id, "settings.company_updated", func(tx *store.Tx, c *Company) error {
		if version != 0 {
			c.Version = version
		}
		bad := patch.Apply(c, changes)
		c.Normalize()
		bad = append(bad, c.Validate()...)
		if err := fault.Invalid(bad); err != nil {
			return err
		}
		return tx.Update(c)
	})
	if err != nil {
		return nil, err
	}
	return FindCompany(s.db(), id)
}

// SetDefaultCompany makes one of our companies the default.
func (s *Service) SetDefaultCompany(id CompanyID) (rows []Company, err error) {
	defer fault.Recover(&err)
	err = s.changeCompany(id, "settings.company_default", func(tx *store.Tx, c *Company) error {
		return SetValue(tx, defaultKey, c.ID)
	})
	if err != nil {
		return nil, err
	}
	return Companies(s.db())
}

// TrashCompany moves one of our companies to the trash; contracts made with it
// keep its words.
func (s *Service) TrashCompany(id CompanyID) (rows []Company, err error) {
	defer fault.Recover(&err)
	err = s.changeCompany(id, "settings.company_trashed", func(tx *store.Tx, c *Company) error {
		return tx.Trash(KindCompany, int64(c.ID))
	})
	if err != nil {
		return nil, err
	}
	return Companies(s.db())
}

func (s *Service) changeCompany(id CompanyID, label string, do func(tx *store.Tx, c *Company) error) error {
	was, err := FindCompany(s.db(), id)
	if err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: label, Params: fault.P{"name": was.Name}}, func(tx *store.Tx) error {
		c, err := FindCompany(tx.DB, id)
		if err != nil {
			return err
		}
		if c.DeletedAt != nil {
			return fault.Missing(KindCompany)
		}
		return do(tx, c)
	})
}

// Files brings in what the page uploaded and hands out what it may show.
type Files = attachment.Files

// SetLogo takes a PNG or JPEG of at most 40 million pixels as the logo of a
// company; an empty token takes the logo away. Faults attachment.image.type,
// attachment.image.pixels, attachment.too_large.
func (s *Service) SetLogo(id CompanyID, file string) (out *Company, err error) {
	defer fault.Recover(&err)
	var in *attachment.Incoming
	if file != "" {
		if in, err = attachment.Receive(s.st, s.files, file, attachment.LogoLimits); err != nil {
			return nil, err
		}
		defer in.Close()
	}
	err = s.changeCompany(id, "settings.company_logo", func(tx *store.Tx, c *Company) error {
		if c.LogoID != 0 {
			if err := tx.Trash(attachment.KindAttachment, int64(c.LogoID)); err != nil {
				return err
			}
		}
		c.LogoID = 0
		if in != nil {
			a, err := in.Attach(tx, KindCompany, int64(id))
			if err != nil {
				return err
			}
			c.LogoID = a.ID
		}
		return tx.Update(c)
	})
	if err != nil {
		return nil, err
	}
	return FindCompany(s.db(), id)
}

// LogoURL is where the page finds the logo of a company; "" when it has none.
func (s *Service) LogoURL(id CompanyID) (url string, err error) {
	defer fault.Recover(&err)
	c, err := FindCompany(s.db(), id)
	if err != nil || c.LogoID == 0 {
		return "", err
	}
	return attachment.Offer(s.st, s.files, c.LogoID)
}

// Logo opens the logo of a company for a document; nil when it has none.
func Logo(st *store.Store, c *Company) (io.ReadCloser, *attachment.Attachment, error) {
	if c.LogoID == 0 {
		return nil, nil, nil
	}
	return attachment.Open(st, c.LogoID)
}
