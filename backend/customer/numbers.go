package customer

import (
	"gorm.io/gorm"

	"keyue/backend/store"
)

// Numbers gives the number to call each customer at, grouped for reading: its
// own, else that of the contact to address; none where there is none.
func Numbers(db *gorm.DB, ids []int64) (map[ID]string, error) {
	var rows []Customer
	if err := store.IDs(db, "id", ids).Select("id", "phones", "emails", "primary_contact_id").Find(&rows).Error; err != nil {
		return nil, err
	}
	people, err := contactsOf(db, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[ID]string, len(rows))
	for i := range rows {
		if phone := rowOf(&rows[i], people[rows[i].ID]).Phone; phone != "" {
			out[rows[i].ID] = phone
		}
	}
	return out, nil
}
