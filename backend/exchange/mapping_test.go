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
		{[]string{"客戶名稱", "聯絡人", "聯絡電話", "行動電話", "統一編號", "備註"}, []string{"name", "contact.name", "phone", "contact.phone", "billing.taxId", "remark"}},
		{[]string{"会社名", "氏名", "電話番号", "メールアドレス", "備考"}, []string{"name", "contact.name", "phone", "contact.email", "remark"}},
	} {
		if got := d.guess(c.heads); !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.heads, got, c.want)
		}
	}
}
