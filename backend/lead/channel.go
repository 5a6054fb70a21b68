package lead

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/store"
)

// ChannelID names a channel.
type ChannelID int64

// ChannelKind says who pays for a channel.
type ChannelKind string

// The kinds: made by ourselves (网站、门店), free (介绍、口碑), paid (推广、展会).
const (
	Own  ChannelKind = "own"
	Free ChannelKind = "free"
	Paid ChannelKind = "paid"
)

const (
	channelMax = 40
	aliasesMax = 20
	// pointsMax bounds every number of points of a rule.
	pointsMax = 100
)

// Channel is where leads come from (渠道): row, value and JSON. Its name is what
// customers made of its leads carry as their source, so that renaming it
// renames it there.
type Channel struct {
	ID ChannelID `json:"id"`
	store.Meta
	Name string      `json:"name"`
	Kind ChannelKind `json:"kind"`
	// Aliases are other words that a line names it by.
	Aliases []string `gorm:"serializer:json" json:"aliases"`
	// Points are what its leads get when they are graded.
	Points   int      `json:"points"`
	Cleaning Cleaning `gorm:"serializer:json" json:"cleaning"`
	Position int      `json:"position"`
}

// TableName is the table.
func (Channel) TableName() string { return "channel" }

// RowID is the primary key.
func (c Channel) RowID() int64 { return int64(c.ID) }

func (c *Channel) normalize() {
	c.Name = oneLine(c.Name)
	c.Aliases = wordList(c.Aliases)
	if c.Kind == "" {
		c.Kind = Own
	}
	c.Cleaning.normalize()
}

// check gives every bad field, those that other channels make bad included.
func (c *Channel) check(db *gorm.DB) error {
	var bad []fault.Field
	add := func(field, code string, p fault.P) {
		bad = append(bad, fault.Field{Field: field, Code: code, Params: p})
	}
	switch n := utf8.RuneCountInString(c.Name); {
	case n == 0:
		add("name", "lead.name_required", nil)
	case n > channelMax:
		add("name", "lead.long", fault.P{"max": channelMax})
	default:
		var same int64
		if err := store.Live(db.Model(&Channel{})).Where("name = ? and id <> ?", c.Name, c.ID).Count(&same).Error; err != nil {
			return err
		}
		if same > 0 {
			add("name", "lead.channel.taken", nil)
		}
	}
	if !slices.Contains([]ChannelKind{Own, Free, Paid}, c.Kind) {
		add("kind", "lead.choice", nil)
	}
	if len(c.Aliases) > aliasesMax {
		add("aliases", "lead.many", fault.P{"max": aliasesMax})
	}
	if c.Points < -pointsMax || c.Points > pointsMax {
		add("points", "lead.points", fault.P{"max": pointsMax})
	}
	return fault.Invalid(append(bad, c.Cleaning.validate()...))
}

// Cost is what a channel cost in a month: row, value and JSON. Several of one
// month add up.
type Cost struct {
	ID CostID `json:"id"`
	store.Meta
	ChannelID ChannelID `json:"channelId"`
	// Month is "2026-11".
	Month string `json:"month"`
	// Amount is in our currency.
	Amount money.Amount `json:"amount"`
	Note   string       `json:"note"`
}

// CostID names a cost entry.
type CostID int64

// TableName is the table.
func (Cost) TableName() string { return "channel_cost" }

// RowID is the primary key.
func (c Cost) RowID() int64 { return int64(c.ID) }

var month = regexp.MustCompile(`^(19|20)\d\d-(0[1-9]|1[0-2])$`)

func (c *Cost) check() error {
	var bad []fault.Field
	c.Note = oneLine(c.Note)
	if !month.MatchString(c.Month) {
		bad = append(bad, fault.Field{Field: "month", Code: "lead.cost.month"})
	}
	if c.Amount <= 0 || c.Amount > money.Max {
		bad = append(bad, fault.Field{Field: "amount", Code: "lead.cost.amount"})
	}
	if utf8.RuneCountInString(c.Note) > lineMax {
		bad = append(bad, fault.Field{Field: "note", Code: "lead.long", Params: fault.P{"max": lineMax}})
	}
	return fault.Invalid(bad)
}

// monthOf is the month of a day.
func monthOf(d date.Date) string {
	if len(d) < 7 {
		return ""
	}
	return string(d[:7])
}

// Channels gives the live channels in the owner's order.
func Channels(db *gorm.DB) ([]Channel, error) {
	list := []Channel{}
	err := store.Live(db).Order("position, id").Find(&list).Error
	return list, err
}

// FindChannel gives one channel, in the trash or not. Fault fault.not_found.
func FindChannel(db *gorm.DB, id ChannelID) (*Channel, error) {
	c, err := store.Get[Channel](db, KindChannel, int64(id))
	return &c, err
}

// firstChannels are those of a new workspace.
var firstChannels = []struct {
	code   string
	kind   ChannelKind
	points int
}{{"referral", Free, 20}, {"website", Own, 10}, {"walk_in", Own, 15}, {"social", Free, 5}, {"search", Paid, 10}, {"video", Paid, 5}, {"fair", Paid, 10}}

// Retell gives channels that a workspace began with the names of another language,
// as far as nobody has written them otherwise or used them: 抖音 with its leads is
// not to become another place.
func Retell(tx *store.Tx, tag locale.Tag) error {
	list, err := Channels(tx.DB)
	if err != nil {
		return err
	}
	for i := range list {
		c := &list[i]
		name := c.Name
		for _, first := range firstChannels {
			if name = locale.Retold(tag, "lead.channel.first."+first.code, c.Name); name == c.Name {
				continue
			}
			words := strings.Join(c.Aliases, "|")
			if words = locale.Retold(tag, "lead.channel.words."+first.code, words); words != strings.Join(c.Aliases, "|") {
				c.Aliases = strings.Split(words, "|")
			}
			break
		}
		if name == c.Name || slices.ContainsFunc(list, func(o Channel) bool { return o.Name == name }) {
			continue
		}
		if used, err := c.used(tx.DB); err != nil {
			return err
		} else if used {
			continue
		}
		rubbish := strings.Join(c.Cleaning.Rubbish, "|")
		if said := locale.Retold(tag, "lead.clean.rubbish_words", rubbish); said != rubbish {
			c.Cleaning.Rubbish = strings.Split(said, "|")
		}
		c.Name = name
		if err := tx.Update(c); err != nil {
			return err
		}
	}
	return nil
}

// used tells whether something came over a channel or was spent on it.
func (c *Channel) used(db *gorm.DB) (bool, error) {
	for _, by := range []struct {
		table, column string
		value         any
	}{{"lead", "channel_id", c.ID}, {"channel_cost", "channel_id", c.ID}, {"customer", "channel", c.Name}} {
		var n int64
		if err := db.Table(by.table).Where(by.column+" = ?", by.value).Count(&n).Error; err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

// InstallChannels gives a workspace that never had a channel its first ones,
// named in the language, inside a step.
func InstallChannels(tx *store.Tx, tag locale.Tag) error {
	var n int64
	if err := tx.Model(&Channel{}).Count(&n).Error; err != nil || n > 0 {
		return err
	}
	for i, first := range firstChannels {
		c := Channel{Name: locale.Text(tag, "lead.channel.first."+first.code, nil), Kind: first.kind, Points: first.points, Position: i + 1,
			Aliases: strings.Split(locale.Text(tag, "lead.channel.words."+first.code, nil), "|"), Cleaning: FirstCleaning(tag)}
		c.normalize()
		if err := tx.Insert(&c); err != nil {
			return err
		}
	}
	return nil
}

// wordList is a list of words without blanks and repetitions.
func wordList(in []string) []string {
	out := []string{}
	for _, w := range in {
		if w = oneLine(w); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// OnOpen gives a workspace that never had a channel its first ones.
func OnOpen(st *store.Store, lang func() locale.Tag) func(context.Context) error {
	return func(ctx context.Context) error {
		var n int64
		if err := st.Read(ctx).Model(&Channel{}).Count(&n).Error; err != nil || n > 0 {
			return err
		}
		return st.InTx(ctx, store.Step{Label: "lead.channel.installed", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
			return InstallChannels(tx, lang())
		})
	}
}
