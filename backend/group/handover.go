package group

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/store"
)

// Task is what is to be handed over.
type Task struct {
	Customers []int64  `json:"customers"`
	FromID    ID       `json:"fromId"`
	ToID      ID       `json:"toId"`
	Topic     string   `json:"topic"`
	Note      string   `json:"note"`
	Needs     []string `json:"needs"`
	// Interactions are those that go with it; of each only its own customer's.
	Interactions []interaction.ID `json:"interactions"`
	// Recent adds the latest so many of each customer; at most 20.
	Recent int `json:"recent"`
	// Stay leaves the customers in the group they come from, too.
	Stay bool `json:"stay"`
}

const recentMax = 20

// HandOver hands customers over to another group, as one step: each joins it
// with the topic, the note and what was said, and leaves the one it was in
// unless it is to stay. It gives how many. Faults fault.invalid, fault.not_found,
// group.not_member.
func (s *Service) HandOver(t Task) (count int, err error) {
	defer fault.Recover(&err)
	to, err := Find(s.db(), t.ToID)
	if err != nil && t.ToID != 0 {
		return 0, err
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: "group.handed", Params: fault.P{"name": to.Name, "count": len(t.Customers)}}, func(tx *store.Tx) error {
		count, err = HandOver(tx, t)
		return err
	})
	return count, err
}

// HandOver hands customers over inside a step. Faults as [Service.HandOver].
func HandOver(tx *store.Tx, t Task) (int, error) {
	h := Handover{FromID: t.FromID, ToID: t.ToID, Topic: t.Topic, Note: t.Note, Needs: t.Needs, Interactions: t.Interactions, Stayed: t.Stay, At: tx.Now}
	h.Normalize()
	if err := fault.Invalid(h.Validate()); err != nil {
		return 0, err
	}
	for _, id := range []ID{t.FromID, t.ToID} {
		if _, err := Find(tx.DB, id); err != nil {
			return 0, err
		}
	}
	in, err := members(tx.DB, t.FromID)
	if err != nil {
		return 0, err
	}
	for _, id := range t.Customers {
		if !slices.Contains(in, id) {
			return 0, fault.New("group.not_member", nil)
		}
		one := h
		one.ID, one.Meta, one.CustomerID = 0, store.Meta{}, customer.ID(id)
		if one.Interactions, err = attached(tx.DB, one.CustomerID, t.Interactions, min(t.Recent, recentMax)); err != nil {
			return 0, err
		}
		if err := tx.Insert(&one); err != nil {
			return 0, err
		}
	}
	if _, err := Join(tx, t.ToID, t.Customers); err != nil {
		return 0, err
	}
	if !t.Stay {
		_, err = leave(tx, t.FromID, t.Customers)
	}
	return len(t.Customers), err
}

// attached gives the live interactions of a customer that are named or among the
// latest, the latest first.
func attached(db *gorm.DB, of customer.ID, named []interaction.ID, recent int) ([]interaction.ID, error) {
	ids := []interaction.ID{}
	q := store.Live(db.Model(&interaction.Interaction{})).Where("customer_id = ?", of).Order("at desc, id desc")
	if len(named) > 0 {
		if err := q.Session(&gorm.Session{}).Where("id in ?", named).Limit(listMax).Pluck("id", &ids).Error; err != nil {
			return nil, err
		}
	}
	if recent <= 0 {
		return ids, nil
	}
	var latest []interaction.ID
	if err := q.Session(&gorm.Session{}).Limit(recent).Pluck("id", &latest).Error; err != nil {
		return nil, err
	}
	for _, id := range latest {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// Said is an exchange that went with a hand-over.
type Said struct {
	ID      interaction.ID     `json:"id"`
	At      date.Instant       `json:"at"`
	Medium  interaction.Medium `json:"medium"`
	Summary string             `json:"summary"`
}

// Handed is a hand-over as groups and timelines show it.
type Handed struct {
	Handover
	CustomerName string `json:"customerName"`
	FromName     string `json:"fromName"`
	ToName       string `json:"toName"`
	// Said are the exchanges that went with it, the latest first.
	Said []Said `gorm:"-" json:"said"`
}

// handedMax is how many hand-overs one call gives, the latest.
const handedMax = 200

// Handovers gives the hand-overs out of and into a group, the latest first.
func (s *Service) Handovers(id ID) (list []Handed, err error) {
	defer fault.Recover(&err)
	return handed(s.db(), "h.from_id = ? or h.to_id = ?", id, id)
}

// HandoversOf gives the hand-overs of a customer, the latest first.
func (s *Service) HandoversOf(id customer.ID) (list []Handed, err error) {
	defer fault.Recover(&err)
	return handed(s.db(), "h.customer_id = ?", id)
}

func handed(db *gorm.DB, where string, args ...any) ([]Handed, error) {
	list := []Handed{}
	err := db.Table("handover h").Joins("join customer c on c.id = h.customer_id and c.deleted_at is null").
		Joins("join community f on f.id = h.from_id").Joins("join community t on t.id = h.to_id").
		Where("h.deleted_at is null").Where(where, args...).Order("h.at desc, h.id desc").Limit(handedMax).
		Select("h.*, c.name as customer_name, f.name as from_name, t.name as to_name").Scan(&list).Error
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, h := range list {
		for _, id := range h.Interactions {
			ids = append(ids, int64(id))
		}
	}
	var said []Said
	if err := store.Live(store.IDs(db.Table("interaction"), "id", ids)).Order("at desc, id desc").Select("id, at, medium, summary").Scan(&said).Error; err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Said = []Said{}
		for _, x := range said {
			if slices.Contains(list[i].Interactions, x.ID) {
				list[i].Said = append(list[i].Said, x)
			}
		}
	}
	return list, nil
}
