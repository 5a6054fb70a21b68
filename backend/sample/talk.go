package sample

import (
	"math/rand/v2"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/interaction"
	"keyue/backend/settings"
)

// Days of the tasks that are open, from today: some late, some for today, some
// to come.
var taskDays = []int{-6, -3, -1, 0, 0, 0, 1, 2, 4, 5, 7, 12}

// talk makes what was said over the months and what is to be done next. It has
// a chance of its own, so that the contracts stay the same ones.
func (b *builder) talk() error {
	chance := rand.New(rand.NewPCG(seed, 2))
	all := append(append([]customer.ID{}, b.firms...), b.homes...)
	var latest []*interaction.Interaction
	for n, id := range all {
		if n%6 == 5 {
			continue // nobody has spoken with these for long
		}
		c, err := customer.Find(b.tx.DB, id)
		if err != nil {
			return err
		}
		known := date.Days(c.CreatedAt.Date(b.st.Now().Location()), b.today)
		var last *interaction.Interaction
		for k := range 1 + chance.IntN(4) {
			// The last one lately, those before spread over the time it is known.
			ago := max(1, min(known, 1+chance.IntN(60)+k*(20+chance.IntN(60))))
			b.at(ago)
			t := b.talks[chance.IntN(len(b.talks))]
			i := &interaction.Interaction{CustomerID: id, ContactID: c.PrimaryContactID, Medium: interaction.Medium(t.medium), Direction: interaction.Direction(t.direction),
				Outcome: interaction.Outcome(t.outcome), Summary: t.summary, At: b.tx.Now}
			if err := interaction.Add(b.tx, i, nil); err != nil {
				return err
			}
			b.made.Interactions++
			if err := settings.MarkSample(b.tx, interaction.KindInteraction, int64(i.ID)); err != nil {
				return err
			}
			if last == nil || i.At > last.At {
				last = i
			}
		}
		latest = append(latest, last)
	}
	for n, day := range taskDays {
		i := latest[(n*5)%len(latest)]
		b.at(3 + chance.IntN(5))
		t := &interaction.Task{Title: b.steps[n%len(b.steps)], Due: b.today.AddDays(day), AboutKind: customer.KindCustomer, AboutID: int64(i.CustomerID),
			CustomerID: i.CustomerID, InteractionID: i.ID, State: interaction.Open}
		if err := b.tx.Insert(t); err != nil {
			return err
		}
		b.made.Tasks++
		if err := settings.MarkSample(b.tx, interaction.KindTask, int64(t.ID)); err != nil {
			return err
		}
	}
	return nil
}
