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

// Addressee is a customer and whom to address there; Contact is nil when there
// is none.
type Addressee struct {
	Customer *Customer
	Contact  *Contact
}

// Addressees gives customers, in the trash or not, by id; those that do not
// exist are left out.
func Addressees(db *gorm.DB, ids []ID) (map[ID]Addressee, error) {
	list := make([]int64, len(ids))
	for i, id := range ids {
		list[i] = int64(id)
	}
	var rows []Customer
	if err := store.IDs(db, "id", list).Find(&rows).Error; err != nil {
		return nil, err
	}
	people, err := contactsOf(db, list)
	if err != nil {
		return nil, err
	}
	out := make(map[ID]Addressee, len(rows))
	for i := range rows {
		c := &rows[i]
		out[c.ID] = Addressee{c, primary(c, people[c.ID])}
	}
	return out, nil
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
