package settings

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/patch"
	"keyue/backend/store"
)

// CustomFieldID names a custom field.
type CustomFieldID int64

// FieldType is what a custom field holds.
type FieldType string

// Types of a custom field.
const (
	FieldText   FieldType = "text"
	FieldNumber FieldType = "number"
	FieldDate   FieldType = "date"
	FieldChoice FieldType = "choice"
)

// Entities that take custom fields.
var entities = []string{"customer", "contact"}

// CustomField is a field that the owner added: row, value and JSON.
type CustomField struct {
	ID CustomFieldID `json:"id"`
	store.Meta
	// Entity is the kind of record: customer or contact.
	Entity string `json:"entity"`
	// Key is where the value stands in the record's custom map. Made by us.
	Key   string `json:"key"`
	Label string `json:"label"`
	// Type is text, number, date or choice; it stays as it was made.
	Type FieldType `json:"type"`
	// Choices of a choice field. A value that is no longer offered is kept.
	Choices  []string `gorm:"serializer:json" json:"choices"`
	Position int      `json:"position"`
}

// TableName is the table.
func (CustomField) TableName() string { return "custom_field" }

// RowID is the primary key.
func (f CustomField) RowID() int64 { return int64(f.ID) }

// Normalize trims label and choices.
func (f *CustomField) Normalize() {
	f.Label = strings.Join(strings.Fields(strings.ToValidUTF8(f.Label, "\uFFFD")), " ")
	choices := []string{}
	for _, c := range f.Choices {
		if c = strings.Join(strings.Fields(strings.ToValidUTF8(c, "\uFFFD")), " "); c != "" && !slices.Contains(choices, c) {
			choices = append(choices, c)
		}
	}
	if f.Type != FieldChoice {
		choices = []string{}
	}
	f.Choices = choices
}

// Validate gives every bad field.
func (f *CustomField) Validate() []fault.Field {
	var bad []fault.Field
	add := func(field, code string, p fault.P) {
		bad = append(bad, fault.Field{Field: field, Code: code, Params: p})
	}
	if f.Label == "" {
		add("label", "settings.field_label.required", nil)
	}
	if len([]rune(f.Label)) > 60 {
		add("label", "settings.value.too_long", fault.P{"max": 60})
	}
	if !slices.Contains(entities, f.Entity) {
		add("entity", "settings.value.choice", nil)
	}
	if !slices.Contains([]FieldType{FieldText, FieldNumber, FieldDate, FieldChoice}, f.Type) {
		add("type", "settings.value.choice", nil)
	}
	if f.Type == FieldChoice && len(f.Choices) == 0 {
		add("choices", "settings.field_choices.required", nil)
	}
	if len(f.Choices) > 200 {
		add("choices", "settings.value.too_long", fault.P{"max": 200})
	}
	return bad
}

// CustomFields gives the live fields of a kind of record in their order.
func CustomFields(db *gorm.DB, entity string) ([]CustomField, error) {
	rows := []CustomField{}
	err := store.Live(db).Where("entity = ?", entity).Order("position, id").Find(&rows).Error
	return rows, err
}

// CheckCustom gives every bad value of a record's custom map, named
// "custom.<key>". Values whose field is gone are kept and not checked; a key
// that never was a field is refused.
func CheckCustom(db *gorm.DB, entity string, values map[string]any) ([]fault.Field, error) {
	if len(values) == 0 {
		return nil, nil
	}
	check, err := CustomChecker(db, entity)
	if err != nil {
		return nil, err
	}
	return check(values), nil
}

// Checker is CheckCustom for many records: the fields are read once.
type Checker func(values map[string]any) []fault.Field

// CustomChecker reads the custom fields of a kind of record.
func CustomChecker(db *gorm.DB, entity string) (Checker, error) {
	var fields []CustomField
	if err := db.Where("entity = ?", entity).Find(&fields).Error; err != nil {
		return nil, err
	}
	known := map[string]*CustomField{}
	for i := range fields {
		known[fields[i].Key] = &fields[i]
	}
	return func(values map[string]any) []fault.Field {
		var bad []fault.Field
		for key, v := range values {
			f := known[key]
			switch {
			case f == nil:
				bad = append(bad, fault.Field{Field: "custom." + key, Code: patch.Unknown})
			case f.DeletedAt != nil:
			default:
				if code := f.doubt(v); code != "" {
					bad = append(bad, fault.Field{Field: "custom." + key, Code: code, Params: fault.P{"label": f.Label}})
				}
			}
		}
		slices.SortFunc(bad, func(a, b fault.Field) int { return strings.Compare(a.Field, b.Field) })
		return bad
	}, nil
}

// doubt gives the code of what is wrong with a value; "" when it fits.
func (f *CustomField) doubt(v any) string {
	text, isText := v.(string)
	switch f.Type {
	case FieldNumber:
		switch v.(type) {
		case float64, int, int64:
			return ""
		}
		return "settings.custom.number"
	case FieldDate:
		if d, ok := date.Parse(text); !isText || !ok || string(d) != text {
			return "settings.custom.date"
		}
	default:
		if !isText {
			return "settings.custom.text"
		}
		if len([]rune(text)) > 2000 {
			return "settings.custom.long"
		}
	}
	return ""
}

// ParseCustom reads a text as the value of a field: what an import or a form
// has. Empty text gives nil. Fault settings.custom.* {label}.
func (f *CustomField) ParseCustom(text string) (any, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	switch f.Type {
	case FieldNumber:
		plain := strings.Map(func(r rune) rune {
			if r == ',' || r == '，' || unicode.IsSpace(r) {
				return -1
			}
			return r
		}, text)
		n, err := strconv.ParseFloat(plain, 64)
		if err != nil || n != n || n > 1e15 || n < -1e15 {
			return nil, fault.New("settings.custom.number", fault.P{"label": f.Label})
		}
		return n, nil
	case FieldDate:
		d, ok := date.Parse(text)
		if !ok || d == "" {
			return nil, fault.New("settings.custom.date", fault.P{"label": f.Label})
		}
		return string(d), nil
	}
	if code := f.doubt(text); code != "" {
		return nil, fault.New(code, fault.P{"label": f.Label})
	}
	return text, nil
}

// CustomFields gives the fields of customer or contact in their order.
func (s *Service) CustomFields(entity string) (rows []CustomField, err error) {
	defer fault.Recover(&err)
	return CustomFields(s.db(), entity)
}

// CreateCustomField adds a field at the end. Fault fault.invalid.
func (s *Service) CreateCustomField(f CustomField) (out *CustomField, err error) {
	defer fault.Recover(&err)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "settings.field_created", Params: fault.P{"name": f.Label}}, func(tx *store.Tx) error {
		f := f
		err := AddCustomField(tx, &f)
		out = &f
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// AddCustomField adds a field inside a step; key and position are made.
func AddCustomField(tx *store.Tx, f *CustomField) error {
	f.ID, f.Meta = 0, store.Meta{UID: f.UID}
	f.Normalize()
	bad := f.Validate()
	same, err := sameLabel(tx.DB, f)
	if err != nil {
		return err
	}
	if same {
		bad = append(bad, fault.Field{Field: "label", Code: "settings.field_label.taken"})
	}
	if err := fault.Invalid(bad); err != nil {
		return err
	}
	n, err := tx.NextNumber("custom_field." + f.Entity)
	if err != nil {
		return err
	}
	f.Key, f.Position = "c"+strconv.FormatInt(n, 10), int(n)
	return tx.Insert(f)
}

func sameLabel(db *gorm.DB, f *CustomField) (bool, error) {
	var n int64
	err := store.Live(db.Model(&CustomField{})).Where("entity = ? and label = ? and id <> ?", f.Entity, f.Label, f.ID).Count(&n).Error
	return n > 0, err
}

// UpdateCustomField changes label, choices or position.
func (s *Service) UpdateCustomField(id CustomFieldID, version int64, changes map[string]any) (out *CustomField, err error) {
	defer fault.Recover(&err)
	err = s.changeField(id, "settings.field_updated", func(tx *store.Tx, f *CustomField) error {
		if version != 0 {
			f.Version = version
		}
		was := *f
		bad := patch.Apply(f, changes)
		f.Normalize()
		bad = append(bad, f.Validate()...)
		for _, c := range []struct {
			field   string
			changed bool
		}{{"entity", f.Entity != was.Entity}, {"key", f.Key != was.Key}, {"type", f.Type != was.Type}} {
			if c.changed {
				bad = append(bad, fault.Field{Field: c.field, Code: "settings.field_fixed"})
			}
		}
		same, err := sameLabel(tx.DB, f)
		if err != nil {
			return err
		}
		if same {
			bad = append(bad, fault.Field{Field: "label", Code: "settings.field_label.taken"})
		}
		if err := fault.Invalid(bad); err != nil {
			return err
		}
		out = f
		return tx.Update(f)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// OrderCustomFields puts the fields of a kind of record in the order of ids.
func (s *Service) OrderCustomFields(entity string, ids []CustomFieldID) (rows []CustomField, err error) {
	defer fault.Recover(&err)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "settings.fields_ordered"}, func(tx *store.Tx) error {
		fields, err := CustomFields(tx.DB, entity)
		if err != nil {
			return err
		}
		slices.SortStableFunc(fields, func(a, b CustomField) int { return place(ids, a.ID) - place(ids, b.ID) })
		for i := range fields {
			fields[i].Position = i + 1
			if err := tx.Update(&fields[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return CustomFields(s.db(), entity)
}

func place(ids []CustomFieldID, id CustomFieldID) int {
	if i := slices.Index(ids, id); i >= 0 {
		return i
	}
	return len(ids)
}

// TrashCustomField takes a field away; the values stay in the records and are
// there again when it is restored.
func (s *Service) TrashCustomField(id CustomFieldID) (err error) {
	defer fault.Recover(&err)
	return s.changeField(id, "settings.field_trashed", func(tx *store.Tx, f *CustomField) error {
		return tx.Trash(KindCustomField, int64(f.ID))
	})
}

func (s *Service) changeField(id CustomFieldID, label string, do func(tx *store.Tx, f *CustomField) error) error {
	find := func(db *gorm.DB) (*CustomField, error) {
		var f CustomField
		if err := store.Live(db).Where("id = ?", id).Limit(1).Find(&f).Error; err != nil {
			return nil, err
		}
		if f.ID == 0 {
			return nil, fault.Missing(KindCustomField)
		}
		return &f, nil
	}
	was, err := find(s.db())
	if err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: label, Params: fault.P{"name": was.Label}}, func(tx *store.Tx) error {
		f, err := find(tx.DB)
		if err != nil {
			return err
		}
		return do(tx, f)
	})
}
