package contract

import (
	"keyue/backend/store"
	"keyue/backend/typeset/press"
)

// This file is the package's work inside a caller's transaction, for other
// domains: the sample business, the command line, conversions to come.

// Amend applies a patch to a contract as Service.Save does.
func Amend(st *store.Store, tx *store.Tx, c *Contract, changes map[string]any) error {
	return apply(st, tx, c, changes)
}

// IssueDraft issues a contract as Service.Issue does and brings c up to date.
func IssueDraft(st *store.Store, tx *store.Tx, p *press.Press, c *Contract, o IssueOptions) error {
	_, _, _, err := issue(st, tx, p, c, o)
	return err
}

// Advance moves a contract to another stage as Service.Move does.
func Advance(tx *store.Tx, c *Contract, to Stage, reason string) error {
	if err := c.move(to, reason); err != nil {
		return err
	}
	c.answered(to, tx.Today)
	if err := tx.Update(c); err != nil || to != Accepted {
		return err
	}
	return replaceOthers(tx, c)
}
