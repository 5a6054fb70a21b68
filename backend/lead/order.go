package lead

import (
	"strconv"

	"gorm.io/gorm"

	"keyue/backend/fault"
)

// order is how a list stands: parts one after the other, each by the same terms,
// so that every part is read along an index (migrations 00100 and 00180).
type order struct {
	// parts are conditions that every lead meets exactly one of; nil for one part.
	parts []string
	terms []string
	desc  bool
}

// The terms of orders are written as the indexes have them: an expression that
// reads differently is sorted by hand.
var orders = map[string]order{
	"name":       {terms: []string{"lead.sort_key", "lead.name"}},
	"grade":      {terms: []string{"case lead.grade when 'hot' then 2 when 'warm' then 1 else 0 end", "lead.score"}},
	"amount":     {terms: []string{"lead.amount"}},
	"receivedAt": {terms: []string{"lead.received_at"}},
	"lastAt":     {terms: []string{"max(lead.received_at, lead.last_at)"}},
	"nextDue":    {terms: []string{"lead.next_due"}, parts: []string{"lead.next_due > ''", "lead.next_due = ''"}},
}

// ordered is the order that q asks for. Fault lead.sort.
func (s *Service) ordered(q Query) (order, error) {
	switch q.Sort {
	case "":
		o := orders["receivedAt"]
		o.desc = true
		return o, nil
	case "channel":
		return s.byChannel(q.Desc)
	}
	o, ok := orders[q.Sort]
	if !ok {
		return o, fault.New("lead.sort", fault.P{"field": q.Sort})
	}
	o.desc = q.Desc
	return o, nil
}

// byChannel is the order of the channels that leads have, as the owner put them;
// those that are gone, and none, come last.
func (s *Service) byChannel(desc bool) (order, error) {
	o := order{terms: []string{"lead.sort_key"}, desc: desc}
	var ids []int64
	place := "c.position"
	if desc {
		place = "-c.position"
	}
	err := s.db().Raw("select l.channel_id from (select distinct channel_id from lead) l left join channel c on c.id = l.channel_id and c.deleted_at is null order by c.id is null, " + place + ", l.channel_id").Scan(&ids).Error
	for _, id := range ids {
		o.parts = append(o.parts, "lead.channel_id = "+strconv.FormatInt(id, 10))
	}
	return o, err
}

// window gives the ids of a part of a list. The id decides between equals, in the
// direction of the rest: an index serves both ways then.
func (o order) window(db *gorm.DB, offset, limit int) (ids []int64, err error) {
	ids, offset = []int64{}, max(0, offset)
	by := ""
	for _, t := range append(o.terms[:len(o.terms):len(o.terms)], "lead.id") {
		if by != "" {
			by += ", "
		}
		if by += t; o.desc {
			by += " desc"
		}
	}
	parts := o.parts
	if parts == nil {
		parts = []string{"true"}
	}
	for _, part := range parts {
		of := db.Session(&gorm.Session{}).Where(part)
		if offset > 0 {
			var n int64
			if err := of.Session(&gorm.Session{}).Count(&n).Error; err != nil {
				return nil, err
			}
			if n <= int64(offset) {
				offset -= int(n)
				continue
			}
		}
		var more []int64
		if err := of.Order(by).Offset(offset).Limit(limit-len(ids)).Pluck("lead.id", &more).Error; err != nil {
			return nil, err
		}
		if ids, offset = append(ids, more...), 0; len(ids) == limit {
			break
		}
	}
	return ids, nil
}
