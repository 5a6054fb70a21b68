package sample

import (
	"keyue/backend/customer"
	"keyue/backend/group"
	"keyue/backend/locale"
	"keyue/backend/relation"
	"keyue/backend/settings"
)

// community is a group of the sample business: which firms and homes are in it.
type community struct {
	name, inCharge, note string
	kind                 group.Kind
	firms, homes         []int
}

// circleWords are the words of groups and relations.
type circleWords struct {
	groups            []community
	topic, hint       string
	landlord, tenant  string
	brother, referred string
}

func (b *builder) circleWords() circleWords {
	if b.tag == locale.En {
		return circleWords{groups: []community{
			{"Autumn renovations", "Alice", "Before the sale: everybody who asked for prices this autumn.", group.Intent, []int{4, 5, 6, 7, 8, 9}, []int{0, 1, 2}},
			{"Contractors, west side", "Ben", "Regular orders; prices are agreed once a quarter.", group.Client, []int{0, 1, 2, 3, 4, 5, 10, 11, 12}, nil},
			{"Upkeep and repair", "Carol", "", group.Aftercare, []int{0, 1, 10, 13, 14}, []int{3, 4}},
		}, topic: "Signed; arrange delivery and the first visit", hint: "Call the site manager first, the lift is out until noon.",
			landlord: "Landlord", tenant: "Tenant", brother: "Brothers", referred: "Came through the show flat."}
	}
	return circleWords{groups: []community{
		{"秋季装修意向群", "小李", "这个秋天来问过价的都在这里，每周三发一次样板照片。", group.Intent, []int{4, 5, 6, 7, 8, 9}, []int{0, 1, 2}},
		{"城西工程客户群", "小王", "长期要货的工程客户，价格每季度谈一次。", group.Client, []int{0, 1, 2, 3, 4, 5, 10, 11, 12}, nil},
		{"维保服务群", "陈师傅", "", group.Aftercare, []int{0, 1, 10, 13, 14}, []int{3, 4}},
	}, topic: "合同已签，安排送货和首次上门", hint: "先打电话给项目经理，电梯中午以前用不了。",
		landlord: "房东", tenant: "租客", brother: "兄弟", referred: "看了样板间以后介绍来的。"}
}

// circles makes groups with members, a hand-over, and relations of customers.
func (b *builder) circles() error {
	w := b.circleWords()
	b.at(40)
	made := make([]group.ID, len(w.groups))
	for i, c := range w.groups {
		g := group.Group{Name: c.name, Kind: c.kind, InCharge: c.inCharge, Note: c.note}
		if err := group.Save(b.tx, &g); err != nil {
			return err
		}
		made[i] = g.ID
		var ids []int64
		for _, n := range c.firms {
			ids = append(ids, int64(b.firms[n]))
		}
		for _, n := range c.homes {
			ids = append(ids, int64(b.homes[n]))
		}
		if _, err := group.Join(b.tx, g.ID, ids); err != nil {
			return err
		}
		if err := settings.MarkSample(b.tx, group.KindGroup, int64(g.ID)); err != nil {
			return err
		}
	}
	b.at(6)
	handed := group.Task{Customers: []int64{int64(b.firms[6])}, FromID: made[0], ToID: made[2], Topic: w.topic, Note: w.hint, Recent: 3}
	if _, err := group.HandOver(b.tx, handed); err != nil {
		return err
	}
	return b.relations(w)
}

func (b *builder) relations(w circleWords) error {
	one, err := customer.Find(b.tx.DB, b.firms[0])
	if err != nil {
		return err
	}
	other, err := customer.Find(b.tx.DB, b.firms[12])
	if err != nil {
		return err
	}
	other.LegalRepresentative = one.LegalRepresentative
	if err := b.tx.Update(other); err != nil {
		return err
	}
	for _, d := range []relation.Draft{
		{CustomerID: b.firms[0], OtherID: b.firms[1], Role: relation.RoleChild},
		{CustomerID: b.firms[0], OtherID: b.firms[2], Role: relation.RoleChild},
		{CustomerID: b.firms[0], OtherID: b.firms[20], Role: relation.RoleParent},
		{CustomerID: b.firms[0], OtherID: b.homes[0], Role: relation.RoleReferred, Note: w.referred},
		{CustomerID: b.homes[0], OtherID: b.homes[1], Role: relation.RoleFamily, Note: w.brother},
		{CustomerID: b.firms[2], OtherID: b.firms[21], Role: relation.RoleReferrer},
		{CustomerID: b.firms[3], OtherID: b.firms[5], Role: relation.RoleOther, Word: w.landlord, Back: w.tenant},
	} {
		id, err := relation.Add(b.tx, d)
		if err != nil {
			return err
		}
		if err := settings.MarkSample(b.tx, relation.KindRelation, int64(id)); err != nil {
			return err
		}
	}
	return nil
}
