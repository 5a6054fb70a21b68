package customer

import (
	"reflect"
	"strconv"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// SegmentID names a segment.
type SegmentID int64

const segmentNameMax = 40

// Segment is a saved dynamic filter over customers (分群) with the columns and
// the order it is looked at in. Who belongs to it is worked out anew each time.
type Segment struct {
	ID SegmentID `json:"id"`
	store.Meta
	Name    string   `json:"name"`
	Filters []Filter `gorm:"serializer:json" json:"filters"`
	Sort    []Sort   `gorm:"serializer:json" json:"sort"`
	// Columns are those of the list, in order; empty for the usual ones.
	Columns  []string `gorm:"serializer:json" json:"columns"`
	Position int      `json:"position"`
}

// TableName is the table.
func (Segment) TableName() string { return "segment" }

// RowID is the primary key.
func (s Segment) RowID() int64 { return int64(s.ID) }

// Segments lists the saved segments in their order.
func (s *Service) Segments() (list []Segment, err error) {
	defer fault.Recover(&err)
	list = []Segment{}
	return list, store.Live(s.db()).Order("position, id").Find(&list).Error
}

// SegmentCounts is how many customers are in each segment now. One that asks for a
// field which is gone is left out; opening it says so.
func (s *Service) SegmentCounts() (counts map[SegmentID]int64, err error) {
	defer fault.Recover(&err)
	list, err := s.Segments()
	if err != nil {
		return nil, err
	}
	counts = make(map[SegmentID]int64, len(list))
	for _, g := range list {
		p, err := s.prepare(Query{Filters: g.Filters})
		if fault.Is(err, "customer.query.field") {
			continue
		}
		if err != nil {
			return nil, err
		}
		db := s.db()
		found, err := s.found(db, p)
		if err != nil {
			return nil, err
		}
		if found == nil {
			counts[g.ID], err = s.count(db, p)
		} else {
			counts[g.ID] = found.n
		}
		if err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// SegmentNamed finds a segment by its name as typed, or by its number. Fault
// customer.segment.unknown.
func SegmentNamed(db *gorm.DB, name string) (*Segment, error) {
	var g Segment
	id, _ := strconv.ParseInt(name, 10, 64)
	if err := store.Live(db).Where("name = ? or id = ?", oneLine(name), id).Order(clause.Expr{SQL: "name = ? desc", Vars: []any{oneLine(name)}}).Limit(1).Find(&g).Error; err != nil {
		return nil, err
	}
	if g.ID == 0 {
		return nil, fault.New("customer.segment.unknown", fault.P{"name": shorten(name)})
	}
	return &g, nil
}

// Question is the list that a segment keeps.
func (g *Segment) Question() Query { return Query{Filters: g.Filters, Sort: g.Sort} }

// SaveSegment makes (id 0) or changes a segment. Faults fault.invalid (name),
// customer.query.field, customer.query.op, store.conflict.
func (s *Service) SaveSegment(g Segment) (saved *Segment, err error) {
	defer fault.Recover(&err)
	g.Name = oneLine(g.Name)
	if _, err := s.prepare(Query{Filters: g.Filters, Sort: g.Sort}); err != nil {
		return nil, err
	}
	step := store.Step{Label: "customer.segment.saved", Params: fault.P{"name": g.Name}}
	if was, err := store.Get[Segment](s.db(), KindSegment, int64(g.ID)); err == nil {
		// How it is looked at follows what a person does there anyway.
		step.Quiet = g.Name == was.Name && reflect.DeepEqual(g.Filters, was.Filters)
		if g.Name != was.Name {
			step.Label, step.Params = "customer.segment.renamed", fault.P{"name": g.Name, "before": was.Name}
		}
	}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error {
		g := g
		bad, err := g.check(tx.DB)
		if err != nil {
			return err
		}
		if err := fault.Invalid(bad); err != nil {
			return err
		}
		if g.ID != 0 {
			was, err := store.Get[Segment](tx.DB, KindSegment, int64(g.ID))
			if err != nil {
				return err
			}
			version := g.Version
			g.Meta, g.Position = was.Meta, was.Position
			if version != 0 {
				g.Version = version
			}
			saved = &g
			return tx.Update(&g)
		}
		g.Meta = store.Meta{UID: g.UID}
		if err := tx.Model(&Segment{}).Select("coalesce(max(position), 0) + 1").Scan(&g.Position).Error; err != nil {
			return err
		}
		saved = &g
		return tx.Insert(&g)
	})
	return saved, err
}

func (g *Segment) check(db *gorm.DB) ([]fault.Field, error) {
	if g.Filters == nil {
		g.Filters = []Filter{}
	}
	if g.Sort == nil {
		g.Sort = []Sort{}
	}
	if g.Columns == nil {
		g.Columns = []string{}
	}
	var bad []fault.Field
	if g.Name == "" {
		bad = append(bad, fault.Field{Field: "name", Code: "customer.segment.name_required"})
	}
	if utf8.RuneCountInString(g.Name) > segmentNameMax {
		bad = append(bad, fault.Field{Field: "name", Code: "customer.segment.name_long", Params: fault.P{"max": segmentNameMax}})
	}
	var n int64
	err := store.Live(db.Model(&Segment{})).Where("name = ? and id <> ?", g.Name, g.ID).Count(&n).Error
	if n > 0 {
		bad = append(bad, fault.Field{Field: "name", Code: "customer.segment.name_taken"})
	}
	return bad, err
}

// TrashSegment deletes a segment; its customers stay.
func (s *Service) TrashSegment(id SegmentID) (err error) {
	defer fault.Recover(&err)
	g, err := store.Get[Segment](s.db(), KindSegment, int64(id))
	if err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "customer.segment.trashed", Params: fault.P{"name": g.Name}}, func(tx *store.Tx) error {
		return tx.Trash(KindSegment, int64(id))
	})
}

// OrderSegments puts the segments into the order of ids.
func (s *Service) OrderSegments(ids []SegmentID) (err error) {
	defer fault.Recover(&err)
	return s.st.InTx(s.st.Context(), store.Step{Label: "customer.segment.ordered"}, func(tx *store.Tx) error {
		for i, id := range ids {
			g, err := store.Get[Segment](tx.DB, KindSegment, int64(id))
			if err != nil {
				return err
			}
			if g.Position == i+1 {
				continue
			}
			g.Position = i + 1
			if err := tx.Update(&g); err != nil {
				return err
			}
		}
		return nil
	})
}
