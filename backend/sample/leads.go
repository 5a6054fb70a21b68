package sample

import (
	"keyue/backend/customer"
	"keyue/backend/interaction"
	"keyue/backend/lead"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/settings"
)

// comer is a lead of the sample business. channel is a place in the first
// channels, days when it came, said how many days later it was spoken with (−1 for never).
type comer struct {
	name, company, phone, need, remark string
	channel, days, said                int
	amount                             money.Amount
	state                              lead.State
	reason                             string
	decides                            bool
}

func (b *builder) comers() []comer {
	if b.tag == locale.En {
		return []comer{
			{"Laura Hughes", "Northgate Dental", "+44 20 7946 0311", "Wants the reception redone, 40 m²", "", 5, 0, -1, 6_000_000, lead.Open, "", false},
			{"Sam Carter", "", "+44 20 7946 0455", "Asks for a price for two bathrooms", "Call after 6 pm", 3, 1, -1, 0, lead.Open, "", false},
			{"Priya Shah", "Shah Foods", "+44 20 7946 0512", "Needs 200 m² of floor tiles", "", 0, 3, 0, 15_000_000, lead.Open, "", true},
			{"Tom Ellis", "", "+44 20 7946 0627", "Looking for a kitchen", "", 4, 6, 0, 3_000_000, lead.Open, "", false},
			{"Grace Kim", "Kim & Park Architects", "+44 20 7946 0733", "Samples for a hotel project", "", 6, 12, 2, 40_000_000, lead.Open, "", false},
			{"Oliver Reed", "", "12345678901", "", "test", 5, 9, -1, 0, lead.Invalid, "rubbish", false},
			{"Nina Brandt", "Brandt Cafés", "+44 20 7946 0841", "Wants three cafés done", "", 3, 40, 1, 9_000_000, lead.Recycled, "not_now", false},
		}
	}
	return []comer{
		{"王雅琴", "杭州知味面馆", "13857110231", "想做门头和前厅，60平", "", 5, 0, -1, 6_000_000, lead.Open, "", false},
		{"徐先生", "", "13957162378", "问两个卫生间翻新多少钱", "晚上六点以后打", 3, 1, -1, 0, lead.Open, "", false},
		{"陈立群", "宁波海曙食品厂", "13805741196", "需要车间地砖200平米", "", 0, 3, 0, 15_000_000, lead.Open, "", true},
		{"周敏", "", "13606513342", "想订一套橱柜", "", 4, 6, 0, 3_000_000, lead.Open, "", false},
		{"郑总", "绍兴越城酒店管理有限公司", "13757583318", "酒店项目要样板", "", 6, 12, 2, 40_000_000, lead.Open, "", false},
		{"测试", "", "12345678901", "", "测试一下", 5, 9, -1, 0, lead.Invalid, "rubbish", false},
		{"黄建国", "嘉兴万家便利店", "13567319940", "三家店统一装修", "", 3, 40, 1, 9_000_000, lead.Recycled, "not_now", false},
	}
}

// leads makes names that might become customers, those that did, and what the
// channels cost.
func (b *builder) leads() error {
	if err := lead.InstallChannels(b.tx, b.tag); err != nil {
		return err
	}
	channels, err := lead.Channels(b.tx.DB)
	if err != nil || len(channels) == 0 {
		return err
	}
	at := func(n int) lead.ChannelID { return channels[n%len(channels)].ID }
	for _, c := range b.comers() {
		b.at(c.days)
		l := lead.Lead{Name: c.name, Company: c.company, Phone: c.phone, Need: c.need, Remark: c.remark, ChannelID: at(c.channel), Amount: c.amount, DecisionMaker: c.decides}
		if err := b.lead(&l, c.days, c.said); err != nil {
			return err
		}
		if c.state != lead.Open {
			b.at(max(0, c.days-1))
			l.State, l.Reason, l.ClosedAt = c.state, c.reason, b.tx.Now
			if err := b.tx.Update(&l); err != nil {
				return err
			}
		}
	}
	// Some of the firms came this way, a good while ago.
	for i, id := range b.firms[:min(9, len(b.firms))] {
		days := 150 - 12*i
		b.at(days)
		of, err := customer.Find(b.tx.DB, id)
		if err != nil {
			return err
		}
		l := lead.Lead{Name: of.Name, Company: of.Name, ChannelID: at(i % 7)}
		if err := b.lead(&l, days, i%3); err != nil {
			return err
		}
		b.at(days - 3)
		if _, err := lead.Convert(b.tx, &l, lead.Conversion{CustomerID: id}, b.tag); err != nil {
			return err
		}
	}
	return b.costs(channels)
}

// lead adds a lead on the day that it came, and what was said so many days later.
func (b *builder) lead(l *lead.Lead, days, said int) error {
	if err := lead.Add(b.tx, l); err != nil {
		return err
	}
	if err := settings.MarkSample(b.tx, lead.KindLead, int64(l.ID)); err != nil || said < 0 {
		return err
	}
	b.at(max(0, days-said))
	if said == 0 { // on the same day, an hour and a half later
		b.tx.Now = min(l.ReceivedAt+90*60*1000, b.now)
	}
	i := interaction.Interaction{LeadID: int64(l.ID), At: b.tx.Now, Medium: interaction.Call, Outcome: interaction.Reached, Summary: b.said()}
	if err := interaction.Add(b.tx, &i, nil); err != nil {
		return err
	}
	return settings.MarkSample(b.tx, interaction.KindInteraction, int64(i.ID))
}

func (b *builder) said() string {
	if b.tag == locale.En {
		return "Told them what we do and what it costs; they will compare."
	}
	return "介绍了做法和大概价格，对方说要比一比。"
}

// costs are what the paid channels cost in the last six months.
func (b *builder) costs(channels []lead.Channel) error {
	for n := range 6 {
		month := string(b.today.AddMonths(-n))[:7]
		for i, c := range channels {
			if c.Kind != lead.Paid {
				continue
			}
			x := lead.Cost{ChannelID: c.ID, Month: month, Amount: money.Amount(80_000 + 35_000*i + 12_500*n)}
			if err := b.tx.Insert(&x); err != nil {
				return err
			}
			if err := settings.MarkSample(b.tx, lead.KindCost, int64(x.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}
