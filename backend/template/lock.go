package template

import (
	"slices"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// LockAll gives every clause one lock.
func LockAll(d *Definition, lock string) {
	d.setLocks(func(LockedClause) string { return lock })
}

// setLocks gives clauses the lock that is chosen for them, if one is; clauses
// inside them take it from there.
func (d *Definition) setLocks(chosen func(c LockedClause) string) {
	var inside []string
	for _, c := range LockedClauses(d) {
		own := chosen(c)
		if slices.Contains(inside, c.Parent) {
			own = ""
		} else if own == "" {
			continue
		}
		inside = append(inside, c.Address)
		if c.Node.Attrs == nil {
			c.Node.Attrs = &Attrs{}
		}
		c.Node.Attrs.Lock = own
	}
	d.Normalize()
}

// OuterClause is a clause that stands in no other, as it is locked or opened.
type OuterClause struct {
	// Address is its path in the version; see [Address].
	Address string `json:"address"`
	Number  string `json:"number"`
	Heading string `json:"heading"`
	// Lock is standard, negotiable or free; Mixed says that clauses in it have others.
	Lock  string `json:"lock"`
	Mixed bool   `json:"mixed"`
}

// ClauseLocks lists the outermost clauses of a version with their locks:
// [{address,number,heading,lock,mixed}]. Fault fault.not_found.
func (s *Service) ClauseLocks(id VersionID) (list []OuterClause, err error) {
	defer fault.Recover(&err)
	e, err := Version(s.db(), id)
	if err != nil {
		return nil, err
	}
	return outerClauses(&e.Definition), nil
}

func outerClauses(d *Definition) []OuterClause {
	numbers := map[string]string{}
	for _, n := range Outline(d) {
		numbers[Address(n.Path)] = n.Number
	}
	out := []OuterClause{}
	for _, c := range LockedClauses(d) {
		if c.Level == 1 {
			out = append(out, OuterClause{Address: c.Address, Number: numbers[c.Address], Heading: c.Node.headline(), Lock: c.Lock})
		} else if last := &out[len(out)-1]; last.Lock != c.Lock {
			last.Mixed = true
		}
	}
	return out
}

// ClauseLock is the lock that the clause at an address gets.
type ClauseLock struct {
	Address string `json:"address"`
	Lock    string `json:"lock"`
}

// SetLocks locks clauses or opens them, with all that is in them, as one step that
// can be undone; id is the version that [Service.ClauseLocks] read. A draft is
// changed; a published version is followed by a new one, and contracts stay on
// theirs. Faults template.clause.lock, fault.not_found, store.conflict when the
// template has another draft or version by now.
func (s *Service) SetLocks(id VersionID, locks []ClauseLock) (t *Template, err error) {
	defer fault.Recover(&err)
	wanted := map[string]string{}
	for _, l := range locks {
		if !lockWords.has(l.Lock) {
			return nil, fault.Invalid([]fault.Field{{Field: "lock", Code: "template.clause.lock"}})
		}
		wanted[l.Address] = l.Lock
	}
	e, err := Version(s.db(), id)
	if err != nil {
		return nil, err
	}
	if t, err = Find(s.db(), e.TemplateID); err != nil {
		return nil, err
	}
	err = s.write("template.locked", fault.P{"name": t.Name, "count": len(locks)}, func(tx *store.Tx) error {
		if t, err = Find(tx.DB, e.TemplateID); err != nil {
			return err
		}
		if t.DraftID != id && (t.DraftID != 0 || t.CurrentID != id) {
			return fault.New(store.Conflict, nil)
		}
		e, err := Version(tx.DB, id)
		if err != nil {
			return err
		}
		d := e.Definition
		d.Body = d.Body.clone()
		d.setLocks(func(c LockedClause) string { return wanted[c.Address] })
		if t.DraftID == 0 {
			t.Origin = OriginOwn
			return addVersion(tx, t, &d, true)
		}
		e.Definition = d
		if e.Hash, err = d.hash(); err != nil {
			return err
		}
		return tx.Update(e)
	})
	return t, err
}
