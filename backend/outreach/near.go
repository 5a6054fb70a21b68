package outreach

import (
	"cmp"
	"math"
	"slices"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/region"
	"keyue/backend/store"
)

// How a neighbour is known to be near.
const (
	NearByDistance = "distance" // both have coordinates
	NearByDistrict = "district" // same district or county
	NearByCity     = "city"     // same city
)

const (
	nearMeters = 30_000 // further away by coordinates is not near
	nearShow   = 60
)

// Neighbour is a customer near another one.
type Neighbour struct {
	Stop
	// By is distance, district or city.
	By string `json:"by"`
	// Meters as the crow flies; 0 unless By is distance.
	Meters int `json:"meters"`
}

// Stop is a customer as a plan of visits shows it.
type Stop struct {
	ID          customer.ID  `json:"id"`
	Name        string       `json:"name"`
	Tier        string       `json:"tier"`
	ContactName string       `json:"contactName"`
	Phone       string       `json:"phone"`
	Province    string       `json:"province"`
	City        string       `json:"city"`
	District    string       `json:"district"`
	Address     string       `json:"address"`
	RegionCode  string       `json:"regionCode"`
	Latitude    float64      `json:"latitude"`
	Longitude   float64      `json:"longitude"`
	LastAt      date.Instant `json:"lastAt"`
	NextDue     date.Date    `json:"nextDue"`
	NextStep    string       `json:"nextStep"`
	// DoNotContact: the customer asked for it.
	DoNotContact bool `json:"doNotContact"`
}

func (s *Stop) located() bool { return s.Latitude != 0 || s.Longitude != 0 }

// Meters is the distance of two points in degrees on a sphere of the earth's
// size (haversine); good to half a percent.
func Meters(lat1, lon1, lat2, lon2 float64) float64 {
	const earth = 6_371_008.8 // mean radius, IUGG
	rad := func(d float64) float64 { return d * math.Pi / 180 }
	dLat, dLon := rad(lat2-lat1), rad(lon2-lon1)
	h := math.Sin(dLat/2)*math.Sin(dLat/2) + math.Cos(rad(lat1))*math.Cos(rad(lat2))*math.Sin(dLon/2)*math.Sin(dLon/2)
	return 2 * earth * math.Asin(math.Min(1, math.Sqrt(h)))
}

// Near gives the customers near one, the nearest first: by coordinates where both
// have them, then those of the same district, then those of the same city. Fault
// fault.not_found.
func Near(db *gorm.DB, id customer.ID) ([]Neighbour, error) {
	own, err := stops(db, []int64{int64(id)})
	if err != nil {
		return nil, err
	}
	if len(own) == 0 {
		return nil, fault.Missing(customer.KindCustomer)
	}
	me := own[0]
	out := []Neighbour{}
	seen := map[customer.ID]bool{id: true}
	if me.located() {
		found, err := around(db, me)
		if err != nil {
			return nil, err
		}
		for _, n := range found {
			out, seen[n.ID] = append(out, n), true
		}
	}
	for _, level := range []struct{ by, code string }{{NearByDistrict, district(me.RegionCode)}, {NearByCity, region.CityOf(me.RegionCode)}} {
		if level.code == "" || len(out) >= nearShow {
			continue
		}
		ids, err := members(db, level.code, 2*nearShow+1)
		if err != nil {
			return nil, err
		}
		list, err := stops(db, ids)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			if !seen[s.ID] && !(me.located() && s.located()) { // who has coordinates and is not in the list is far
				out, seen[s.ID] = append(out, Neighbour{Stop: s, By: level.by}), true
			}
		}
	}
	return out[:min(len(out), nearShow)], nil
}

// members gives some customers of a division, the best tier first. Each tier is
// asked for by itself: that reads one index and stops when there are enough.
func members(db *gorm.DB, code string, most int) ([]int64, error) {
	var all []int64
	for _, tier := range []string{"A", "B", "C", ""} {
		var ids []int64
		if err := db.Table("customer").Where("deleted_at is null and region >= ? and region < ? and tier = ?", code, code+":", tier).
			Order("region, id").Limit(most-len(all)).Pluck("id", &ids).Error; err != nil {
			return nil, err
		}
		if all = append(all, ids...); len(all) >= most {
			break
		}
	}
	return all, nil
}

func district(code string) string {
	if len(code) == 6 {
		return code
	}
	return ""
}

// around finds customers with coordinates within nearMeters.
func around(db *gorm.DB, me Stop) ([]Neighbour, error) {
	lat := nearMeters / 111_000.0
	lon := 180.0
	if c := math.Cos(me.Latitude * math.Pi / 180); c > 0.01 {
		lon = lat / c
	}
	var ids []int64
	if err := db.Table("customer").Where("deleted_at is null and latitude <> 0 and latitude between ? and ? and longitude between ? and ? and id <> ?",
		me.Latitude-lat, me.Latitude+lat, me.Longitude-lon, me.Longitude+lon, me.ID).Limit(5000).Pluck("id", &ids).Error; err != nil {
		return nil, err
	}
	list, err := stops(db, ids)
	if err != nil {
		return nil, err
	}
	var out []Neighbour
	for _, s := range list {
		if m := Meters(me.Latitude, me.Longitude, s.Latitude, s.Longitude); m <= nearMeters {
			out = append(out, Neighbour{Stop: s, By: NearByDistance, Meters: int(math.Round(m))})
		}
	}
	slices.SortFunc(out, func(a, b Neighbour) int { return cmp.Or(cmp.Compare(a.Meters, b.Meters), cmp.Compare(a.ID, b.ID)) })
	return out[:min(len(out), nearShow)], nil
}

// stops gives live customers in the order of ids.
func stops(db *gorm.DB, ids []int64) ([]Stop, error) {
	var rows []Stop
	err := store.IDs(db.Table("customer"), "customer.id", ids).Where("customer.deleted_at is null").
		Joins("left join contact on contact.id = customer.main_contact_id and contact.deleted_at is null").
		Select("customer.id, customer.name, customer.tier, coalesce(contact.name, '') as contact_name, customer.province, customer.city, customer.district, " +
			"customer.address, coalesce(customer.region, '') as region_code, customer.latitude, customer.longitude, customer.consent_do_not_contact as do_not_contact").
		Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	phones, err := customer.Numbers(db, ids)
	if err != nil {
		return nil, err
	}
	talk, err := interaction.CustomerColumns(db, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]*Stop, len(rows))
	for i := range rows {
		r := &rows[i]
		r.Phone = phones[r.ID]
		if t := talk[int64(r.ID)]; t != nil {
			at, _ := t["lastContact"].(int64)
			due, _ := t["nextDue"].(string)
			r.NextStep, _ = t["nextStep"].(string)
			r.LastAt, r.NextDue = date.Instant(at), date.Date(due)
		}
		byID[int64(r.ID)] = r
	}
	out := make([]Stop, 0, len(rows))
	for _, id := range ids {
		if r := byID[id]; r != nil {
			out = append(out, *r)
			delete(byID, id)
		}
	}
	return out, nil
}

// Route puts stops into an order that saves way, beginning with the first: always
// on to the nearest by coordinates, and without coordinates to the one whose
// division shares most with the last.
func Route(list []Stop) []Stop {
	if len(list) < 3 {
		return slices.Clone(list)
	}
	rest := slices.Clone(list[1:])
	out := []Stop{list[0]}
	for len(rest) > 0 {
		last, best := out[len(out)-1], 0
		for i := range rest {
			if way(last, rest[i]) < way(last, rest[best]) {
				best = i
			}
		}
		out = append(out, rest[best])
		rest = slices.Delete(rest, best, best+1)
	}
	return out
}

// way is how far it is between two stops, in metres; what is not known is guessed
// from the divisions: within a district, a city, a province, the country.
func way(a, b Stop) float64 {
	if a.located() && b.located() {
		return Meters(a.Latitude, a.Longitude, b.Latitude, b.Longitude)
	}
	switch x, y := a.RegionCode, b.RegionCode; {
	case x == "" || y == "":
		return 3_000_000
	case x == y && len(x) == 6:
		return 5_000
	case region.CityOf(x) != "" && region.CityOf(x) == region.CityOf(y):
		return 20_000
	case x[:2] == y[:2]:
		return 200_000
	}
	return 1_000_000
}

// Near gives the customers near one, the nearest first. See [Near].
func (s *Service) Near(id customer.ID) (list []Neighbour, err error) {
	defer fault.Recover(&err)
	return Near(s.db(), id)
}

// Stops gives customers for a plan of visits, in the order of ids; those in the
// trash are left out.
func (s *Service) Stops(ids []int64) (list []Stop, err error) {
	defer fault.Recover(&err)
	if len(ids) > SheetMax {
		return nil, fault.New("outreach.sheet.many", fault.P{"max": SheetMax})
	}
	return stops(s.db(), ids)
}

// Ordered gives the same customers in an order that saves way, beginning with the first.
func (s *Service) Ordered(ids []int64) (list []Stop, err error) {
	defer fault.Recover(&err)
	if list, err = s.Stops(ids); err != nil {
		return nil, err
	}
	return Route(list), nil
}
