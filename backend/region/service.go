package region

import "keyue/backend/fault"

// Service is what the page may call. It needs no workspace: the table is part of
// the program.
type Service struct{}

// NewService makes the service.
func NewService() *Service { return &Service{} }

// Children gives the divisions in a division to choose from, "" for the provinces.
func (s *Service) Children(code string) (list []Division, err error) {
	defer fault.Recover(&err)
	return Children(code), nil
}

// Suggest says where an address is, with what the three fields say already; the
// zero Match when that is not clear. Nothing is suggested that contradicts them.
func (s *Service) Suggest(address, province, city, district string) (m Match, err error) {
	defer fault.Recover(&err)
	return Suggest(address, province, city, district), nil
}

// Suggest is what an address says beyond what three fields say already; the zero
// Match when it adds nothing or says otherwise.
func Suggest(address, province, city, district string) Match {
	known := Resolve(province, city, district)
	if known.Code == "" && province+city+district != "" {
		return Match{} // somewhere else than in the table
	}
	m := ParseWith(address, known)
	if !within(m.Code, known.Code) || m.Province == province && m.City == city && m.District == district {
		return Match{}
	}
	return m
}

// Resolve gives the place that three fields name, however they are spelled, and
// the zero Place for what is in no table.
func (s *Service) Resolve(province, city, district string) (p Place, err error) {
	defer fault.Recover(&err)
	return Resolve(province, city, district), nil
}

// At gives the place of a code, the zero Place when there is no such code. See [At].
func (s *Service) At(code string) (p Place, err error) {
	defer fault.Recover(&err)
	return At(code), nil
}

// within reports whether a code lies in another.
func within(code, other string) bool {
	return len(code) >= len(other) && code[:len(other)] == other && code != ""
}
