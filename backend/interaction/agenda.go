package interaction

import (
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/staff"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// Days that the agenda looks ahead, and days without contact after which a
// customer is called silent.
const (
	aheadDays  = 7
	silentDays = 90
	silentShow = 8
)

// Silent is a customer nobody has spoken with for long.
type Silent struct {
	ID   customer.ID `json:"id"`
	Name string      `json:"name"`
	Tier string      `json:"tier"`
	// Days since the last contact, or since it was entered when there was none.
	Days int `json:"days"`
	// Never: there was no contact at all.
	Never bool   `json:"never"`
	Phone string `json:"phone"`
}

// Agenda is what 今日 shows of tasks and silence.
type Agenda struct {
	Overdue []TaskView `json:"overdue"`
	Today   []TaskView `json:"today"`
	// Week is what is due in the seven days after today.
	Week []TaskView `json:"week"`
}

// Silence is what 今日 shows of customers without contact.
type Silence struct {
	// Customers are those worth speaking with, the best and longest silent
	// first: not lost, with no contact for Days and no open task.
	Customers []Silent `json:"customers"`
	Total     int64    `json:"total"`
	Days      int      `json:"days"`
}

// Agenda gives the open tasks that are overdue, for today, and for the next
// seven days: those of a person and of nobody, or (0) everybody's.
func (s *Service) Agenda(of staff.ID) (a *Agenda, err error) {
	defer fault.Recover(&err)
	today := date.FromTime(s.st.Now())
	a = &Agenda{Overdue: []TaskView{}, Today: []TaskView{}, Week: []TaskView{}}
	due, err := s.Tasks(TaskQuery{State: Open, Of: of, To: today.AddDays(aheadDays)})
	if err != nil {
		return nil, err
	}
	for _, t := range due {
		switch {
		case t.Due < today:
			a.Overdue = append(a.Overdue, t)
		case t.Due == today:
			a.Today = append(a.Today, t)
		default:
			a.Week = append(a.Week, t)
		}
	}
	return a, nil
}

// Silent gives customers without contact. It looks through every customer, so it
// is asked for apart from the tasks, which are there at once.
func (s *Service) Silent() (a *Silence, err error) {
	defer fault.Recover(&err)
	a = &Silence{Customers: []Silent{}, Days: silentDays}
	now := date.At(s.st.Now())
	before := now - silentDays*24*3600*1000
	q := store.Live(s.db().Table("customer")).
		Joins("left join customer_touch ct on ct.customer_id = customer.id").
		Where("customer.lifecycle <> 'lost' and customer.consent_do_not_contact = 0 and coalesce(ct.next_due, '') = ''").
		Where("max(coalesce(ct.last_at, 0), customer.created_at) < ?", before)
	if err := q.Session(&gorm.Session{}).Count(&a.Total).Error; err != nil || a.Total == 0 {
		return a, err
	}
	var rows []struct {
		ID        customer.ID
		Name      string
		Tier      string
		LastAt    date.Instant
		CreatedAt date.Instant
	}
	err = q.Select("customer.id, customer.name, customer.tier, coalesce(ct.last_at, 0) as last_at, customer.created_at").
		Order("customer.tier = '', customer.tier, max(coalesce(ct.last_at, 0), customer.created_at), customer.id").Limit(silentShow).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = int64(r.ID)
	}
	phones, err := customer.Numbers(s.db(), ids)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		a.Customers = append(a.Customers, Silent{ID: r.ID, Name: r.Name, Tier: r.Tier, Never: r.LastAt == 0, Phone: phones[r.ID],
			Days: int((now - max(r.LastAt, r.CreatedAt)) / (24 * 3600 * 1000))})
	}
	return a, nil
}
