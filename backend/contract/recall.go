package contract

import (
	"maps"

	"keyue/backend/store"
	"keyue/backend/template"

	"gorm.io/gorm"
)

// recalledContracts is how many contracts are looked through for the answer to a
// field that is as in the last one.
const recalledContracts = 20

// recall gives values the answers that the newest contracts of the template have
// for the fields that are as in the last one, where values say nothing: an owner
// answers such a field once. A contract whose text no longer fits, and those of
// the sample business, tell nothing. but is the contract asking.
func recall(db *gorm.DB, tpl template.ID, def *template.Definition, values map[string]any, but ID) (map[string]any, error) {
	var asked []*template.Field
	for i := range def.Fields {
		if _, said := values[def.Fields[i].Key]; def.Fields[i].AsLast && !said {
			asked = append(asked, &def.Fields[i])
		}
	}
	if len(asked) == 0 {
		return values, nil
	}
	var last []Contract
	err := db.Select("id", "field_values").Scopes(store.Live).Where("template_id = ? and id <> ? and origin = ''", tpl, but).
		Order("id desc").Limit(recalledContracts).Find(&last).Error
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	maps.Copy(out, values)
	for _, f := range asked {
		for i := range last {
			raw, answered := last[i].Values[f.Key]
			if !answered || raw == nil {
				continue
			}
			if v, err := f.Decode(raw); err == nil && v.Set {
				out[f.Key] = raw
				break
			}
		}
	}
	return out, nil
}
