package interaction

import (
	"slices"

	"keyue/backend/attachment"
	"keyue/backend/customer"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// Kinds of records of this package, for store.Options.
const (
	KindInteraction = "interaction"
	KindTask        = "task"
)

// kindLead is a record of a package above this one that interactions and tasks are about.
const kindLead = "lead"

// Kinds gives the record types of this package.
func Kinds() []store.Kind {
	return []store.Kind{
		{Name: KindInteraction, Table: "interaction", Points: map[string]string{"customer_id": customer.KindCustomer, "lead_id": kindLead},
			Title: func(db *gorm.DB, id int64) string {
				var summary string
				db.Table("interaction").Where("id = ?", id).Limit(1).Pluck("summary", &summary)
				return title(summary)
			}, Derive: deriveInteractions},
		{Name: KindTask, Table: "task", About: "about", Title: func(db *gorm.DB, id int64) string {
			var name string
			db.Table("task").Where("id = ?", id).Limit(1).Pluck("title", &name)
			return name
		}, Derive: deriveTasks},
	}
}

// deriveInteractions follows a change of interactions: the text that is
// searched, and when their customers were last in touch.
func deriveInteractions(tx *store.Tx, ids []int64) error {
	if err := TextSource().Follow(tx, ids); err != nil {
		return err
	}
	var kept []int64 // in the trash included: their files stay
	if err := store.IDs(tx.Table("interaction"), "id", ids).Pluck("id", &kept).Error; err != nil {
		return err
	}
	gone := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return slices.Contains(kept, id) })
	if err := attachment.Forget(tx, KindInteraction, gone...); err != nil {
		return err
	}
	return touch(tx, "interaction", "last_id", ids)
}

// deriveTasks follows a change of tasks: the text that is searched, and the next
// steps of their customers.
func deriveTasks(tx *store.Tx, ids []int64) error {
	if err := TaskTextSource().Follow(tx, ids); err != nil {
		return err
	}
	return touch(tx, "task", "next_id", ids)
}

// touch works out customer_touch again for the customers that rows belong to
// now, and for those they belonged to when it was worked out last.
func touch(tx *store.Tx, table, column string, ids []int64) error {
	var now, before []int64
	if err := store.IDs(tx.Table(table), "id", ids).Distinct().Pluck("customer_id", &now).Error; err != nil {
		return err
	}
	if err := store.IDs(tx.Table("customer_touch"), column, ids).Pluck("customer_id", &before).Error; err != nil {
		return err
	}
	all := append(now, before...)
	slices.Sort(all)
	for _, id := range slices.Compact(all) {
		if id == 0 {
			continue
		}
		if err := tx.Exec(touchSQL, map[string]any{"id": id, "open": Open}).Error; err != nil {
			return err
		}
	}
	return nil
}

// An exchange that reached nobody is no contact.
const touchSQL = `insert into customer_touch (customer_id, last_at, last_id, next_due, next_id)
select @id, coalesce(l.at, 0), coalesce(l.id, 0), coalesce(n.due, ''), coalesce(n.id, 0) from (select 1) one
left join (select id, at from interaction where customer_id = @id and deleted_at is null and outcome <> 'no_answer' order by at desc, id desc limit 1) l
left join (select id, due from task where customer_id = @id and deleted_at is null and state = @open order by due, due_time = '', due_time, id limit 1) n
where true
on conflict (customer_id) do update set last_at = excluded.last_at, last_id = excluded.last_id, next_due = excluded.next_due, next_id = excluded.next_id`

// This part is what interactions lend to customers: see customer.Options.

// Follow moves the interactions and tasks of merged customers to the one that
// is kept.
func Follow(tx *store.Tx, keep customer.ID, others []customer.ID) error {
	if err := customer.Carry(tx, others, func(row *Interaction) { row.CustomerID = keep }); err != nil {
		return err
	}
	return customer.Carry(tx, others, func(t *Task) {
		t.CustomerID = keep
		if t.AboutKind == customer.KindCustomer {
			t.AboutID = int64(keep)
		}
	})
}

// CustomerCounts counts the interactions and open tasks of a customer.
func CustomerCounts(db *gorm.DB, id customer.ID) (map[string]int64, error) {
	var said, todo int64
	if err := store.Live(db.Model(&Interaction{})).Where("customer_id = ?", id).Count(&said).Error; err != nil {
		return nil, err
	}
	err := store.Live(db.Model(&Task{})).Where("customer_id = ? and state = ?", id, Open).Count(&todo).Error
	return map[string]int64{KindInteraction: said, KindTask: todo}, err
}

// CustomerColumns adds to rows of the customer list: when it was last in touch,
// and the next step with its day.
func CustomerColumns(db *gorm.DB, ids []int64) (map[int64]map[string]any, error) {
	var rows []struct {
		CustomerID, LastAt int64
		NextDue, NextTitle string
	}
	err := store.IDs(db.Table("customer_touch"), "customer_touch.customer_id", ids).
		Joins("left join task on task.id = customer_touch.next_id").
		Select("customer_touch.customer_id, last_at, next_due, coalesce(task.title, '') as next_title").Scan(&rows).Error
	out := make(map[int64]map[string]any, len(rows))
	for _, r := range rows {
		out[r.CustomerID] = map[string]any{"lastContact": r.LastAt, "nextDue": r.NextDue, "nextStep": r.NextTitle}
	}
	return out, err
}
