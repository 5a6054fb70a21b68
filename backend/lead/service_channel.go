package lead

import (
	"slices"

	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/store"
)

// ChannelView is a channel with what its line shows.
type ChannelView struct {
	Channel
	// Leads counts those that came from it, Cost is what it cost in all.
	Leads int64        `json:"leads"`
	Cost  money.Amount `json:"cost"`
}

// Channels gives the channels in the owner's order.
func (s *Service) Channels() (list []ChannelView, err error) {
	defer fault.Recover(&err)
	db := s.db()
	all, err := Channels(db)
	if err != nil {
		return nil, err
	}
	var sums []struct {
		ID    ChannelID
		Leads int64
		Cost  money.Amount
	}
	err = db.Table("channel").Where("channel.deleted_at is null").Select("channel.id, " +
		"(select count(*) from lead where channel_id = channel.id and deleted_at is null) as leads, " +
		"(select coalesce(sum(amount), 0) from channel_cost where channel_id = channel.id and deleted_at is null) as cost").Scan(&sums).Error
	list = make([]ChannelView, len(all))
	for i, c := range all {
		list[i].Channel = c
		for _, n := range sums {
			if n.ID == c.ID {
				list[i].Leads, list[i].Cost = n.Leads, n.Cost
			}
		}
	}
	return list, err
}

// SaveChannel makes (id 0) or changes a channel. A new name is taken over by the
// customers that have the old one as their source. Faults fault.invalid,
// fault.not_found, store.conflict.
func (s *Service) SaveChannel(c Channel) (saved *Channel, err error) {
	defer fault.Recover(&err)
	c.normalize()
	err = s.step("lead.channel.saved", fault.P{"name": c.Name}, func(tx *store.Tx) error {
		c := c
		saved = &c
		if c.ID == 0 {
			return addChannel(tx, &c)
		}
		was, err := FindChannel(tx.DB, c.ID)
		if err != nil {
			return err
		}
		version := c.Version
		c.Meta, c.Position = was.Meta, was.Position
		if version != 0 {
			c.Version = version
		}
		if err := c.check(tx.DB); err != nil {
			return err
		}
		if err := tx.Update(&c); err != nil {
			return err
		}
		if c.Name == was.Name {
			return nil
		}
		return renameSource(tx, was.Name, c.Name)
	})
	return saved, err
}

// renameSource gives customers of one source the other.
func renameSource(tx *store.Tx, from, to string) error {
	var ids []customer.ID
	if err := store.Live(tx.Table("customer")).Where("channel = ?", from).Pluck("id", &ids).Error; err != nil {
		return err
	}
	for _, id := range ids {
		if err := customer.Change(tx, id, map[string]any{"channel": to}); err != nil {
			return err
		}
	}
	return nil
}

// addChannel adds a channel behind the others.
func addChannel(tx *store.Tx, c *Channel) error {
	c.normalize()
	c.ID, c.Meta = 0, store.Meta{UID: c.UID}
	if err := c.check(tx.DB); err != nil {
		return err
	}
	if err := store.Live(tx.Model(&Channel{})).Select("coalesce(max(position), 0) + 1").Scan(&c.Position).Error; err != nil {
		return err
	}
	return tx.Insert(c)
}

// OrderChannels puts the channels into the order of ids.
func (s *Service) OrderChannels(ids []ChannelID) (err error) {
	defer fault.Recover(&err)
	return s.step("lead.channel.ordered", nil, func(tx *store.Tx) error {
		for i, id := range ids {
			c, err := FindChannel(tx.DB, id)
			if err != nil {
				return err
			}
			c.Position = i + 1
			if err := tx.Update(c); err != nil {
				return err
			}
		}
		return nil
	})
}

// TrashChannel puts a channel into the trash; its leads have none then. One undo
// brings both back.
func (s *Service) TrashChannel(id ChannelID) (err error) {
	defer fault.Recover(&err)
	c, err := FindChannel(s.db(), id)
	if err != nil {
		return err
	}
	return s.step("lead.channel.trashed", fault.P{"name": c.Name}, func(tx *store.Tx) error {
		var of []Lead
		if err := tx.Where("channel_id = ?", id).Find(&of).Error; err != nil {
			return err
		}
		for i := range of {
			of[i].ChannelID = 0
			if err := tx.Update(&of[i]); err != nil {
				return err
			}
		}
		var costs []int64
		if err := store.Live(tx.Table("channel_cost")).Where("channel_id = ?", id).Pluck("id", &costs).Error; err != nil {
			return err
		}
		if err := tx.Trash(KindCost, costs...); err != nil {
			return err
		}
		return tx.Trash(KindChannel, int64(id))
	})
}

// FirstCleaning gives the cleaning a new channel begins with.
func (s *Service) FirstCleaning() (c Cleaning, err error) {
	defer fault.Recover(&err)
	return FirstCleaning(s.Lang()), nil
}

// Sources gives the sources that customers have and that are no channel yet, the
// most used first.
func (s *Service) Sources() (list []string, err error) {
	defer fault.Recover(&err)
	list = []string{}
	err = store.Live(s.db().Table("customer")).Where("channel <> '' and channel not in (select name from channel where deleted_at is null)").
		Group("channel").Order("count(*) desc, channel").Limit(50).Pluck("channel", &list).Error
	return slices.DeleteFunc(list, func(name string) bool { return len([]rune(name)) > channelMax }), err
}

// Costs gives what a channel cost, the latest month first; 0 for all channels.
func (s *Service) Costs(id ChannelID) (list []Cost, err error) {
	defer fault.Recover(&err)
	list = []Cost{}
	db := store.Live(s.db())
	if id != 0 {
		db = db.Where("channel_id = ?", id)
	}
	return list, db.Order("month desc, id desc").Find(&list).Error
}

// SaveCost makes (id 0) or changes a cost entry. Faults fault.invalid,
// fault.not_found, store.conflict.
func (s *Service) SaveCost(c Cost) (saved *Cost, err error) {
	defer fault.Recover(&err)
	of, err := FindChannel(s.db(), c.ChannelID)
	if err != nil {
		return nil, err
	}
	err = s.step("lead.cost.saved", fault.P{"name": of.Name, "month": c.Month}, func(tx *store.Tx) error {
		c := c
		saved = &c
		if err := c.check(); err != nil {
			return err
		}
		if c.ID == 0 {
			c.Meta = store.Meta{UID: c.UID}
			return tx.Insert(&c)
		}
		was, err := store.Get[Cost](tx.DB, KindCost, int64(c.ID))
		if err != nil {
			return err
		}
		version := c.Version
		c.Meta = was.Meta
		if version != 0 {
			c.Version = version
		}
		return tx.Update(&c)
	})
	return saved, err
}

// TrashCost puts a cost entry into the trash.
func (s *Service) TrashCost(id CostID) (err error) {
	defer fault.Recover(&err)
	c, err := store.Get[Cost](s.db(), KindCost, int64(id))
	if err != nil {
		return err
	}
	of, err := FindChannel(s.db(), c.ChannelID)
	if err != nil {
		return err
	}
	return s.step("lead.cost.trashed", fault.P{"name": of.Name, "month": c.Month}, func(tx *store.Tx) error { return tx.Trash(KindCost, int64(id)) })
}
