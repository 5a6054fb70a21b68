package template

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"keyue/backend/date"
	"keyue/backend/fault"
)

// DeviationKind says what a deal does to a clause of its template.
type DeviationKind string

// The kinds of deviations.
const (
	Changed DeviationKind = "changed" // the clause has another text
	Removed DeviationKind = "removed" // the clause is left out
	Added   DeviationKind = "added"   // clauses stand after it that the template does not have
)

// Deviation is one place where a deal says otherwise than its template. It is
// stored with the contract and applied to the body of the template's version
// before it is filled: the text of a contract is always template + deviations +
// data. Of each clause there is at most one deviation that changes or removes
// it, and one that adds after it.
//
//	{"id":"a1b2c3","clause":"6.2","kind":"changed","body":[{"type":"clause","content":[…]}],
//	 "reason":"…","at":1795399200000,"by":"…","base":"…","was":"…","ref":"payment","heading":"付款"}
type Deviation struct {
	// ID names the deviation in its contract; the program gives it.
	ID string `json:"id"`
	// Clause is the address of the clause in the template's version: the indexes
	// of children from the body, joined by dots.
	Clause string        `json:"clause"`
	Kind   DeviationKind `json:"kind"`
	// Body of a changed clause is one clause node; its id, lock and link are those
	// of the template, whatever it says. Body of an addition is one clause node or
	// more. A removal has none.
	Body []Node `json:"body,omitempty"`
	// Reason is needed where standard text is touched.
	Reason string       `json:"reason"`
	At     date.Instant `json:"at"`
	By     string       `json:"by"`
	// Base is the hash of the clause in the template, Was its text and Ref its id,
	// when the deviation was made; the program writes them. They find the clause
	// again in a newer version.
	Base    string `json:"base,omitempty"`
	Was     string `json:"was,omitempty"`
	Ref     string `json:"ref,omitempty"`
	Heading string `json:"heading,omitempty"`
	// Conflict marks a deviation whose clause is another one in the version the
	// contract has moved to: it is not applied, and the contract is not issued
	// until a person has made it anew or dropped it. Clause is then the clause
	// that has its id now, or empty.
	Conflict bool `json:"conflict,omitempty"`
}

// Limits of deviations.
const (
	maxDeviations = 200
	maxReason     = 500 // runes
)

// slot is the place a deviation takes: there is one of each per clause.
func (d *Deviation) slot() string { return d.Clause + " " + strconv.FormatBool(d.Kind == Added) }

// Address writes the path of a node as the address of a clause: "3.0.2".
func Address(path []int) string {
	parts := make([]string, len(path))
	for i, n := range path {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ".")
}

// LockedClause is a clause of a definition with its address and its lock.
type LockedClause struct {
	Address string
	Path    []int
	// Parent is the address of the clause around it, empty for none.
	Parent string
	// Level counts from 1; Lock is standard, negotiable or free, also where it is
	// that of the clause around.
	Level int
	Lock  string
	Node  *Node
}

// LockedClauses lists all clauses of a definition in reading order.
func LockedClauses(d *Definition) []LockedClause {
	var out []LockedClause
	var visit func(n *Node, path []int, outer LockedClause)
	visit = func(n *Node, path []int, outer LockedClause) {
		for i := range n.Content {
			k := &n.Content[i]
			at, around := append(slices.Clone(path), i), outer
			switch k.Type {
			case nodeClause:
				around = LockedClause{Address: Address(at), Path: at, Parent: outer.Address, Level: outer.Level + 1, Lock: k.lock(outer.Lock), Node: k}
				out = append(out, around)
			case nodeAttachment:
				around = LockedClause{Lock: LockNegotiable}
			}
			visit(k, at, around)
		}
	}
	visit(&d.Body, nil, LockedClause{Lock: LockNegotiable})
	return out
}

// lock is the clause's own lock, else that of the clause around it.
func (n *Node) lock(outer string) string {
	if l := n.attrs().Lock; l != "" {
		return l
	}
	return outer
}

// Hash identifies what a clause says: its text, fields, formats, conditions and
// references, without its own lock and link, without any value of a field, and
// without the clauses in it that are locked less than it is itself. lock is the
// clause's own, as [LockedClause] has it.
func (n *Node) Hash(lock string) string {
	c := n.sealed(lock, lock)
	if c.Attrs != nil {
		c.Attrs.Lock, c.Attrs.Library, c.Attrs.LibraryVersion = "", "", 0
	}
	c.normalize()
	data, err := json.Marshal(&c)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// sealed copies a clause without what is locked less: that may change, or go.
func (n *Node) sealed(seal, lock string) Node {
	c := *n
	if n.Attrs != nil {
		a := *n.Attrs
		a.Library, a.LibraryVersion = "", 0
		c.Attrs = &a
	}
	c.Content = make([]Node, 0, len(n.Content))
	for i := range n.Content {
		k := &n.Content[i]
		inner := lock
		if k.Type == nodeClause {
			if inner = k.lock(lock); strictness(inner) < strictness(seal) {
				continue
			}
		}
		s := k.sealed(seal, inner)
		if frame := k.Type == nodeWhen || k.Type == nodeEach; frame && len(s.Content) == 0 {
			continue
		}
		c.Content = append(c.Content, s)
	}
	return c
}

func strictness(lock string) int {
	return slices.Index([]string{LockFree, LockNegotiable, LockStandard}, lock)
}

// ClauseState is a clause of a contract: as the template has it, and as the deal
// has it.
type ClauseState struct {
	LockedClause
	// Deviation is what changes it; nil for none, and for the clauses inside one
	// that is changed or removed there is no state at all.
	Deviation *Deviation
	// Now is the clause in the deviated body, nil when it is removed; At is its
	// path there.
	Now *Node
	At  []int
}

// Deviate applies deviations to a definition: what a contract with them is
// merged from. Those that are in conflict, or whose clause is not there or has
// changed since, are given back as lost and not applied. The definition itself
// is not touched.
func Deviate(d *Definition, list []Deviation) (out *Definition, states []ClauseState, lost []Deviation) {
	clauses := map[string]LockedClause{}
	for _, c := range LockedClauses(d) {
		clauses[c.Address] = c
	}
	a := &applier{clauses: clauses, by: map[string]*Deviation{}}
	for i := range list {
		v := &list[i]
		c, ok := clauses[v.Clause]
		if !ok || v.Conflict || v.Base != "" && v.Base != c.Node.Hash(c.Lock) {
			lost = append(lost, *v)
			continue
		}
		a.by[v.slot()] = v
	}
	copied := *d
	copied.Body.Content = a.list(d.Body.Content, nil, nil)
	return &copied, a.states, lost
}

type applier struct {
	clauses map[string]LockedClause
	by      map[string]*Deviation
	states  []ClauseState
}

// list copies siblings; path is where they are in the template, at where they
// come to be.
func (a *applier) list(nodes []Node, path, at []int) []Node {
	out := make([]Node, 0, len(nodes))
	for i := range nodes {
		n, from := nodes[i], append(slices.Clone(path), i)
		to := append(slices.Clone(at), len(out))
		if n.Type != nodeClause {
			if !rules[n.Type].inline {
				n.Content = a.list(n.Content, from, to)
			}
			if (n.Type == nodeWhen || n.Type == nodeEach) && len(n.Content) == 0 {
				continue // all of it was removed
			}
			out = append(out, n)
			continue
		}
		address := Address(from)
		out = a.clause(out, n, from, to)
		if add := a.by[(&Deviation{Clause: address, Kind: Added}).slot()]; add != nil {
			for k := range add.Body {
				now := add.Body[k]
				outer := a.clauses[address]
				a.states = append(a.states, ClauseState{Deviation: add, Now: &now, At: append(slices.Clone(at), len(out)),
					LockedClause: LockedClause{Address: address, Parent: outer.Parent, Level: outer.Level, Lock: LockFree}})
				out = append(out, now)
			}
		}
	}
	return out
}

// clause copies a clause, or what stands for it.
func (a *applier) clause(out []Node, n Node, from, to []int) []Node {
	address := Address(from)
	state := ClauseState{LockedClause: a.clauses[address], At: to}
	v := a.by[(&Deviation{Clause: address, Kind: Changed}).slot()]
	switch {
	case v != nil && v.Kind == Removed:
		state.Deviation, state.At = v, nil
		a.states = append(a.states, state)
		return out
	case v != nil && len(v.Body) == 1:
		now := v.Body[0]
		now.Attrs = n.Attrs
		state.Deviation, state.Now = v, &now
		a.states = append(a.states, state)
		return append(out, now)
	}
	k := len(a.states)
	a.states = append(a.states, state)
	n.Content = a.list(n.Content, from, to)
	a.states[k].Now = &n
	return append(out, n)
}

// CheckDeviations lists what is wrong with deviations of a definition, with
// fields such as "deviations.2"; codes template.deviation.*, and those of the
// tree and of [Check] for what a new body brings. Conflicts are not looked at.
func CheckDeviations(d *Definition, list []Deviation) []fault.Field {
	c := &deviationCheck{d: d, list: list, clauses: map[string]LockedClause{}, known: map[string]bool{}}
	for _, k := range LockedClauses(d) {
		c.clauses[k.Address] = k
	}
	for _, p := range Check(d) {
		c.known[problemKey(p)] = true
	}
	if len(list) > maxDeviations {
		return []fault.Field{{Field: "deviations", Code: "template.deviation.many", Params: fault.P{"max": maxDeviations}}}
	}
	for i := range list {
		if !list[i].Conflict {
			c.one(i)
		}
	}
	return c.bad
}

type deviationCheck struct {
	d       *Definition
	list    []Deviation
	clauses map[string]LockedClause
	known   map[string]bool // problems that the template has by itself
	bad     []fault.Field
}

func problemKey(p Problem) string { return p.Code + "\x00" + p.Field + "\x00" + fmt.Sprint(p.Params) }

func (c *deviationCheck) one(i int) {
	v := &c.list[i]
	before := len(c.bad)
	k, ok := c.clauses[v.Clause]
	p := fault.P{"clause": v.Heading}
	if ok {
		p["clause"] = k.Node.headline()
	}
	add := func(code string) {
		c.bad = append(c.bad, fault.Field{Field: fmt.Sprintf("deviations.%d", i), Code: code, Params: p})
	}
	if !ok {
		add("template.deviation.clause")
		return
	}
	if !plainLine(strings.ReplaceAll(v.Reason, "\n", " "), maxReason) {
		add("template.deviation.reason_long")
	}
	for j := range c.list {
		o := &c.list[j]
		if j < i && !o.Conflict && o.slot() == v.slot() {
			add("template.deviation.twice")
		}
		if !o.Conflict && o.Kind != Added && o.Clause != v.Clause && strings.HasPrefix(v.Clause, o.Clause+".") {
			add("template.deviation.inside")
			return
		}
	}
	if !v.shaped() {
		add("template.deviation.body")
		return
	}
	out, _, _ := Deviate(c.d, []Deviation{v.bare()})
	out.Body = out.Body.clone() // the check marks nodes, and these are the template's own
	if err := CheckTree(out); err != nil {
		e := fault.From(err)
		c.bad = append(c.bad, fault.Field{Field: fmt.Sprintf("deviations.%d", i), Code: e.Code, Params: e.Params})
		return
	}
	out.Normalize()
	c.contents(i, out, k)
	if len(c.bad) == before && strings.TrimSpace(v.Reason) == "" && c.locked(v, k) {
		add("template.deviation.reason")
	}
}

// bare is the deviation as if it were new.
func (d *Deviation) bare() Deviation {
	c := *d
	c.Base = ""
	return c
}

// shaped reports whether the body is what the kind asks for.
func (d *Deviation) shaped() bool {
	for i := range d.Body {
		if d.Body[i].Type != nodeClause {
			return false
		}
	}
	switch d.Kind {
	case Removed:
		return len(d.Body) == 0
	case Changed:
		return len(d.Body) == 1
	case Added:
		return len(d.Body) > 0
	}
	return false
}

// contents reports what the deviated text refers to and is not there. A
// reference to the removed clause itself may still be put right elsewhere: that
// is said by the merge, and keeps the contract from being issued.
func (c *deviationCheck) contents(i int, out *Definition, k LockedClause) {
	gone := map[string]bool{}
	walk(k.Node, func(n *Node) { gone[n.attrs().ID] = true })
	for _, p := range Check(out) {
		if id, _ := p.Params["clause"].(string); p.Warning || c.known[problemKey(p)] || p.Code == "template.ref.unknown" && gone[id] {
			continue
		}
		c.bad = append(c.bad, fault.Field{Field: fmt.Sprintf("deviations.%d", i), Code: p.Code, Params: p.Params})
		return
	}
}

// locked reports whether a deviation touches standard text.
func (c *deviationCheck) locked(v *Deviation, k LockedClause) bool {
	if v.Kind == Added {
		outer, ok := c.clauses[k.Parent]
		return ok && outer.Lock == LockStandard
	}
	if k.Lock == LockStandard && v.Kind == Removed {
		return true
	}
	var body []Node
	if v.Kind == Changed {
		now := v.Body[0]
		now.Attrs = k.Node.Attrs
		body = []Node{now}
	}
	have := map[string]int{}
	for _, h := range sealedHashes(body, outerLock(c.clauses, k), false) {
		have[h]++
	}
	for _, h := range sealedHashes([]Node{*k.Node}, outerLock(c.clauses, k), false) {
		if have[h]--; have[h] < 0 {
			return true
		}
	}
	return false
}

func outerLock(clauses map[string]LockedClause, k LockedClause) string {
	if outer, ok := clauses[k.Parent]; ok {
		return outer.Lock
	}
	return LockNegotiable
}

// sealedHashes gives the hashes of the outermost standard clauses in a list; lock
// is what holds around it, and sealed that it is inside one counted already.
func sealedHashes(list []Node, lock string, sealed bool) []string {
	var out []string
	for i := range list {
		n := &list[i]
		inner, within := lock, sealed
		if n.Type == nodeClause {
			inner, within = n.lock(lock), n.lock(lock) == LockStandard
			if within && !sealed {
				out = append(out, n.Hash(inner))
			}
		}
		out = append(out, sealedHashes(n.Content, inner, within)...)
	}
	return out
}

// LocksHold checks once more, from the text alone, that a deviated body still
// has every standard clause of its template that no deviation with a reason
// touches. It is asked before a contract is issued and gives the heading of the
// first clause that is not what it should be; "" when all are.
func LocksHold(d *Definition, list []Deviation) (heading string) {
	out, _, _ := Deviate(d, list)
	have := map[string]int{}
	for _, h := range allSealed(out, nil) {
		have[h]++
	}
	explained := func(address string) bool {
		return slices.ContainsFunc(list, func(v Deviation) bool {
			near := v.Clause == address || strings.HasPrefix(v.Clause, address+".") || strings.HasPrefix(address, v.Clause+".")
			return !v.Conflict && near && strings.TrimSpace(v.Reason) != ""
		})
	}
	allSealed(d, func(c LockedClause, hash string) {
		if have[hash]--; have[hash] < 0 && !explained(c.Address) && heading == "" {
			heading = c.Node.headline()
		}
	})
	return heading
}

// allSealed gives the hashes of the outermost standard clauses of a definition.
func allSealed(d *Definition, visit func(LockedClause, string)) []string {
	var out []string
	locks := map[string]string{"": LockNegotiable}
	for _, c := range LockedClauses(d) {
		locks[c.Address] = c.Lock
		if c.Lock != LockStandard || locks[c.Parent] == LockStandard {
			continue
		}
		h := c.Node.Hash(c.Lock)
		out = append(out, h)
		if visit != nil {
			visit(c, h)
		}
	}
	return out
}

// Carry takes deviations over to another version: each goes with its clause,
// found by what it said or by its id. Where the clause reads otherwise now, or
// is no longer there, the deviation becomes a conflict; one that was a conflict
// and fits again is none any more.
func Carry(list []Deviation, to *Definition) []Deviation {
	byHash, byID := map[string][]LockedClause{}, map[string]LockedClause{}
	for _, c := range LockedClauses(to) {
		h := c.Node.Hash(c.Lock)
		byHash[h] = append(byHash[h], c)
		if id := c.Node.attrs().ID; id != "" {
			byID[id] = c
		}
	}
	taken := map[string]bool{}
	out := make([]Deviation, 0, len(list))
	for _, v := range list {
		same := byHash[v.Base]
		at := slices.IndexFunc(same, func(c LockedClause) bool { return c.Address == v.Clause || v.Ref != "" && c.Node.attrs().ID == v.Ref })
		switch {
		case at >= 0:
			v.Clause, v.Conflict = same[at].Address, false
		case len(same) == 1:
			v.Clause, v.Conflict = same[0].Address, false
		default:
			v.Conflict = true
			v.Clause = byID[v.Ref].Address
		}
		if !v.Conflict && taken[v.slot()] {
			v.Conflict = true
		}
		if !v.Conflict {
			taken[v.slot()] = true
		}
		out = append(out, v)
	}
	return out
}

// Normalize brings the body into the form in which equal trees are equal, with
// fields by their keys.
func (d *Deviation) Normalize(def *Definition) {
	names := newNames(def)
	doc := Node{Type: nodeDoc, Content: d.Body}.clone()
	doc.normalize()
	doc.resolveKeys(names)
	d.Body = doc.Content
	d.Reason = strings.TrimSpace(d.Reason)
}

// Stamp fills what the program knows of a deviation that is made now.
func (d *Deviation) Stamp(def *Definition, at date.Instant, by string) {
	d.At, d.By, d.Conflict = at, by, false
	for _, c := range LockedClauses(def) {
		if c.Address == d.Clause {
			d.Base, d.Was, d.Ref, d.Heading = c.Node.Hash(c.Lock), ClauseText(def, c.Node), c.Node.attrs().ID, c.Node.headline()
		}
	}
}
