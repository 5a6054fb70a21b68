package contract

import (
	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/store"
	"keyue/backend/template"
)

// Binding are the stages of a contract that is a sale.
var Binding = []Stage{Signed, Active, Done, Archived}

// NoSale are documents that bind nobody to buy.
var NoSale = []template.Kind{template.KindQuote, template.KindReceipt, template.KindStatement, template.KindNDA}

// Running selects the ids of the customers with a contract that is signed, not
// done and not past its end.
func Running(db *gorm.DB, today date.Date) *gorm.DB {
	return store.Live(db.Table("contract")).Where("stage in ?", []Stage{Signed, Active}).
		Where("end_date = '' or end_date >= ?", today).Distinct().Select("customer_id")
}
