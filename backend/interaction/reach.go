package interaction

import (
	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/store"
)

const (
	// barredNamed is how many of those who are left out are named.
	barredNamed = 5
	// planMax is how many customers a task is planned for at once.
	planMax = 2000
)

// Reach says whom of many customers an action may contact. Who asked not to be
// contacted is left out of every one, who refused marketing out of what is sent
// to many.
type Reach struct {
	// IDs are those who may be contacted, in the order asked, each once.
	IDs []customer.ID `json:"ids"`
	// Barred is how many are left out, Names the first of them.
	Barred int      `json:"barred"`
	Names  []string `json:"names"`
}

// Reachable finds whom of many live customers an action may contact.
func Reachable(db *gorm.DB, ids []customer.ID, marketing bool) (*Reach, error) {
	plain := make([]int64, len(ids))
	for i, id := range ids {
		plain[i] = int64(id)
	}
	var rows []customer.Customer
	if err := store.Live(store.IDs(db, "id", plain)).Select("id", "consent_marketing", "consent_do_not_contact").Find(&rows).Error; err != nil {
		return nil, err
	}
	may := make(map[customer.ID]bool, len(rows))
	for _, c := range rows {
		may[c.ID] = !c.Consent.DoNotContact && !(marketing && c.Consent.Refused())
	}
	out := &Reach{IDs: []customer.ID{}, Names: []string{}}
	var barred []int64
	for _, id := range ids {
		free, known := may[id]
		switch delete(may, id); {
		case free:
			out.IDs = append(out.IDs, id)
		case known:
			barred = append(barred, int64(id))
		}
	}
	out.Barred = len(barred)
	for _, id := range barred[:min(len(barred), barredNamed)] {
		c, err := customer.Find(db, customer.ID(id))
		if err != nil {
			return nil, err
		}
		out.Names = append(out.Names, c.Name)
	}
	return out, nil
}

// Reachable says whom of many customers an action may contact. See [Reachable].
func (s *Service) Reachable(ids []customer.ID, marketing bool) (r *Reach, err error) {
	defer fault.Recover(&err)
	return Reachable(s.db(), ids, marketing)
}

// PlanMany plans the same task for each of many customers, as one step; who must
// not be contacted is left out. Faults fault.invalid, interaction.plan.many
// {max}, interaction.plan.nobody when nobody is left.
func (s *Service) PlanMany(ids []customer.ID, t Task) (done *Reach, err error) {
	defer fault.Recover(&err)
	t.Normalize()
	if err := fault.Invalid(t.Validate()); err != nil {
		return nil, err
	}
	if len(ids) > planMax {
		return nil, fault.New("interaction.plan.many", fault.P{"max": planMax})
	}
	reach, err := Reachable(s.db(), ids, false)
	if err != nil {
		return nil, err
	}
	if len(reach.IDs) == 0 {
		return nil, fault.New("interaction.plan.nobody", nil)
	}
	step := store.Step{Label: "interaction.task.planned_many", Params: fault.P{"title": t.Title, "count": len(reach.IDs)}}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		var err error
		if reach, err = Reachable(tx.DB, ids, false); err != nil { // nobody else writes now
			return err
		}
		if err := Assign(tx, &t); err != nil {
			return err
		}
		for _, id := range reach.IDs {
			one := Task{AssigneeID: t.AssigneeID, Title: t.Title, Due: t.Due, DueTime: t.DueTime, Remark: t.Remark, AboutKind: customer.KindCustomer, AboutID: int64(id), CustomerID: id, State: Open}
			if err := tx.Insert(&one); err != nil {
				return err
			}
		}
		return nil
	})
	return reach, err
}
