package customer

import (
	"errors"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// Find gives a customer, in the trash or not. Fault fault.not_found.
func Find(db *gorm.DB, id ID) (*Customer, error) {
	var c Customer
	if err := db.Where("id = ?", id).Take(&c).Error; err != nil {
		return nil, missing(err, KindCustomer)
	}
	return &c, nil
}

// FindContact gives a contact, in the trash or not. Fault fault.not_found.
func FindContact(db *gorm.DB, id ContactID) (*Contact, error) {
	var c Contact
	if err := db.Where("id = ?", id).Take(&c).Error; err != nil {
		return nil, missing(err, KindContact)
	}
	return &c, nil
}

// FindByName gives the live customers of a name as typed; when there is none,
// those whose name is the same but for its form. At most 20, oldest first.
func FindByName(db *gorm.DB, name string) ([]Customer, error) {
	rows := []Customer{}
	if err := store.Live(db).Where("name = ?", oneLine(name)).Order("id").Limit(20).Find(&rows).Error; err != nil || len(rows) > 0 {
		return rows, err
	}
	normal := NormalName(name)
	if normal == "" {
		return rows, nil
	}
	known := db.Table("identity").Where("kind = ? and value = ?", byName, normal).Select("customer_id")
	return rows, store.Live(db).Where("id in (?)", known).Order("id").Limit(20).Find(&rows).Error
}

// Contacts gives the live contacts of a customer, the primary one first, those
// who left last.
func Contacts(db *gorm.DB, id ID) ([]Contact, error) {
	rows := []Contact{}
	err := store.Live(db).Where("customer_id = ?", id).
		Order("left_company, id <> (select primary_contact_id from customer where id = contact.customer_id), id").Find(&rows).Error
	return rows, err
}

// PrimaryContact gives the contact to address: the one marked, else the first
// who is still there; nil when there is none.
func PrimaryContact(db *gorm.DB, c *Customer) (*Contact, error) {
	people, err := Contacts(db, c.ID)
	if err != nil {
		return nil, err
	}
	return primary(c, people), nil
}

// Count is the number of live customers.
func Count(db *gorm.DB) (int64, error) {
	var n int64
	err := store.Live(db.Model(&Customer{})).Count(&n).Error
	return n, err
}

func missing(err error, kind string) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.Missing(kind)
	}
	return err
}
