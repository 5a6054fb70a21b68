package insight

import (
	"context"
	"maps"
	"slices"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/job"
	"keyue/backend/settings"
	"keyue/backend/store"
)

// stepApplied is the label of the steps by which the rules change stages.
const stepApplied = "insight.lifecycle.applied"

const (
	// atOnce is how many customers are judged before the call that changed them
	// returns; more are left to a job.
	atOnce = 200
	// batch is how many customers a step of that job changes at most.
	batch = 2000
)

// Kinds gives the kinds of all domains, those of this package among them, with
// what follows from their records kept up to date.
func (k *Keeper) Kinds(all []store.Kind) []store.Kind {
	out := slices.Clone(all)
	for i := range out {
		inner := out[i].Derive
		var follow func(tx *store.Tx, ids []int64) error
		switch out[i].Name {
		case contract.KindContract:
			follow = k.contracts
		case interaction.KindInteraction:
			follow = k.about("interaction")
		case interaction.KindTask:
			follow = k.about("task")
		case customer.KindCustomer:
			follow = k.customers
		case settings.KindSetting:
			follow = k.setting
		default:
			continue
		}
		out[i].Derive = func(tx *store.Tx, ids []int64) error {
			if inner != nil {
				if err := inner(tx, ids); err != nil {
					return err
				}
			}
			return follow(tx, ids)
		}
	}
	return append(out, store.Kind{Name: KindRefusal, Table: "tier_refusal"})
}

func (k *Keeper) contracts(tx *store.Tx, ids []int64) error {
	if err := followSales(tx, ids); err != nil {
		return err
	}
	return k.about("contract")(tx, ids)
}

// about judges the customers that rows of a table belong to.
func (k *Keeper) about(table string) func(tx *store.Tx, ids []int64) error {
	return func(tx *store.Tx, ids []int64) error {
		var of []int64
		if err := store.IDs(tx.Table(table), "id", ids).Where("customer_id <> 0").Distinct().Pluck("customer_id", &of).Error; err != nil {
			return err
		}
		k.later(tx, of)
		return nil
	}
}

// customers adds up the sales of customers again, who may have come back from
// the trash, and judges them. A person who takes back what a rule did has
// chosen: the rules leave the customer alone from then on.
func (k *Keeper) customers(tx *store.Tx, ids []int64) error {
	if err := followWorth(tx, ids); err != nil {
		return err
	}
	if tx.Undoing() != stepApplied {
		k.later(tx, ids)
		return nil
	}
	rules, err := LoadRules(tx.DB)
	if err != nil {
		return err
	}
	found, err := factsOf(tx.DB, tx.Today, ids, 0, 0)
	if err != nil {
		return err
	}
	for _, f := range found {
		if to, _ := stage(f, rules, tx.Today, k.st.Now().Location()); f.Fixed || to == f.Lifecycle {
			continue
		}
		if err := customer.Change(tx, f.ID, map[string]any{"lifecycleFixed": true}); err != nil {
			return err
		}
	}
	return nil
}

// setting judges everybody again when the rules were changed, or a change of
// them was taken back; our currency changes what sales come to.
func (k *Keeper) setting(tx *store.Tx, ids []int64) error {
	if err := settings.FollowCurrency(tx, ids, "sale", followWorth); err != nil {
		return err
	}
	var n int64
	if err := store.IDs(tx.Table("setting"), "id", ids).Where("key = ?", rulesKey).Count(&n).Error; err != nil {
		return err
	}
	if n > 0 {
		tx.AfterCommit(k.everybody)
	}
	return nil
}

// later judges customers once the step that touched them is committed, as a
// step of its own that says who took it.
func (k *Keeper) later(tx *store.Tx, ids []int64) {
	if len(ids) == 0 || tx.Actor() == store.ByRule {
		return
	}
	if len(ids) > atOnce {
		tx.AfterCommit(k.everybody)
		return
	}
	ids = slices.Clone(ids)
	tx.AfterCommit(func() {
		if _, err := k.judge(k.st.Context(), ids); err != nil {
			k.log.Error("stages not kept", "error", err)
		}
	})
}

// everybody judges all customers in the background. A step that touches many
// asks for it many times: what is asked while it waits or runs is one more round.
func (k *Keeper) everybody() {
	if k.rounds.Add(1) > 1 {
		return
	}
	k.jobs.Start("insight.judging", nil, func(_ context.Context, p *job.Progress) (any, error) {
		done := false
		defer func() {
			if !done {
				k.rounds.Store(0)
			}
		}()
		for !done {
			asked := k.rounds.Load()
			if err := k.all(k.st.Context(), p.Set); err != nil {
				return nil, err
			}
			done = k.rounds.CompareAndSwap(asked, 0)
		}
		return nil, nil
	})
}

// all judges all customers, batch by batch.
func (k *Keeper) all(ctx context.Context, progress func(done, total int64)) error {
	total, err := customer.Count(k.st.Read(ctx))
	if err != nil {
		return err
	}
	done, after := int64(0), int64(0)
	for {
		found, err := factsOf(k.st.Read(ctx), date.FromTime(k.st.Now()), nil, after, batch)
		if err != nil || len(found) == 0 {
			return err
		}
		ids := make([]int64, len(found))
		for i, f := range found {
			ids[i] = int64(f.ID)
		}
		rules, err := LoadRules(k.st.Read(ctx))
		if err != nil {
			return err
		}
		if rules.Lifecycle && len(k.wrong(found, rules)) > 0 {
			if _, err := k.judge(ctx, ids); err != nil {
				return err
			}
		}
		done, after = done+int64(len(found)), ids[len(ids)-1]
		progress(done, max(total, done))
	}
}

// wrong are the customers whose stage is another by the rules.
func (k *Keeper) wrong(found []facts, rules Rules) map[customer.ID]string {
	out := map[customer.ID]string{}
	now := k.st.Now()
	for _, f := range found {
		if to, _ := stage(f, rules, date.FromTime(now), now.Location()); !f.Fixed && to != f.Lifecycle {
			out[f.ID] = to
		}
	}
	return out
}

// judge gives customers the stage that the rules say, and how many it changed.
func (k *Keeper) judge(ctx context.Context, ids []int64) (changed int, err error) {
	db := k.st.Read(ctx)
	rules, err := LoadRules(db)
	if err != nil || !rules.Lifecycle {
		return 0, err
	}
	today := date.FromTime(k.st.Now())
	found, err := factsOf(db, today, ids, 0, 0)
	if err != nil {
		return 0, err
	}
	n := len(k.wrong(found, rules))
	if n == 0 {
		return 0, nil
	}
	step := store.Step{Label: stepApplied, Params: fault.P{"count": n}, Quiet: true, By: store.ByRule}
	err = k.st.InTx(ctx, step, func(tx *store.Tx) error {
		found, err := factsOf(tx.DB, today, ids, 0, 0) // nobody else writes now
		if err != nil {
			return err
		}
		to := k.wrong(found, rules)
		changed = len(to)
		for _, id := range slices.Sorted(maps.Keys(to)) {
			// Said by the rules, so not held by them.
			err := customer.Change(tx, id, map[string]any{"lifecycle": to[id], "lifecycleFixed": false})
			if err != nil && !fault.Is(err, fault.InvalidInput) { // one that must be put right first
				return err
			}
		}
		return nil
	})
	return changed, err
}
