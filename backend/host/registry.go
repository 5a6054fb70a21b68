package host

import (
	"slices"

	"keyue/backend/approval"
	"keyue/backend/attachment"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/forecast"
	"keyue/backend/group"
	"keyue/backend/history"
	"keyue/backend/insight"
	"keyue/backend/interaction"
	"keyue/backend/lead"
	"keyue/backend/locale"
	"keyue/backend/opportunity"
	"keyue/backend/payment"
	"keyue/backend/product"
	"keyue/backend/relation"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/staff"
	"keyue/backend/store"
	"keyue/backend/template"
)

// Kinds are the records of every package. Their hooks run in this order, so that
// a package stands before those it hands work over to.
func Kinds(keeper *insight.Keeper) []store.Kind {
	return retelling(keeper.Kinds(lead.Following(opportunity.Following(payment.Following(slices.Concat(settings.Kinds(), staff.Kinds(), attachment.Kinds(), customer.Kinds(), relation.Kinds(),
		interaction.Kinds(), group.Kinds(), product.Kinds(), template.Kinds(), approval.Kinds(), contract.Kinds(), payment.Kinds(), opportunity.Kinds(), forecast.Kinds(), lead.Kinds()))))))
}

// retelling lets what a workspace began with, and nobody has changed, follow the
// language of the screen: at the first start it is chosen after the rows were made.
func retelling(all []store.Kind) []store.Kind {
	for i := range all {
		if all[i].Name != settings.KindSetting {
			continue
		}
		inner := all[i].Derive
		all[i].Derive = func(tx *store.Tx, ids []int64) error {
			if inner != nil {
				if err := inner(tx, ids); err != nil {
					return err
				}
			}
			tag, err := settings.LanguageAmong(tx.DB, ids)
			if err != nil || tag == "" || tx.Undoing() != "" { // an undo brings the rows back by itself
				return err
			}
			for _, retell := range []func(*store.Tx, locale.Tag) error{contract.Retell, opportunity.Retell, lead.Retell} {
				if err := retell(tx, tag); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return all
}

// Hanging is what every package keeps of customers. A package whose table names
// a customer is declared here; a test fails for one that is forgotten.
func Hanging() []customer.Hanging {
	return []customer.Hanging{
		customer.Hangs(),
		{Package: "approval", Follow: approval.Follow, Moves: []string{"approval.customer_id"},
			Stays: map[string]string{"approval.about_id": "it is about an opportunity or a contract, which move themselves"}},
		{Package: "contract", Follow: contract.Follow, Moves: []string{"contract.customer_id"}},
		{Package: "interaction", Follow: interaction.Follow, Moves: []string{"interaction.customer_id", "task.customer_id", "task.about_id"},
			Derived: []string{"customer_touch.customer_id"}},
		{Package: "payment", Follow: payment.Follow, Moves: []string{"payment.customer_id"},
			Derived: []string{"arrival.customer_id", "owed.customer_id", "customer_paid.customer_id"}},
		{Package: "relation", Follow: relation.Follow, Moves: []string{"relation.from_id", "relation.to_id"}},
		{Package: "insight", Derived: []string{"sale.customer_id", "customer_worth.customer_id"},
			Stays: map[string]string{"tier_refusal.customer_id": "what the merged customer is worth is another question than its parts were asked"}},
		{Package: "search", Derived: []string{"search_doc.record_id"}},
		{Package: "settings", Stays: map[string]string{"sample_row.row_id": "a row came with the sample business or it did not"}},
		{Package: "group", Follow: group.Follow, Moves: []string{"membership.customer_id", "handover.customer_id"}},
		{Package: "opportunity", Follow: opportunity.Follow, Moves: []string{"opportunity.customer_id"}},
		{Package: "lead", Follow: lead.Follow, Moves: []string{"lead.customer_id"}},
		{Package: "store", Stays: map[string]string{"change.row_id": "what happened to a record stays its own history"}},
	}
}

// Held is where every package keeps who answers for its records; a test fails
// for a column that is forgotten.
func Held() []staff.Held {
	return []staff.Held{
		{Kind: customer.KindCustomer, Table: "customer", Column: "owner_id"},
		{Kind: interaction.KindTask, Table: "task", Column: "assignee_id", Open: "state = 'open'"},
		{Kind: group.KindGroup, Table: "community", Column: "owner_id"},
		{Kind: opportunity.KindOpportunity, Table: "opportunity", Column: "owner_id", Open: "outcome = 'open'"},
		{Kind: lead.KindLead, Table: "lead", Column: "owner_id", Open: "state = 'open'", Follow: lead.Handed},
	}
}

// SearchSources are the records that the type-ahead finds by name and number.
func SearchSources() []search.Source {
	return []search.Source{customer.SearchSource(), contract.SearchSource(), product.SearchSource(), group.SearchSource(), opportunity.SearchSource(), lead.SearchSource(), payment.SearchSource()}
}

// TextSources are the records that are found by what is written in them.
func TextSources() []search.TextSource {
	return []search.TextSource{customer.TextSource(), customer.ContactTextSource(), interaction.TextSource(), interaction.TaskTextSource(), relation.TextSource(),
		group.TextSource(), group.HandoverTextSource(), product.TextSource(), opportunity.TextSource(), lead.TextSource(), contract.TextSource(),
		template.TextSource(), template.ClauseTextSource(), attachment.TextSource()}
}

// Restorable are the records whose fields a person can set back one by one.
func Restorable() map[string]history.Restorable {
	return map[string]history.Restorable{
		customer.KindCustomer: customer.Restorable, customer.KindContact: customer.RestorableContact, contract.KindContract: contract.Restorable,
	}
}

// Followers are what a merge of customers calls to move what hangs on them.
func Followers() []customer.Follower {
	var out []customer.Follower
	for _, h := range Hanging() {
		if h.Follow != nil {
			out = append(out, h.Follow)
		}
	}
	return out
}
