package insight

import (
	"cmp"
	"slices"
	"strconv"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/payment"
)

// CustomerValues are what insight knows of customers, for filters: "score" and
// "suggestedTier" of those who bought, and "lastSale", the day of the last sale.
func CustomerValues(s *Service) map[string]customer.Computed {
	return map[string]customer.Computed{
		"score": {Type: customer.FilterNumber, Group: customer.GroupContract, Order: s.byScore, Rows: func(_, _ date.Date) clause.Expr {
			e, _ := s.scores()
			return e
		}},
		"suggestedTier": {Type: customer.FilterChoice, Group: customer.GroupContract, Words: "customer.tier", Choices: []string{"A", "B", "C"},
			Order: s.byScore, Rows: func(_, _ date.Date) clause.Expr {
				e, r := s.scores()
				e.SQL = "select customer_id, case when value >= ? then 'A' when value >= ? then 'B' else 'C' end as value from (" + e.SQL + ")"
				e.Vars = append([]any{r.TierA, r.TierB}, e.Vars...)
				return e
			}},
		"lastSale": {Type: customer.FilterDay, Group: customer.GroupContract, Rows: func(_, _ date.Date) clause.Expr {
			return clause.Expr{SQL: "select customer_id, last_day as value from customer_worth"}
		}},
	}
}

// byScore gives who bought, the highest score first, of equals who bought for more.
func (s *Service) byScore(db *gorm.DB) ([]int64, error) {
	type scored struct {
		id    int64
		score int
		total money.Amount
	}
	var list []scored
	cuts := cutsOf(s.st.Now())
	err := s.buyers(db, func(all map[customer.ID]buyer, b bounds) {
		if b.buyers < fewest {
			return
		}
		list = make([]scored, 0, len(all))
		for id, x := range all {
			list = append(list, scored{int64(id), x.steps(&b, cuts).score(), x.Total})
		}
	})
	slices.SortFunc(list, func(x, y scored) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(y.total, x.total), cmp.Compare(x.id, y.id))
	})
	out := make([]int64, len(list))
	for i, x := range list {
		out[i] = x.id
	}
	return out, err
}

// CustomerColumns adds "score" and "suggestedTier" of those who bought to the
// rows of lists.
func CustomerColumns(s *Service) func(db *gorm.DB, ids []int64) (map[int64]map[string]any, error) {
	return func(db *gorm.DB, ids []int64) (map[int64]map[string]any, error) {
		rules, err := LoadRules(db)
		if err != nil {
			return nil, err
		}
		out := map[int64]map[string]any{}
		cuts := cutsOf(s.st.Now())
		return out, s.buyers(db, func(all map[customer.ID]buyer, b bounds) {
			if b.buyers < fewest {
				return
			}
			for _, id := range ids {
				if x, ok := all[customer.ID(id)]; ok {
					score := x.steps(&b, cuts).score()
					out[id] = map[string]any{"score": score, "suggestedTier": rules.tier(score)}
				}
			}
		})
	}
}

// scores is a statement of the scores of all who bought; of nobody where they
// cannot be worked out.
func (s *Service) scores() (clause.Expr, Rules) {
	db := s.db()
	rules, err := LoadRules(db)
	var b bounds
	if err == nil {
		err = s.buyers(db, func(_ map[customer.ID]buyer, now bounds) { b = now })
	}
	if err != nil || b.buyers < fewest {
		if err != nil {
			s.keeper.log.Error("scores not worked out", "error", fault.From(err))
		}
		return clause.Expr{SQL: "select customer_id, 0 as value from customer_worth where 1 = 0"}, rules
	}
	return b.scoreSQL(cutsOf(s.st.Now()), opportunity.Potential(s.learned), payment.LateSQL(date.FromTime(s.st.Now()))), rules
}

// scoreSQL is what steps.score works out, as a statement; promised is opportunity.Potential,
// late payment.LateSQL.
func (b *bounds) scoreSQL(cuts [5]date.Instant, promised, late clause.Expr) clause.Expr {
	sum := clause.Expr{SQL: strconv.Itoa(valuePoints + recencyPoints + frequencyPoints)}
	add := func(points int, condition string, v any) {
		sum.SQL += " + case when " + condition + " then " + strconv.Itoa(points) + " else 0 end"
		sum.Vars = append(sum.Vars, v)
	}
	for i := range 4 {
		add(valuePoints, "w.total >= ?", b.total[i])
		add(recencyPoints, "w.last_day >= ?", string(b.last[i]))
		add(frequencyPoints, "w.days >= ?", b.days[i])
	}
	for _, cut := range cuts {
		add(activityPoints, "t.last_at >= ?", int64(cut))
	}
	add(potentialPoints, "p.value > ?", 0)
	for i := range 4 {
		add(potentialPoints, "p.value > 0 and p.value >= ?", b.total[i])
	}
	for _, beyond := range lateSteps {
		add(-latePoints, "l.late > ? * l.due", beyond)
	}
	// What paying late costs is less than the least that a sale is worth: never below 0.
	return clause.Expr{SQL: "select customer_id, case when value > " + strconv.Itoa(fullScore) + " then " + strconv.Itoa(fullScore) + " else value end as value from (" +
		"select w.customer_id, " + sum.SQL + " as value from customer_worth w" +
		" left join customer_touch t on t.customer_id = w.customer_id left join (" + promised.SQL + ") p on p.customer_id = w.customer_id left join (" + late.SQL + ") l on l.customer_id = w.customer_id) scored",
		Vars: slices.Concat(sum.Vars, promised.Vars, late.Vars)}
}
