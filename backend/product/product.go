// Package product is the catalogue: what is sold (产品), the packages made of
// it (套餐) and the categories they stand in. A line of a contract keeps a
// snapshot; what is changed here later changes no paper.
package product

import (
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/attachment"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/store"
)

// ID names a product.
type ID int64

// Status says whether a product is offered.
type Status string

// The states. A product that is off stays on the papers it is on and is no
// longer offered for new ones.
const (
	On  Status = "on"
	Off Status = "off"
)

// Tiers are the worths of customers (等级) that may have a price of their own.
var Tiers = []string{"A", "B", "C"}

// Limits of a product: characters, parts of a package, months, share of tax.
const (
	nameMax     = 200
	codeMax     = 60
	unitMax     = 20
	remarkMax   = 10000
	partsMax    = 100
	warrantyMax = 1200
	taxMax      = money.BasisPoints(10000)
)

// Product is one thing that is sold, or a package of them: row, value and JSON.
// Amounts are per unit, in the workspace's currency.
type Product struct {
	ID ID `json:"id"`
	store.Meta
	Name string `json:"name"`
	// Code is the owner's own number for it, unique among products that are not
	// in the trash; "" for none.
	Code       string     `json:"code"`
	CategoryID CategoryID `json:"categoryId"`
	Spec       string     `json:"spec"`
	Unit       string     `json:"unit"`
	// ListPrice is what is asked; FloorPrice is what nobody may go below without
	// a reason; Cost is what it costs us. 0 is not known, of the floor: none.
	ListPrice  money.Amount `json:"listPrice"`
	FloorPrice money.Amount `json:"floorPrice"`
	Cost       money.Amount `json:"cost"`
	// TierPrices are asked of customers of a tier in place of ListPrice.
	TierPrices map[string]money.Amount `gorm:"serializer:json" json:"tierPrices"`
	Tax        money.BasisPoints       `json:"tax"`
	Status     Status                  `json:"status"`
	// WarrantyMonths is 0 for none.
	WarrantyMonths int `json:"warrantyMonths"`
	// Parts make it a package (套餐): what is in one unit of it.
	Parts  []Part `gorm:"serializer:json" json:"parts"`
	Remark string `json:"remark"`
	// Pictures are the pictures that were put in order, the first one standing for
	// it; those it does not name come behind them.
	Pictures []attachment.ID `gorm:"serializer:json" json:"pictures"`
}

// Part is so much of a product in one unit of a package.
type Part struct {
	ProductID ID             `json:"productId"`
	Qty       money.Quantity `json:"qty"`
}

// TableName is the table.
func (Product) TableName() string { return "product" }

// RowID is the primary key.
func (p Product) RowID() int64 { return int64(p.ID) }

// IsPackage tells whether it is made of other products.
func (p *Product) IsPackage() bool { return len(p.Parts) > 0 }

// PriceFor is what is asked of a customer of the tier; "" is no tier.
func (p *Product) PriceFor(tier string) money.Amount {
	if a, ok := p.TierPrices[tier]; ok {
		return a
	}
	return p.ListPrice
}

// Normalize brings every field to its normal form; it never refuses. A part
// that is named twice is counted together.
func (p *Product) Normalize() {
	p.Name, p.Code, p.Spec, p.Unit = oneLine(p.Name), oneLine(p.Code), oneLine(p.Spec), oneLine(p.Unit)
	p.Remark = strings.TrimSpace(strings.ToValidUTF8(p.Remark, "\uFFFD"))
	if p.Status == "" {
		p.Status = On
	}
	if p.TierPrices == nil {
		p.TierPrices = map[string]money.Amount{}
	}
	parts := []Part{}
	for _, part := range p.Parts {
		if i := slices.IndexFunc(parts, func(o Part) bool { return o.ProductID == part.ProductID }); i >= 0 {
			parts[i].Qty += part.Qty
		} else {
			parts = append(parts, part)
		}
	}
	p.Parts = parts
}

// Validate gives every bad field; Normalize first. Whether code, category and
// parts go with other records only the workspace knows: see check.
func (p *Product) Validate() []fault.Field {
	var bad []fault.Field
	add := func(field, code string, params fault.P) {
		bad = append(bad, fault.Field{Field: field, Code: code, Params: params})
	}
	if p.Name == "" {
		add("name", "product.name_required", nil)
	}
	for _, text := range []struct {
		field, value string
		max          int
	}{{"name", p.Name, nameMax}, {"code", p.Code, codeMax}, {"spec", p.Spec, nameMax}, {"unit", p.Unit, unitMax}, {"remark", p.Remark, remarkMax}} {
		if utf8.RuneCountInString(text.value) > text.max {
			add(text.field, "product.long", fault.P{"max": text.max})
		}
	}
	price := func(field string, a money.Amount) {
		if a < 0 || a > money.Max {
			add(field, "product.price", nil)
		}
	}
	price("listPrice", p.ListPrice)
	price("floorPrice", p.FloorPrice)
	price("cost", p.Cost)
	for tier, a := range p.TierPrices {
		if !slices.Contains(Tiers, tier) {
			add("tierPrices", "product.tier", fault.P{"tier": tier})
			continue
		}
		price("tierPrices."+tier, a)
	}
	if p.FloorPrice > p.ListPrice && p.ListPrice > 0 {
		add("floorPrice", "product.floor", nil)
	}
	if p.Tax < 0 || p.Tax > taxMax {
		add("tax", "product.tax", nil)
	}
	if p.Status != On && p.Status != Off {
		add("status", "product.choice", nil)
	}
	if p.WarrantyMonths < 0 || p.WarrantyMonths > warrantyMax {
		add("warrantyMonths", "product.warranty", fault.P{"max": warrantyMax})
	}
	if len(p.Parts) > partsMax {
		add("parts", "product.parts_many", fault.P{"max": partsMax})
	}
	for _, part := range p.Parts {
		if part.Qty <= 0 {
			add("parts", "product.part_qty", nil)
			break
		}
	}
	return bad
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}
