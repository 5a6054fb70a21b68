package exchange

import (
	"context"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/lead"
	"keyue/backend/opportunity"
	"keyue/backend/product"
	"keyue/backend/staff"
)

var leadList = list[leadRow]{key: Leads, title: "exchange.list.leads", table: "lead", order: "received_at, id",
	fields: func(*gorm.DB) ([]field[leadRow], error) { return leadFields(), nil },
	each: func(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []leadRow) error) error {
		return inOrder(ctx, db, ids, func(rows []lead.Lead) error {
			channels, err := named(db, "channel", "name", pluck(rows, func(l *lead.Lead) lead.ChannelID { return l.ChannelID }))
			if err != nil {
				return err
			}
			customers, err := named(db, "customer", "name", pluck(rows, func(l *lead.Lead) customer.ID { return l.CustomerID }))
			if err != nil {
				return err
			}
			var wanted []product.ID
			for i := range rows {
				wanted = append(wanted, rows[i].Products...)
			}
			products, err := named(db, "product", "name", wanted)
			if err != nil {
				return err
			}
			owners, err := staff.Names(db)
			if err != nil {
				return err
			}
			for _, l := range rows {
				names := pluck(l.Products, func(id *product.ID) string { return products[*id] })
				if err := fn([]leadRow{{l, channels[l.ChannelID], joinList(names), customers[l.CustomerID], owners[l.OwnerID]}}); err != nil {
					return err
				}
			}
			return nil
		})
	}}

// opportunityRow is an opportunity in a list.
type opportunityRow struct {
	opportunity.Opportunity
	customer, pipeline, stage, contract string
}

var opportunityList = list[opportunityRow]{key: Opportunities, title: "exchange.list.opportunities", table: "opportunity", order: "opened_at, id",
	fields: func(*gorm.DB) ([]field[opportunityRow], error) {
		const o = "opportunity.field."
		type r = opportunityRow
		return always([]field[r]{
			shown("name", o+"name", Text, func(r *r) string { return r.Name }),
			shown("customer", o+"customerId", Text, func(r *r) string { return r.customer }),
			shown("pipeline", o+"pipelineId", Text, func(r *r) string { return r.pipeline }),
			shown("stage", o+"stageId", Text, func(r *r) string { return r.stage }),
			worded("outcome", o+"outcome", "opportunity.outcome.", func(r *r) string { return string(r.Outcome) }),
			shown("amount", o+"amount", Amount, func(r *r) string { return showAmount(r.Amount) }),
			shown("currency", o+"currency", Text, func(r *r) string {
				if r.Amount == 0 {
					return ""
				}
				return string(r.Currency)
			}),
			shown("probability", o+"ownProbability", Percent, func(r *r) string {
				if r.OwnProbability == nil {
					return ""
				}
				return r.OwnProbability.String()
			}),
			shown("expectedClose", o+"expectedClose", Day, func(r *r) string { return string(r.ExpectedClose) }),
			shown("openedAt", o+"openedAt", Moment, func(r *r) string { return showInstant(r.OpenedAt) }),
			shown("closedAt", o+"closedAt", Moment, func(r *r) string { return showInstant(r.ClosedAt) }),
			shown("need", o+"need", Text, func(r *r) string { return r.Need }),
			shown("competitor", o+"competitor", Text, func(r *r) string { return r.Competitor }),
			worded("closingReason", o+"closingReason", "opportunity.reason.", func(r *r) string { return r.ClosingReason }),
			shown("closingNote", o+"closingNote", Text, func(r *r) string { return r.ClosingNote }),
			shown("contract", "interaction.field.contractId", Text, func(r *r) string { return r.contract }),
			shown("tags", o+"tags", Text, func(r *r) string { return joinList(r.Tags) }),
			shown("remark", o+"remark", Text, func(r *r) string { return r.Remark }),
		}, "name", "customer", "stage", "outcome", "amount", "expectedClose"), nil
	},
	each: func(ctx context.Context, db *gorm.DB, ids []int64, fn func(rows []opportunityRow) error) error {
		return inOrder(ctx, db, ids, func(rows []opportunity.Opportunity) error {
			type m = opportunity.Opportunity
			customers, err := named(db, "customer", "name", pluck(rows, func(o *m) customer.ID { return o.CustomerID }))
			if err != nil {
				return err
			}
			pipelines, err := named(db, "pipeline", "name", pluck(rows, func(o *m) opportunity.PipelineID { return o.PipelineID }))
			if err != nil {
				return err
			}
			stages, err := named(db, "stage", "name", pluck(rows, func(o *m) opportunity.StageID { return o.StageID }))
			if err != nil {
				return err
			}
			contracts, err := named(db, "contract", "trim(number || ' ' || name)", pluck(rows, func(o *m) contract.ID { return o.ContractID }))
			if err != nil {
				return err
			}
			for _, o := range rows {
				if err := fn([]opportunityRow{{o, customers[o.CustomerID], pipelines[o.PipelineID], stages[o.StageID], contracts[o.ContractID]}}); err != nil {
					return err
				}
			}
			return nil
		})
	}}
