package contract

import (
	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/store"
)

// Running selects the ids of the customers with a contract that is signed, not
// done and not past its end.
func Running(db *gorm.DB, today date.Date) *gorm.DB {
	return store.Live(db.Table("contract")).Where("stage in ?", []Stage{Signed, Active}).
		Where("end_date = '' or end_date >= ?", today).Distinct().Select("customer_id")
}
