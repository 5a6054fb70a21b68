package lead

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/interaction"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// Kinds of records of this package, for store.Options.
const (
	KindLead    = "lead"
	KindChannel = "channel"
	KindCost    = "channel_cost"
	KindHanding = "lead_handing"
)

// Kinds gives the record types of this package.
func Kinds() []store.Kind {
	title := func(sql string) func(db *gorm.DB, id int64) string {
		return func(db *gorm.DB, id int64) string {
			var name string
			db.Raw(sql, id).Scan(&name)
			return name
		}
	}
	return []store.Kind{
		{Name: KindChannel, Table: "channel", Title: title("select name from channel where id = ?"), Derive: deriveChannels},
		{Name: KindCost, Table: "channel_cost", Title: title("select c.name || ' ' || x.month from channel_cost x join channel c on c.id = x.channel_id where x.id = ?")},
		{Name: KindHanding, Table: "lead_handing", Title: title("select l.name from lead_handing h join lead l on l.id = h.lead_id where h.id = ?")},
		{Name: KindLead, Table: "lead", Title: title("select name from lead where id = ?"), Derive: derive},
	}
}

// Following gives the kinds of all domains with what follows from their records
// for leads kept up to date: when they were spoken with, their next step, their
// grade when its rules change.
func Following(all []store.Kind) []store.Kind {
	out := slices.Clone(all)
	for i := range out {
		var follow func(tx *store.Tx, ids []int64) error
		switch out[i].Name {
		case interaction.KindInteraction:
			follow = followInteractions
		case interaction.KindTask:
			follow = followTasks
		case settings.KindSetting:
			follow = followSettings
		default:
			continue
		}
		inner := out[i].Derive
		out[i].Derive = func(tx *store.Tx, ids []int64) error {
			if inner != nil {
				if err := inner(tx, ids); err != nil {
					return err
				}
			}
			return follow(tx, ids)
		}
	}
	return out
}

func followInteractions(tx *store.Tx, ids []int64) error {
	var of []int64
	if err := store.IDs(tx.Table("interaction"), "id", ids).Where("lead_id <> 0").Distinct().Pluck("lead_id", &of).Error; err != nil {
		return err
	}
	return derive(tx, of)
}

// followTasks finds the leads that tasks are about now, and those whose next
// step they were.
func followTasks(tx *store.Tx, ids []int64) error {
	var now, before []int64
	if err := store.IDs(tx.Table("task"), "id", ids).Where("about_kind = ?", KindLead).Distinct().Pluck("about_id", &now).Error; err != nil {
		return err
	}
	if err := store.IDs(tx.Table("lead").Where("next_id <> 0"), "next_id", ids).Pluck("id", &before).Error; err != nil {
		return err
	}
	return derive(tx, append(now, before...))
}

func followSettings(tx *store.Tx, ids []int64) error {
	var n int64
	if err := store.IDs(tx.Table("setting"), "id", ids).Where("key = ?", gradingKey).Count(&n).Error; err != nil || n == 0 {
		return err
	}
	return deriveWhere(tx, "1 = 1")
}

func deriveChannels(tx *store.Tx, ids []int64) error {
	for _, id := range ids {
		if err := deriveWhere(tx, "channel_id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

func deriveWhere(tx *store.Tx, where string, args ...any) error {
	var ids []int64
	if err := tx.Table("lead").Where(where, args...).Pluck("id", &ids).Error; err != nil {
		return err
	}
	return derive(tx, ids)
}

// touched is what was said with a lead and what is next.
type touched struct {
	First, Last date.Instant
	NextDue     string
	NextID      int64
}

// derive works out again what is computed from leads: the order of their names,
// their number in normal form, when they were spoken with, and the grade.
func derive(tx *store.Tx, ids []int64) error {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return nil
	}
	if err := TextSource().Follow(tx, ids); err != nil {
		return err
	}
	rules, err := LoadGrading(tx.DB)
	if err != nil {
		return err
	}
	known, err := channelMap(tx.DB)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(ids, 500) {
		if err := derivePart(tx, part, rules, known); err != nil {
			return err
		}
	}
	return nil
}

func derivePart(tx *store.Tx, ids []int64, rules Grading, known map[ChannelID]*Channel) error {
	var rows []Lead
	if err := store.IDs(tx.DB, "id", ids).Find(&rows).Error; err != nil {
		return err
	}
	talk, err := touches(tx.DB, ids)
	if err != nil {
		return err
	}
	for i := range rows {
		l := &rows[i]
		t, c := talk[l.ID], known[l.ChannelID]
		unmet := 0
		if c != nil {
			unmet = failed(c.Cleaning.judge(l))
		}
		g := rules.grade(l, c, t.First, unmet)
		// Most steps leave them as they are: what is equal is not written, with its indexes.
		of := []any{search.SortKey(l.Name), l.phoneKey(), int64(t.First), int64(t.Last), t.NextDue, t.NextID, g.Score, string(g.Grade), unmet}
		err := tx.Run(`update lead set sort_key = ?, phone_key = ?, first_at = ?, last_at = ?, next_due = ?, next_id = ?, score = ?, grade = ?, problems = ?
			where id = ? and (sort_key, phone_key, first_at, last_at, next_due, next_id, score, grade, problems) is not (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			slices.Concat(of, []any{int64(l.ID)}, of)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// touches gives when leads were spoken with and what is next. What reached
// nobody is no contact.
func touches(db *gorm.DB, ids []int64) (map[ID]touched, error) {
	out := map[ID]touched{}
	var said []struct {
		LeadID      ID
		First, Last date.Instant
	}
	err := store.Live(store.IDs(db.Table("interaction"), "lead_id", ids)).Where("outcome <> 'no_answer' and lead_id <> 0").
		Select("lead_id, min(at) as first, max(at) as last").Group("lead_id").Scan(&said).Error
	if err != nil {
		return nil, err
	}
	for _, s := range said {
		out[s.LeadID] = touched{First: s.First, Last: s.Last}
	}
	var todo []interaction.Task
	err = store.Live(store.IDs(db, "about_id", ids)).Where("about_kind = ? and state = ?", KindLead, interaction.Open).
		Order("due desc, due_time = '' desc, due_time desc, id desc").Find(&todo).Error
	for _, next := range todo { // the first that is due comes last
		t := out[ID(next.AboutID)]
		t.NextDue, t.NextID = string(next.Due), int64(next.ID)
		out[ID(next.AboutID)] = t
	}
	return out, err
}

// channelMap gives the live channels by id.
func channelMap(db *gorm.DB) (map[ChannelID]*Channel, error) {
	list, err := Channels(db)
	out := make(map[ChannelID]*Channel, len(list))
	for i := range list {
		out[list[i].ID] = &list[i]
	}
	return out, err
}

// Follow moves the leads that became merged customers to the one that is kept.
func Follow(tx *store.Tx, keep customer.ID, others []customer.ID) error {
	return customer.Carry(tx, others, func(row *Lead) { row.CustomerID = keep })
}

// Owner gives the customer that a lead became, for tasks about it; 0 while it
// is none. Fault fault.not_found.
func Owner(db *gorm.DB, id int64) (customer.ID, error) {
	l, err := Find(db, ID(id))
	if err != nil {
		return 0, err
	}
	return l.CustomerID, nil
}

// Find gives one lead, in the trash or not. Fault fault.not_found.
func Find(db *gorm.DB, id ID) (*Lead, error) {
	l, err := store.Get[Lead](db, KindLead, int64(id))
	return &l, err
}
