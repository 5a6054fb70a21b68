package contract

import (
	"keyue/backend/customer"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"

	"gorm.io/gorm"
)

// Kinds of records of this package, for store.Options.
const (
	KindContract   = "contract"
	KindIssue      = "contract_issue"
	KindNumberRule = "number_rule"
)

// Kinds gives the record types of this package.
func Kinds() []store.Kind {
	return []store.Kind{
		{Name: KindContract, Table: "contract", Points: points, Derive: derive, Title: func(db *gorm.DB, id int64) string {
			var c Contract
			if db.Select("number", "name").Where("id = ?", id).Limit(1).Find(&c).Error != nil {
				return ""
			}
			return c.title()
		}},
		{Name: KindIssue, Table: "contract_issue"},
		{Name: KindNumberRule, Table: "number_rule", Title: func(db *gorm.DB, id int64) string {
			var r NumberRule
			db.Select("name").Where("id = ?", id).Limit(1).Find(&r)
			return r.Name
		}},
	}
}

// points are the records a contract cannot do without.
var points = map[string]string{"customer_id": customer.KindCustomer, "company_id": settings.KindCompany,
	"template_id": template.KindTemplate, "template_version_id": template.KindVersion}

// title is how a person calls the contract: by its number, and its name.
func (c Contract) title() string {
	if c.Number == "" {
		return c.Name
	}
	return c.Number + " " + c.Name
}

// SearchSource tells the type-ahead how contracts are found.
func SearchSource() search.Source {
	return search.Source{Kind: KindContract, Table: "contract", Docs: documents}
}

// documents gives what the type-ahead needs of the live contracts with the ids:
// a contract is found by its number, its name and its customer.
func documents(db *gorm.DB, ids []int64) ([]search.Doc, error) {
	var rows []struct {
		ID                     int64
		Number, Name, Customer string
	}
	err := store.IDs(rowsOf(db), "contract.id", ids).
		Select("contract.id, contract.number, contract.name, customer.name as customer").Scan(&rows).Error
	docs := make([]search.Doc, len(rows))
	for i, r := range rows {
		docs[i] = search.Doc{Kind: KindContract, ID: r.ID, Title: Contract{Number: r.Number, Name: r.Name}.title(), Subtitle: r.Customer,
			Names: []string{r.Name, r.Customer}, Numbers: []string{r.Number}}
	}
	return docs, err
}
