package lead

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// HandingID names a handing.
type HandingID int64

// How says how a lead came to a person, or back to the pool.
type How string

// The ways.
const (
	HowOwn      How = "own"      // of who entered it
	HowRule     How = "rule"     // by a rule of the assignment
	HowHand     How = "hand"     // by somebody's choice
	HowGrab     How = "grab"     // taken from the pool
	HowRelease  How = "release"  // put back into the pool
	HowReturned How = "returned" // back in the pool, too long without contact
	HowMoved    How = "moved"    // with everything of a person who handed over
)

// Handing is that a lead went from one person to another: row, value and JSON.
// The last one that stands says since when a lead is its owner's.
type Handing struct {
	ID HandingID `json:"id"`
	store.Meta
	LeadID ID `json:"leadId"`
	// FromID and ToID are 0 for the pool, ByID for a rule.
	FromID staff.ID `json:"fromId"`
	ToID   staff.ID `json:"toId"`
	ByID   staff.ID `json:"byId"`
	How    How      `json:"how"`
	// Rule is region, product or round where a rule chose.
	Rule string `json:"rule"`
	// Day is the workspace's, by which the daily quota is judged.
	Day date.Date `json:"day"`
}

// TableName is the table.
func (Handing) TableName() string { return "lead_handing" }

// RowID is the primary key.
func (h Handing) RowID() int64 { return int64(h.ID) }

// hand gives leads to a person, 0: the pool, with a few statements whatever their
// number; those who are there already stay. It says how many moved.
func hand(tx *store.Tx, ids []ID, to, by staff.ID, how How) (int, error) {
	from := map[staff.ID][]string{}
	var notes []Handing
	for part := range slices.Chunk(ids, 2000) {
		var rows []Lead
		if err := store.Live(tx.DB).Select("id", "owner_id").Where("id in ? and owner_id <> ?", part, to).Order("id").Find(&rows).Error; err != nil {
			return 0, err
		}
		for _, l := range rows {
			from[l.OwnerID] = append(from[l.OwnerID], strconv.FormatInt(int64(l.ID), 10))
			notes = append(notes, Handing{LeadID: l.ID, FromID: l.OwnerID, ToID: to, ByID: by, How: how, Day: tx.Today})
		}
	}
	if len(notes) == 0 {
		return 0, nil
	}
	for _, who := range slices.Sorted(maps.Keys(from)) {
		if err := tx.Replace(KindLead, "owner_id", int64(who), int64(to), "id in ("+strings.Join(from[who], ",")+")"); err != nil {
			return 0, err
		}
	}
	return len(notes), tx.InsertAll(notes)
}

// Handed notes that the open leads of a person go to another with all else; see
// staff.Held.
func Handed(tx *store.Tx, from, to staff.ID) error {
	working, err := staff.Working(tx.DB)
	if err != nil {
		return err
	}
	var ids []ID
	if err := tx.Model(&Lead{}).Where("owner_id = ? and state = ?", from, Open).Order("id").Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return err
	}
	notes := make([]Handing, len(ids))
	for i, id := range ids {
		notes[i] = Handing{LeadID: id, FromID: from, ToID: to, ByID: working.ID, How: HowMoved, Day: tx.Today}
	}
	return tx.InsertAll(notes)
}

// Handings gives how a lead went from one to another, the latest first.
func (s *Service) Handings(id ID) (list []Handing, err error) {
	defer fault.Recover(&err)
	list = []Handing{}
	err = store.Live(s.db()).Where("lead_id = ?", id).Order("id desc").Limit(100).Find(&list).Error
	return list, err
}

// Assign gives leads to a person. Faults fault.invalid (to), fault.not_found.
func (s *Service) Assign(ids []ID, to staff.ID) (err error) {
	defer fault.Recover(&err)
	bad, err := staff.Check(s.db(), "to", to, 0)
	if err != nil {
		return err
	}
	if to == 0 {
		bad = append(bad, fault.Field{Field: "to", Code: "lead.assign.people"})
	}
	if err := fault.Invalid(bad); err != nil {
		return err
	}
	who, err := staff.Find(s.db(), to)
	if err != nil {
		return err
	}
	return s.hands("lead.assigned", fault.P{"count": len(ids), "name": who.Name}, ids, to, HowHand)
}

// Release puts leads back into the pool. Fault fault.not_found.
func (s *Service) Release(ids []ID) (err error) {
	defer fault.Recover(&err)
	return s.hands("lead.released", fault.P{"count": len(ids)}, ids, 0, HowRelease)
}

func (s *Service) hands(label string, p fault.P, ids []ID, to staff.ID, how How) error {
	return s.step(label, p, func(tx *store.Tx) error {
		if len(ids) == 1 { // one by one is what a page shows, which may be old
			if _, err := live(tx.DB, ids[0]); err != nil {
				return err
			}
		}
		working, err := staff.Working(tx.DB)
		if err != nil {
			return err
		}
		_, err = hand(tx, ids, to, working.ID, how)
		return err
	})
}

// Grab gives leads of the pool to who is working, as many a day as the quota
// allows. Faults lead.nobody_works, lead.taken with who was quicker, lead.closed,
// lead.quota, fault.not_found.
func (s *Service) Grab(ids []ID) (err error) {
	defer fault.Recover(&err)
	ids = unique(ids)
	return s.step("lead.grabbed", fault.P{"count": len(ids)}, func(tx *store.Tx) error {
		working, err := staff.Working(tx.DB)
		if err != nil {
			return err
		}
		if working.ID == 0 {
			return fault.New("lead.nobody_works", nil)
		}
		for _, id := range ids {
			l, err := live(tx.DB, id)
			if err != nil {
				return err
			}
			if l.State != Open {
				return fault.New("lead.closed", fault.P{"name": l.Name})
			}
			if l.OwnerID != 0 {
				names, err := staff.Names(tx.DB)
				if err != nil {
					return err
				}
				return fault.New("lead.taken", fault.P{"name": l.Name, "who": names[l.OwnerID]})
			}
		}
		left, limited, err := quotaLeft(tx.DB, working.ID, tx.Today)
		if err != nil {
			return err
		}
		if limited && len(ids) > left {
			return fault.New("lead.quota", fault.P{"left": left, "count": len(ids)})
		}
		_, err = hand(tx, ids, working.ID, working.ID, HowGrab)
		return err
	})
}

// quotaLeft says how many leads a person may still take from the pool on a day.
// What was put back or taken by somebody else since counts; what was undone does not.
func quotaLeft(db *gorm.DB, who staff.ID, day date.Date) (left int, limited bool, err error) {
	rules, err := LoadAssignment(db)
	if err != nil || rules.Quota == 0 {
		return 0, false, err
	}
	var taken int64
	err = store.Live(db.Table("lead_handing")).Where("to_id = ? and how = ? and day = ?", who, HowGrab, day).Distinct("lead_id").Count(&taken).Error
	return max(0, rules.Quota-int(taken)), true, err
}
