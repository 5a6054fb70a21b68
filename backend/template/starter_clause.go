package template

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"keyue/backend/store"
)

//go:embed starter/clause/*/*.txt
var starterClauseText embed.FS

// givenClause stands before the codes of clauses in template_starter.
const givenClause = "clause:"

// starterClauses are the clauses that come with the program, read once.
var starterClauses = sync.OnceValues(func() ([]*Clause, error) {
	files, err := fs.Glob(starterClauseText, "starter/clause/*/*.txt")
	if err != nil {
		return nil, err
	}
	var out []*Clause
	for _, name := range files {
		data, err := starterClauseText.ReadFile(name)
		if err != nil {
			return nil, err
		}
		c, err := readStarterClause(string(data))
		if err != nil {
			return nil, fmt.Errorf("starter clause %s: %w", name, err)
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b *Clause) int { return strings.Compare(string(b.Language), string(a.Language)) })
	return out, nil
})

// readStarterClause reads a clause in the notation of a template with one clause.
func readStarterClause(text string) (*Clause, error) {
	d, problems := Parse(text)
	if len(problems) > 0 || len(d.Body.Content) != 1 || d.Code == "" {
		return nil, fmt.Errorf("%v", problems)
	}
	c := &Clause{Name: d.Name, Code: d.Code, Language: d.Language, Lock: d.Body.Content[0].attrs().Lock, Body: d.Body.Content[0], Fields: d.Fields, N: 1, Origin: OriginStarter}
	if d.Kind != KindOther {
		c.Kind = d.Kind
	}
	return c, c.validate()
}

// mark identifies the wording and fields of a starter clause.
func (c *Clause) mark() (string, error) {
	return (&Definition{Language: c.Language, Code: c.Code + c.Lock, Fields: c.Fields, Body: c.Body}).hash()
}

// installClauses puts the clauses that come with the program into a workspace,
// as InstallStarters does with templates.
func installClauses(tx *store.Tx, has map[string]string) error {
	list, err := starterClauses()
	if err != nil {
		return err
	}
	for _, c := range list {
		mark, err := c.mark()
		if err != nil {
			return err
		}
		had, known := has[givenClause+c.Code]
		if had == mark {
			continue
		}
		if err := installClause(tx, c, known); err != nil {
			return err
		}
		if err := tx.Exec("insert into template_starter (code, hash) values (?, ?) on conflict (code) do update set hash = excluded.hash", givenClause+c.Code, mark).Error; err != nil {
			return err
		}
	}
	return nil
}

func installClause(tx *store.Tx, c *Clause, known bool) error {
	fresh := *c
	if !known {
		return fresh.insert(tx)
	}
	var old Clause
	if err := tx.Scopes(store.Live).Where("code = ? and origin = ?", c.Code, OriginStarter).Limit(1).Find(&old).Error; err != nil || old.ID == 0 {
		return err
	}
	old.take(&fresh)
	return tx.Update(&old)
}

// clausesDue reports whether a workspace lacks a clause or its newest wording.
func clausesDue(has map[string]string) (bool, error) {
	list, err := starterClauses()
	if err != nil {
		return false, err
	}
	for _, c := range list {
		if mark, err := c.mark(); err != nil || has[givenClause+c.Code] != mark {
			return true, err
		}
	}
	return false, nil
}
