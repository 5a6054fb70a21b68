package opportunity

import (
	"slices"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// Kinds of records of this package.
const (
	KindPipeline    = "pipeline"
	KindStage       = "stage"
	KindOpportunity = "opportunity"
	KindMove        = "stage_move"
)

// Kinds gives the record types of this package.
func Kinds() []store.Kind {
	name := func(table string) func(db *gorm.DB, id int64) string {
		return func(db *gorm.DB, id int64) string {
			var name string
			db.Table(table).Where("id = ?", id).Limit(1).Pluck("name", &name)
			return name
		}
	}
	return []store.Kind{
		{Name: KindPipeline, Table: "pipeline", Title: name("pipeline")},
		{Name: KindStage, Table: "stage", Title: name("stage")},
		{Name: KindOpportunity, Table: "opportunity", Title: name("opportunity"), Derive: TextSource().Follow,
			Points: map[string]string{"customer_id": customer.KindCustomer, "pipeline_id": KindPipeline, "stage_id": KindStage}},
		{Name: KindMove, Table: "stage_move"},
	}
}

// Following gives the kinds of all domains with what a contract does to its
// opportunity: one that is signed wins it.
func Following(all []store.Kind) []store.Kind {
	out := slices.Clone(all)
	for i := range out {
		if out[i].Name != contract.KindContract {
			continue
		}
		inner := out[i].Derive
		out[i].Derive = func(tx *store.Tx, ids []int64) error {
			if inner != nil {
				if err := inner(tx, ids); err != nil {
					return err
				}
			}
			return signed(tx, ids)
		}
	}
	return out
}

// signed closes the open opportunities of contracts that bind as won. One that
// was opened again afterwards is not won by the same contract twice.
func signed(tx *store.Tx, contracts []int64) error {
	if tx.Undoing() != "" { // what was won with it comes and goes with the same step
		return nil
	}
	var rows []struct {
		ID            contract.ID
		OpportunityID ID
	}
	err := store.Live(store.IDs(tx.Table("contract"), "id", contracts)).Where("opportunity_id <> 0").
		Where("stage in ? and kind not in ?", contract.Binding, contract.NoSale).Order("id").Select("id, opportunity_id").Scan(&rows).Error
	if err != nil {
		return err
	}
	for _, r := range rows {
		o, err := live(tx.DB, r.OpportunityID)
		if fault.Is(err, fault.NotFound) || err == nil && (o.Outcome != Open || o.ContractID == r.ID) {
			continue
		}
		if err != nil {
			return err
		}
		o.ContractID = r.ID
		if err := Close(tx, o, Closing{Outcome: Won}); err != nil {
			return err
		}
	}
	return nil
}

// Follow moves the opportunities of merged customers to the one that is kept.
func Follow(tx *store.Tx, keep customer.ID, others []customer.ID) error {
	return customer.Carry(tx, others, func(row *Opportunity) { row.CustomerID = keep })
}

// Owner is the customer that an opportunity is with. Fault fault.not_found.
func Owner(db *gorm.DB, id int64) (customer.ID, error) {
	o, err := Find(db, ID(id))
	return o.CustomerID, err
}
