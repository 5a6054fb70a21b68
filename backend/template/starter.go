package template

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"keyue/backend/store"

	"gorm.io/gorm"
)

//go:embed starter/*/*.txt
var starterText embed.FS

// starter is one template of the library that comes with the program.
type starter struct {
	def  *Definition
	hash string
}

// starters are read once; a fault in them is a build fault that the tests catch.
var starters = sync.OnceValues(func() ([]starter, error) {
	files, err := fs.Glob(starterText, "starter/*/*.txt")
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var out []starter
	for _, name := range files {
		data, err := starterText.ReadFile(name)
		if err != nil {
			return nil, err
		}
		d, problems := Parse(string(data))
		if len(problems) > 0 || d.Code == "" {
			return nil, fmt.Errorf("starter %s: %v", name, problems)
		}
		hash, err := d.hash()
		if err != nil {
			return nil, err
		}
		out = append(out, starter{d, hash})
	}
	// The order of the library: sale first, then as the kinds are listed.
	slices.SortStableFunc(out, func(a, b starter) int {
		if c := strings.Compare(string(b.def.Language), string(a.def.Language)); c != 0 {
			return c
		}
		if c := kindOrder(a.def.Kind) - kindOrder(b.def.Kind); c != 0 {
			return c
		}
		return len(a.def.Code) - len(b.def.Code) // the plain one before its variants
	})
	return out, nil
})

func kindOrder(k Kind) int {
	return slices.IndexFunc(kindWords, func(w word) bool { return w.code == string(k) })
}

// given is a row of template_starter.
type given struct {
	Code string
	Hash string
}

// TableName names the table for GORM.
func (given) TableName() string { return "template_starter" }

// InstallStarters puts the starter library into a workspace: new ones are
// added, those whose wording changed with the program get a new version, and
// those the owner has edited, archived or deleted are left as they are. Running
// it again changes nothing.
func InstallStarters(tx *store.Tx) error {
	list, err := starters()
	if err != nil {
		return err
	}
	has, err := givenStarters(tx.DB)
	if err != nil {
		return err
	}
	for _, s := range list {
		if has[s.def.Code] == s.hash {
			continue
		}
		d := *s.def
		if _, known := has[d.Code]; !known {
			if _, err := create(tx, &d, OriginStarter, true); err != nil {
				return err
			}
		} else if err := renewStarter(tx, &d); err != nil {
			return err
		}
		err := tx.Exec("insert into template_starter (code, hash) values (?, ?) on conflict (code) do update set hash = excluded.hash", d.Code, s.hash).Error
		if err != nil {
			return err
		}
	}
	return installClauses(tx, has)
}

// renewStarter gives a starter that is still ours the new wording.
func renewStarter(tx *store.Tx, d *Definition) error {
	var t Template
	err := tx.Scopes(store.Live).Where("code = ? and origin = ?", d.Code, OriginStarter).Order("id").Limit(1).Find(&t).Error
	if err != nil || t.ID == 0 {
		return err
	}
	return addVersion(tx, &t, d, true)
}

func givenStarters(db *gorm.DB) (map[string]string, error) {
	var rows []given
	if err := db.Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.Code] = r.Hash
	}
	return out, nil
}

// OnOpen installs or renews the starter library when a workspace is opened; it
// writes only when something is new.
func OnOpen(st *store.Store) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		if info, ok := st.Info(); !ok || info.ReadOnly {
			return nil
		}
		list, err := starters()
		if err != nil {
			return err
		}
		has, err := givenStarters(st.Read(ctx))
		if err != nil {
			return err
		}
		due, err := clausesDue(has)
		if err != nil {
			return err
		}
		if !due && !slices.ContainsFunc(list, func(s starter) bool { return has[s.def.Code] != s.hash }) {
			return nil
		}
		return st.InTx(ctx, store.Step{Label: "template.installed", Quiet: true, NoUndo: true}, InstallStarters)
	}
}
