package exchange

import (
	"context"

	"gorm.io/gorm"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/lead"
	"keyue/backend/opportunity"
	"keyue/backend/product"
)

// leadRow is a lead in a list.
type leadRow struct {
	lead.Lead
	channel, products, customer string
}

var leadList = list[leadRow]{key: Leads, title: "exchange.list.leads", table: "lead", order: "received_at, id",
	fields: func(*gorm.DB) ([]field[leadRow], error) {
		const l = "lead.field."
		type r = leadRow
		return always([]field[r]{
			shown("name", l+"name", Text, func(r *r) string { return r.Name }),
			shown("company", l+"company", Text, func(r *r) string { return r.Company }),
			shown("phone", l+"phone", Text, func(r *r) string { return r.Phone }),
			shown("wechat", l+"wechat", Text, func(r *r) string { return r.WeChat }),
			shown("email", l+"email", Text, func(r *r) string { return r.Email }),
			shown("channel", l+"channelId", Text, func(r *r) string { return r.channel }),
			worded("state", l+"state", "lead.status.", func(r *r) string { return string(r.State) }),
			worded("grade", l+"ownGrade", "lead.grade.", func(r *r) string { return string(r.OwnGrade) }),
			worded("reason", l+"reason", "lead.reason.", func(r *r) string { return r.Reason }),
			shown("reasonNote", l+"reasonNote", Text, func(r *r) string { return r.ReasonNote }),
			shown("province", l+"province", Text, func(r *r) string { return r.Province }),
			shown("city", l+"city", Text, func(r *r) string { return r.City }),
			shown("need", l+"need", Text, func(r *r) string { return r.Need }),
			shown("products", l+"products", Text, func(r *r) string { return r.products }),
			shown("amount", l+"amount", Amount, func(r *r) string { return showAmount(r.Amount) }),
			shown("receivedAt", l+"receivedAt", Moment, func(r *r) string { return showInstant(r.ReceivedAt) }),
			shown("closedAt", l+"closedAt", Moment, func(r *r) string { return showInstant(r.ClosedAt) }),
			shown("customer", l+"customerId", Text, func(r *r) string { return r.customer }),
			shown("tags", l+"tags", Text, func(r *r) string { return joinList(r.Tags) }),
			shown("remark", l+"remark", Text, func(r *r) string { return r.Remark }),
		}, "name", "phone", "channel", "state", "receivedAt"), nil
	},
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
			for _, l := range rows {
				names := pluck(l.Products, func(id *product.ID) string { return products[*id] })
				if err := fn([]leadRow{{l, channels[l.ChannelID], joinList(names), customers[l.CustomerID]}}); err != nil {
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
