package customer

import (
	"cmp"
	"slices"

	"gorm.io/gorm"

	"keyue/backend/store"
)

// Candidate is a customer that a name or tax id on paper may mean.
type Candidate struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
	// Reason is tax (the same tax id), name (the same name but for its form), core
	// (the same name without place and legal form) or letters (see [Resembling]).
	Reason string `json:"reason"`
	// Confidence in percent.
	Confidence int `json:"confidence"`
}

// Recognise finds the live customers that a name and a tax id read from a
// document may mean, best first, at most five.
func Recognise(db *gorm.DB, name, taxID string) ([]Candidate, error) {
	draft := Customer{Kind: Company, Name: name, Billing: Billing{TaxID: taxID}}
	draft.Normalize()
	hits, err := known(db, &draft, nil)
	if err != nil {
		return nil, err
	}
	sure := map[string]int{byTax: 99, byName: 92, byCore: 60}
	out := []Candidate{}
	for id, list := range hits {
		c := Candidate{ID: id}
		for _, h := range list {
			if n := sure[h.Kind]; n > c.Confidence {
				c.Reason, c.Confidence = h.Kind, n
			}
		}
		var row Customer
		if err := store.Live(db).Select("id", "name").Where("id = ?", id).Limit(1).Find(&row).Error; err != nil {
			return nil, err
		}
		if c.Name = row.Name; row.ID != 0 && c.Confidence > 0 {
			out = append(out, c)
		}
	}
	sortCandidates(out)
	return out[:min(len(out), 5)], nil
}

// Resembling finds the live companies whose names are a name but for some letters,
// at most one in four, best first, at most five: a name that a machine read in a
// picture has such mistakes.
func Resembling(db *gorm.DB, name string) ([]Candidate, error) {
	want := []rune(NormalName(name))
	out := []Candidate{}
	rows, err := store.Live(db.Model(&Customer{})).Where("kind = ?", Company).Select("id", "name").Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		c := Candidate{Reason: "letters"}
		if err := rows.Scan(&c.ID, &c.Name); err != nil {
			return nil, err
		}
		if part := lettersWrong(want, []rune(NormalName(c.Name))); part <= resembling {
			c.Confidence = 60 - part
			out = append(out, c)
		}
	}
	sortCandidates(out)
	return out[:min(len(out), 5)], rows.Err()
}

// Resembles tells whether two names are one but for some letters, as [Resembling].
func Resembles(a, b string) bool {
	return lettersWrong([]rune(NormalName(a)), []rune(NormalName(b))) <= resembling
}

// resembling is the percentage of letters that may be wrong.
const resembling = 25

// lettersWrong is the percentage of the longer text in which two differ; 100 where it
// is more than counts, and for texts too short to tell.
func lettersWrong(a, b []rune) int {
	longer := max(len(a), len(b))
	limit := longer * resembling / 100
	if min(len(a), len(b)) < 4 {
		return 100
	}
	if apart := lettersApart(a, b, limit); apart <= limit {
		return 100 * apart / longer
	}
	return 100
}

// lettersApart counts the letters that are changed, left out or too many between
// two texts (Levenshtein), or gives more than limit as soon as there are more.
func lettersApart(a, b []rune, limit int) int {
	if len(a) > len(b)+limit || len(b) > len(a)+limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		corner, least := row[0], i+1
		row[0] = i + 1
		for j, y := range b {
			cost := corner
			if x != y {
				cost = 1 + min(corner, row[j], row[j+1])
			}
			corner, row[j+1] = row[j+1], cost
			least = min(least, cost)
		}
		if least > limit {
			return limit + 1
		}
	}
	return row[len(b)]
}

func sortCandidates(list []Candidate) {
	slices.SortFunc(list, func(a, b Candidate) int {
		return cmp.Or(b.Confidence-a.Confidence, int(a.ID-b.ID))
	})
}
