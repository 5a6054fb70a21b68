package outreach

import (
	"cmp"
	"slices"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/region"
)

// RegionRow is a division with how many customers are in it.
type RegionRow struct {
	region.Division
	Count int64 `json:"count"`
	// A counts those of tier A.
	A int64 `json:"a"`
	// Leaf: it has no divisions to look into.
	Leaf bool `json:"leaf"`
}

// Regions are the customers of a place by its divisions.
type Regions struct {
	Place region.Place `json:"place"`
	// Rows are the divisions with customers, the most first.
	Rows []RegionRow `json:"rows"`
	// Here counts customers of whom no smaller division is known.
	Here  int64 `json:"here"`
	Total int64 `json:"total"`
	// Unplaced counts customers of whom no region is known, or one abroad; only
	// for all of China.
	Unplaced int64 `json:"unplaced"`
}

// CountRegions counts live customers by the divisions of a place; code "" is all of China.
func CountRegions(db *gorm.DB, code string) (*Regions, error) {
	var groups []struct {
		Region string
		N, A   int64
	}
	if err := db.Table("customer").Where("deleted_at is null").Select("coalesce(region, '') as region, count(*) as n, sum(tier = 'A') as a").
		Group("customer.region").Scan(&groups).Error; err != nil {
		return nil, err
	}
	out := &Regions{Place: region.At(code), Rows: []RegionRow{}}
	at := map[string]int{}
	for _, g := range groups {
		switch {
		case g.Region == "" && code == "":
			out.Unplaced += g.N
			continue
		case g.Region == "" || !strings.HasPrefix(g.Region, code):
			continue
		}
		out.Total += g.N
		child := below(g.Region, code)
		if child == "" {
			out.Here += g.N
			continue
		}
		i, ok := at[child]
		if !ok {
			d, _ := region.Find(child)
			i = len(out.Rows)
			at[child] = i
			out.Rows = append(out.Rows, RegionRow{Division: d, Leaf: len(child) == 6 || len(region.Children(child)) == 0})
		}
		out.Rows[i].Count += g.N
		out.Rows[i].A += g.A
	}
	slices.SortFunc(out.Rows, func(a, b RegionRow) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Code, b.Code))
	})
	return out, nil
}

// below is the division of a place that a code lies in, as a person counts: the
// districts of 北京 come right under it, 济源 right under 河南. "" when the code
// is the place itself.
func below(code, place string) string {
	switch {
	case place == "":
		return code[:2]
	case len(code) <= len(place):
		return ""
	case len(place) == 2 && (region.CityOf(code) == place || region.CityOf(code) == code):
		if len(code) == 6 || region.CityOf(code) == code {
			return code
		}
		return ""
	}
	return code[:len(place)+2]
}

// Regions counts the customers by the divisions of a place; "" is all of China.
func (s *Service) Regions(code string) (r *Regions, err error) {
	defer fault.Recover(&err)
	return CountRegions(s.db(), code)
}
