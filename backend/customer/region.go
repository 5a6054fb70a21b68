package customer

import "keyue/backend/region"

// Located reports whether the customer's coordinates are known. The point 0, 0
// lies in the sea and stands for "not known".
func (c *Customer) Located() bool { return c.Latitude != 0 || c.Longitude != 0 }

// regionOf is the derived code of the division a customer is in.
func regionOf(c *Customer) string {
	return region.Resolve(c.Province, c.City, c.District).Code
}

// locate takes the region from the address where none is noted and the address leaves no doubt, as the form of a new
// customer proposes it.
func (c *Customer) locate() {
	if c.Address == "" || c.Province+c.City+c.District != "" {
		return
	}
	if m := region.Suggest(c.Address, "", "", ""); m.Sure {
		c.Province, c.City, c.District = m.Province, m.City, m.District
	}
}
