package insight

import (
	"time"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// Why is a reason as a code of the catalogue with what it is about.
type Why struct {
	Code   string  `json:"code"`
	Params fault.P `json:"params"`
}

// facts are what the stage of a customer is decided by.
type facts struct {
	ID        customer.ID
	Lifecycle string
	Fixed     bool
	Sales     int
	LastSale  date.Date
	// Spoken is when the customer was last in touch, Drafted when a contract in
	// the making was last changed; 0 for never.
	Spoken, Drafted date.Instant
	// Due is the day of the next open task; Runs the furthest end of a contract
	// that runs today.
	Due, Runs date.Date
}

// stage decides where a customer stands. The first rule that fits counts; the
// reason is that of the rule. Only who bought can fall asleep or be lost: an old
// list that was just imported is full of people to win, not of lost ones.
func stage(f facts, r Rules, today date.Date, zone *time.Location) (string, Why) {
	if r.Running && f.Runs != "" && f.Sales > 0 {
		return customer.Won, Why{"insight.why.running", fault.P{"day": f.Runs}}
	}
	last, why := date.Date(""), Why{}
	sign := func(day date.Date, code string) {
		if day != "" && (last == "" || date.Days(last, day) > 0) {
			last, why = day, Why{code, fault.P{}}
		}
	}
	sign(f.LastSale, "insight.why.sale")
	sign(dayOf(f.Spoken, zone), "insight.why.spoken")
	if r.Drafts {
		sign(dayOf(f.Drafted, zone), "insight.why.draft")
	}
	if r.Tasks && f.Due != "" {
		// Somebody means to go on with it; but a task long overdue is no sign.
		day := f.Due
		if date.Days(today, day) > 0 {
			day = today
		}
		sign(day, "insight.why.task")
	}
	if last == "" {
		return customer.Potential, Why{"insight.why.nothing", fault.P{}}
	}
	days := max(date.Days(last, today), 0)
	why.Params["days"] = days
	switch {
	case f.Sales == 0 && days > r.ActiveDays:
		return customer.Potential, Why{"insight.why.unsold", fault.P{"days": days, "limit": r.ActiveDays}}
	case f.Sales == 0:
		return customer.Active, why
	case r.LostDays > 0 && days > r.LostDays:
		return customer.Lost, Why{"insight.why.lost", fault.P{"days": days, "limit": r.LostDays}}
	case days > r.DormantDays:
		return customer.Dormant, Why{"insight.why.silent", fault.P{"days": days, "limit": r.DormantDays}}
	}
	return customer.Won, why
}

func dayOf(at date.Instant, zone *time.Location) date.Date {
	if at == 0 {
		return ""
	}
	return at.Date(zone)
}

// factsOf reads the facts of live customers; of all when who is nil.
func factsOf(db *gorm.DB, today date.Date, who []int64, after int64, limit int) ([]facts, error) {
	var rows []facts
	q := db.Table("customer c").Where("+c.deleted_at is null"). // by id, not through every live row
									Joins("left join customer_touch t on t.customer_id = c.id").
									Joins("left join customer_worth w on w.customer_id = c.id").
									Select(`c.id, c.lifecycle, c.lifecycle_fixed as fixed, coalesce(w.sales, 0) as sales, w.last_day as last_sale,
			coalesce(t.last_at, 0) as spoken, t.next_due as due,
			coalesce((select max(k.updated_at) from contract k where k.customer_id = c.id and k.deleted_at is null and k.stage in ?), 0) as drafted,
			(select k.end_date from contract k where k.customer_id = c.id and k.deleted_at is null and k.stage in ?
				and k.end_date >= ? and (k.start_date = '' or k.start_date <= ?) order by k.end_date desc limit 1) as runs`,
			[]contract.Stage{contract.Draft, contract.Printed, contract.Sent}, []contract.Stage{contract.Signed, contract.Active}, today, today)
	if who != nil {
		q = store.IDs(q, "c.id", who)
	} else {
		q = q.Where("c.id > ?", after).Order("c.id").Limit(limit)
	}
	err := q.Scan(&rows).Error
	return rows, err
}

// Lifecycle is where a customer stands, and why.
type Lifecycle struct {
	Stage string `json:"stage"`
	// Fixed: chosen by a person; ByRule is what the rules would say.
	Fixed  bool   `json:"fixed"`
	ByRule string `json:"byRule"`
	Why    Why    `json:"why"`
	// On: the rules are in use.
	On bool `json:"on"`
}
