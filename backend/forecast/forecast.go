// Package forecast says what is going to be won, and how surely: how likely each
// open opportunity is, from the deals that this business has closed; what that
// comes to by month, against the owner's targets; and what has changed.
//
// Amounts are exact to the fen: an opportunity's weighted amount is amount ×
// probability, rounded once, and every sum is the sum of such amounts.
package forecast

import (
	"regexp"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/opportunity"
	"keyue/backend/settings"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// KindTarget is the kind of record of this package.
const KindTarget = "forecast_target"

// Kinds gives the record types of this package.
func Kinds() []store.Kind {
	return []store.Kind{{Name: KindTarget, Table: "forecast_target", Title: func(db *gorm.DB, id int64) string {
		var month string
		db.Table("forecast_target").Where("id = ?", id).Limit(1).Pluck("month", &month)
		return month
	}}}
}

// TargetID names a target.
type TargetID int64

// Target is what should be won in a month.
type Target struct {
	ID TargetID `json:"id"`
	store.Meta
	// Month is YYYY-MM.
	Month    string         `json:"month"`
	Currency money.Currency `json:"currency"`
	Amount   money.Amount   `json:"amount"`
}

// TableName is the table.
func (Target) TableName() string { return "forecast_target" }

// RowID is the primary key.
func (t Target) RowID() int64 { return int64(t.ID) }

var monthForm = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`)

// Validate gives every bad field.
func (t *Target) Validate() error {
	var bad []fault.Field
	if !monthForm.MatchString(t.Month) {
		bad = append(bad, fault.Field{Field: "month", Code: "forecast.month"})
	}
	if t.Amount < 0 || t.Amount.Check() != nil {
		bad = append(bad, fault.Field{Field: "amount", Code: "forecast.amount"})
	}
	return fault.Invalid(bad)
}

// Service is what the page may call.
type Service struct{ st *store.Store }

// NewService makes the service.
func NewService(st *store.Store) *Service { return &Service{st: st} }

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// SetTarget says what should be won in a month; 0 takes the target away. Faults
// fault.invalid with month, amount.
func (s *Service) SetTarget(month string, currency money.Currency, amount money.Amount) (err error) {
	defer fault.Recover(&err)
	if currency == "" {
		if currency, err = settings.OurCurrency(s.db()); err != nil {
			return err
		}
	}
	want := Target{Month: month, Currency: currency, Amount: amount}
	if err := want.Validate(); err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "forecast.target_set", Params: fault.P{"month": month}}, func(tx *store.Tx) error {
		var now Target
		if err := store.Live(tx.DB).Where("month = ? and currency = ?", month, currency).Limit(1).Find(&now).Error; err != nil {
			return err
		}
		switch {
		case now.ID == 0 && amount == 0:
			return nil
		case now.ID == 0:
			fresh := want
			return tx.Insert(&fresh)
		case amount == 0:
			return tx.Trash(KindTarget, int64(now.ID))
		}
		now.Amount = amount
		return tx.Update(&now)
	})
}

func targets(db *gorm.DB, currency money.Currency) (map[string]money.Amount, error) {
	var rows []Target
	err := store.Live(db).Where("currency = ?", currency).Find(&rows).Error
	out := make(map[string]money.Amount, len(rows))
	for _, r := range rows {
		out[r.Month] = r.Amount
	}
	return out, err
}

// deal is an opportunity as forecasts see it.
type deal struct {
	ID             opportunity.ID
	Name           string
	CustomerName   string
	Channel        string
	PipelineID     opportunity.PipelineID
	StageID        opportunity.StageID
	StageSince     date.Instant
	OpenedAt       date.Instant
	ClosedAt       date.Instant
	Outcome        opportunity.Outcome
	Amount         money.Amount
	Currency       money.Currency
	OwnProbability *money.BasisPoints
	ExpectedClose  date.Date
	DeletedAt      *date.Instant
	// Agreed says that a quote was accepted.
	Agreed bool
}

// deals reads opportunities of live customers.
func deals(q *gorm.DB) ([]deal, error) {
	var list []deal
	err := q.Table("opportunity o").Joins("join customer c on c.id = o.customer_id and c.deleted_at is null").
		Select(`o.id, o.name, c.name as customer_name, c.channel, o.pipeline_id, o.stage_id, o.stage_since, o.opened_at, o.closed_at, o.outcome, o.amount, o.currency,
			o.own_probability, o.expected_close, o.deleted_at,
			exists (select 1 from contract k where k.opportunity_id = o.id and k.kind = 'quote' and k.stage = 'accepted' and k.deleted_at is null) as agreed`).
		Order("o.id").Scan(&list).Error
	return list, err
}
