package customer

import (
	"encoding/json"
	"slices"
	"strings"

	"keyue/backend/attachment"
	"keyue/backend/fault"
	"keyue/backend/patch"
	"keyue/backend/store"
)

// mergeMax is how many records become one at once.
const mergeMax = 100

// Merge makes others part of keep, as one step: contacts, files and whatever
// other domains keep follow, then the others go to the trash. choices names,
// per field ("name", "billing.bank", "custom.c1"), the customer whose value is taken; where
// nothing is chosen keep's value stands unless it is empty, and lists are
// joined. Faults fault.not_found, customer.merge.none, fault.invalid.
func (s *Service) Merge(keep ID, others []ID, choices map[string]ID) (d *Detail, err error) {
	defer fault.Recover(&err)
	step := store.Step{Label: "customer.merged", Params: fault.P{"name": s.nameOf(keep), "count": len(others) + 1}}
	err = s.st.InTx(s.st.Context(), step, func(tx *store.Tx) error { return s.merge(tx, keep, others, choices) })
	if err != nil {
		return nil, err
	}
	return s.Get(keep)
}

func (s *Service) merge(tx *store.Tx, keep ID, others []ID, choices map[string]ID) error {
	others = slices.DeleteFunc(slices.Clone(others), func(id ID) bool { return id == keep })
	live, err := liveIDs(tx.DB, append([]ID{keep}, others...))
	if err != nil {
		return err
	}
	if !slices.Contains(live, keep) {
		return fault.Missing(KindCustomer)
	}
	others = slices.DeleteFunc(others, func(id ID) bool { return !slices.Contains(live, id) })
	slices.Sort(others)
	others = slices.Compact(others)
	if len(others) == 0 || len(others) > mergeMax {
		return fault.New("customer.merge.none", fault.P{"max": mergeMax})
	}
	all := map[ID]*Customer{}
	for _, id := range append([]ID{keep}, others...) {
		if all[id], err = Find(tx.DB, id); err != nil {
			return err
		}
	}
	c := all[keep]
	own := c.Name
	for _, id := range others {
		if err := c.absorb(all[id]); err != nil {
			return err
		}
	}
	if err := c.choose(all, choices); err != nil {
		return err
	}
	if choices["alias"] == 0 && NormalName(c.Alias) == NormalName(c.Name) {
		c.Alias = own // the name given up stays as the other one
	}
	c.Normalize()
	if err := s.follow(tx, c, others); err != nil {
		return err
	}
	if err := fault.Invalid(c.Validate()); err != nil {
		return err
	}
	if err := tx.Update(c); err != nil {
		return err
	}
	ids := make([]int64, len(others))
	for i, id := range others {
		ids[i] = int64(id)
	}
	return tx.Trash(KindCustomer, ids...)
}

// absorb fills what is empty from another record and joins the lists.
func (c *Customer) absorb(o *Customer) error {
	mine, err := flat(c)
	if err != nil {
		return err
	}
	theirs, err := flat(o)
	if err != nil {
		return err
	}
	fill := map[string]any{}
	for name, v := range theirs {
		if lists[name] || name == "custom" || name == "remark" || name == "lifecycleFixed" || blank(v) || !blank(mine[name]) {
			continue
		}
		set(fill, name, v)
	}
	if bad := patch.Apply(c, fill); len(bad) > 0 {
		return fault.Invalid(bad)
	}
	if c.Alias == "" && NormalName(c.Name) != NormalName(o.Name) {
		c.Alias = o.Name
	}
	c.Phones = append(c.Phones, o.Phones...)
	c.Emails = append(c.Emails, o.Emails...)
	c.Social = append(c.Social, o.Social...)
	c.Tags = append(c.Tags, o.Tags...)
	for _, a := range o.Anniversaries {
		if !slices.Contains(c.Anniversaries, a) {
			c.Anniversaries = append(c.Anniversaries, a)
		}
	}
	if o.Remark != "" && !strings.Contains(c.Remark, o.Remark) {
		c.Remark = strings.TrimSpace(c.Remark + "\n" + o.Remark)
	}
	custom := map[string]any{}
	for k, v := range o.Custom {
		custom[k] = v
	}
	for k, v := range c.Custom {
		custom[k] = v
	}
	c.Custom = custom
	// Who asked not to be contacted did so under any of the names.
	c.Consent.DoNotContact = c.Consent.DoNotContact || o.Consent.DoNotContact
	if o.Consent.Marketing == "refused" {
		c.Consent.Marketing = "refused"
	}
	return nil
}

// lists are the fields that a merge joins.
var lists = map[string]bool{"phones": true, "emails": true, "social": true, "tags": true, "anniversaries": true}

// choose takes the values that the person picked.
func (c *Customer) choose(all map[ID]*Customer, choices map[string]ID) error {
	picked := map[string]any{}
	var bad []fault.Field
	for _, name := range sortedNames(choices) {
		from := all[choices[name]]
		if from == nil {
			bad = append(bad, fault.Field{Field: name, Code: "customer.merge.choice"})
			continue
		}
		values, err := flat(from)
		if err != nil {
			return err
		}
		if key, ok := strings.CutPrefix(name, "custom."); ok {
			set(picked, name, from.Custom[key])
			continue
		}
		v, ok := values[name]
		if !ok {
			bad = append(bad, fault.Field{Field: name, Code: patch.Unknown})
			continue
		}
		set(picked, name, v)
		if name == "lifecycle" { // with who chose it
			set(picked, "lifecycleFixed", from.LifecycleFixed)
		}
	}
	return fault.Invalid(append(bad, patch.Apply(c, picked)...))
}

// follow moves everything that belongs to the others over to c.
func (s *Service) follow(tx *store.Tx, c *Customer, others []ID) error {
	ids := make([]int64, len(others))
	for i, id := range others {
		ids[i] = int64(id)
	}
	var people []Contact
	if err := store.IDs(tx.DB, "customer_id", ids).Order("id").Find(&people).Error; err != nil {
		return err
	}
	for i := range people {
		people[i].CustomerID = c.ID
		if err := tx.Update(&people[i]); err != nil {
			return err
		}
	}
	if err := attachment.Move(tx, KindCustomer, int64(c.ID), ids...); err != nil {
		return err
	}
	if err := inheritApart(tx, c.ID, others); err != nil {
		return err
	}
	for _, f := range s.o.Followers {
		if err := f(tx, c.ID, others); err != nil {
			return err
		}
	}
	return nil
}

// flat gives the values of a customer by JSON name, those of nested structs as
// "billing.bank".
func flat(c *Customer) (map[string]any, error) { return flatten(c) }

// flatten is flat for a customer or a contact.
func flatten(record any) (map[string]any, error) {
	text, err := json.Marshal(record)
	if err != nil {
		return nil, err
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, err
	}
	out := map[string]any{}
	for k, v := range all {
		switch k {
		case "id", "uid", "version", "createdAt", "updatedAt", "deletedAt":
			continue
		case "billing", "consent":
			for member, x := range v.(map[string]any) {
				out[k+"."+member] = x
			}
			continue
		}
		out[k] = v
	}
	return out, nil
}

// set puts "billing.bank" into a nested map, as patch.Apply wants it.
func set(into map[string]any, name string, v any) {
	head, member, nested := strings.Cut(name, ".")
	if !nested {
		into[name] = v
		return
	}
	part, _ := into[head].(map[string]any)
	if part == nil {
		part = map[string]any{}
		into[head] = part
	}
	part[member] = v
}

func blank(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case float64:
		return v == 0
	case bool:
		return !v
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}
