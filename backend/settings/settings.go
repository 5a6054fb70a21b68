// Package settings keeps the choices of a workspace: how it looks and speaks,
// our own companies, the fields an owner adds to records, and which rows came
// with the sample business.
package settings

import (
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/patch"
	"keyue/backend/store"
)

// Settings are the choices that hold for the whole workspace.
type Settings struct {
	// Language of the screen; documents have their own.
	Language locale.Tag `json:"language"`
	// TextSize is small, standard, large or extra.
	TextSize string `json:"textSize"`
	// Theme is system, light or dark.
	Theme string `json:"theme"`
	// Density of lists: comfortable or compact.
	Density string `json:"density"`
	// NavHidden are the entries of the navigation not shown.
	NavHidden []string `json:"navHidden"`
	// FirstRunDone: the opening questions were answered or skipped.
	FirstRunDone bool `json:"firstRunDone"`
	// ShopName stands at the top of the navigation.
	ShopName string `json:"shopName"`
	// PurgeTrash deletes for good, once a day, what has been in the trash for more
	// than 30 days. Off until the owner chooses it.
	PurgeTrash bool   `json:"purgeTrash"`
	Industry   string `json:"industry"`
	// Currency is the one the business counts in, ISO 4217; see OurCurrency.
	Currency money.Currency `json:"currency"`
}

// Defaults are the settings of a new workspace.
func Defaults() Settings {
	return Settings{Language: locale.ZhCN, TextSize: "standard", Theme: "system", Density: "comfortable", NavHidden: []string{}, Currency: money.CNY}
}

var isoCode = regexp.MustCompile(`^[A-Z]{3}$`)

// Validate gives every bad field.
func (s *Settings) Validate() []fault.Field {
	var bad []fault.Field
	choice := func(field, value string, allowed ...string) {
		if !slices.Contains(allowed, value) {
			bad = append(bad, fault.Field{Field: field, Code: "settings.value.choice"})
		}
	}
	choice("language", string(s.Language), string(locale.ZhCN), string(locale.En))
	choice("textSize", s.TextSize, "small", "standard", "large", "extra")
	choice("theme", s.Theme, "system", "light", "dark")
	choice("density", s.Density, "comfortable", "compact")
	if !isoCode.MatchString(string(s.Currency)) {
		bad = append(bad, fault.Field{Field: "currency", Code: "settings.value.choice"})
	}
	if len(s.NavHidden) > 50 {
		bad = append(bad, fault.Field{Field: "navHidden", Code: "settings.value.too_long", Params: fault.P{"max": 50}})
	}
	for _, f := range []struct{ field, value string }{{"shopName", s.ShopName}, {"industry", s.Industry}} {
		if len([]rune(f.value)) > 200 {
			bad = append(bad, fault.Field{Field: f.field, Code: "settings.value.too_long", Params: fault.P{"max": 200}})
		}
	}
	return bad
}

// Names of the kinds in history and events.
const (
	KindSetting     = "setting"
	KindCompany     = "company"
	KindCustomField = "custom_field"
)

// Kinds are the record types of this package, for app.go.
func Kinds() []store.Kind {
	title := func(table, column string) func(db *gorm.DB, id int64) string {
		return func(db *gorm.DB, id int64) string {
			var name string
			db.Table(table).Where("id = ?", id).Limit(1).Pluck(column, &name)
			return name
		}
	}
	return []store.Kind{
		// No title: a setting is nothing that a person looks for in the trash.
		{Name: KindSetting, Table: "setting"},
		{Name: KindCompany, Table: "company", Title: title("company", "name")},
		{Name: KindCustomField, Table: "custom_field", Title: title("custom_field", "label")},
	}
}

// setting is one row: a key and its value as JSON.
type setting struct {
	ID int64 `json:"id"`
	store.Meta
	Key   string `json:"key"`
	Value string `json:"value"`
}

func (setting) TableName() string { return "setting" }

// RowID is the primary key.
func (s setting) RowID() int64 { return s.ID }

// Value reads the setting of a key into v, and leaves v alone when there is
// none. Keys of other packages begin with their name: "template.last".
func Value(db *gorm.DB, key string, v any) error {
	var row setting
	err := store.Live(db).Where("key = ?", key).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(row.Value), v)
}

// SetValue writes the setting of a key.
func SetValue(tx *store.Tx, key string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var row setting
	err = tx.Where("key = ?", key).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return tx.Insert(&setting{Key: key, Value: string(text)})
	}
	if err != nil {
		return err
	}
	if row.DeletedAt != nil {
		// Its first choice was undone.
		if err := tx.Restore(KindSetting, row.ID); err != nil {
			return err
		}
		if err := tx.Where("id = ?", row.ID).Take(&row).Error; err != nil {
			return err
		}
	}
	row.Value = string(text)
	return tx.Update(&row)
}

// prefix of the keys that hold the fields of Settings.
const prefix = "app."

// Load gives the settings, with defaults for what was never chosen.
func Load(db *gorm.DB) (Settings, error) {
	var rows []setting
	if err := store.Live(db).Where("key like ?", prefix+"%").Find(&rows).Error; err != nil {
		return Settings{}, err
	}
	changes := map[string]any{}
	for _, r := range rows {
		changes[r.Key[len(prefix):]] = json.RawMessage(r.Value)
	}
	s := Defaults()
	patch.Apply(&s, changes) // what a newer version wrote and we do not know is left out
	if s.NavHidden == nil {
		s.NavHidden = []string{}
	}
	return s, nil
}

// EndFirstRun marks the opening questions as answered: whoever asked for
// something to look at wants to look, not to be asked.
func EndFirstRun(tx *store.Tx) error { return SetValue(tx, prefix+"firstRunDone", true) }

// Service is what the page may call.
type Service struct {
	st    *store.Store
	files Files
}

// NewService makes the service; files brings in logos.
func NewService(st *store.Store, files Files) *Service { return &Service{st: st, files: files} }

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// Get gives the settings.
func (s *Service) Get() (v Settings, err error) {
	defer fault.Recover(&err)
	return Load(s.db())
}

// Save sets the settings that changes names and gives all of them. Fault
// fault.invalid.
func (s *Service) Save(changes map[string]any) (v Settings, err error) {
	defer fault.Recover(&err)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "settings.saved", Quiet: true}, func(tx *store.Tx) error {
		v, err := Load(tx.DB)
		if err != nil {
			return err
		}
		if err := fault.Invalid(append(patch.Apply(&v, changes), v.Validate()...)); err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(changes)) {
			if err := SetValue(tx, prefix+name, changes[name]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Settings{}, err
	}
	return Load(s.db())
}
