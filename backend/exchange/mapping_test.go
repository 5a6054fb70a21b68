package exchange

import (
	"slices"
	"testing"
)

func TestNameBesideAContactColumnIsTheCustomer(t *testing.T) {
	d := newDictionary(columnsOf(fixedFields()), synonyms)
	for _, c := range []struct{ heads, want []string }{
		{[]string{"Name", "Contact", "Phone", "City"}, []string{"name", "contact.name", "phone", "city"}},
		{[]string{"姓名", "联系人", "电话"}, []string{"name", "contact.name", "phone"}},
		{[]string{"公司", "姓名", "手机"}, []string{"name", "contact.name", "contact.phone"}},
	} {
		if got := d.guess(c.heads); !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.heads, got, c.want)
		}
	}
}
