package customer

import "testing"

func TestAnAddressThatNoMailCanReachIsTold(t *testing.T) {
	for _, c := range []struct{ email, code, meant string }{
		{"li@qq.com", "customer.email.no_account", ""},
		{"12345678@qq.com", "", ""},
		{"0123456@qq.com", "customer.email.no_account", ""},
		{"lihua@qq.com", "", ""},
		{"lihua@qq.con", "customer.email.typo", "lihua@qq.com"},
		{"lihua@163.con", "customer.email.typo", "lihua@163.com"},
		{"lihua@gmial.com", "customer.email.typo", "lihua@gmail.com"},
		{"lihua@hotmal.com", "customer.email.typo", "lihua@hotmail.com"},
		{"lihua@163.com", "", ""},
		{"lihua@163.net", "", ""},
		{"lihua@life.com", "", ""},
		{"lihua@email.com", "", ""},
		{"lihua@vip.163.com", "", ""},
		{"lihua@firma.de", "", ""},
		{"lihua@firma.com.cn", "", ""},
		{"lihua@firma.cmo", "customer.email.no_domain", ""},
		{"lihua@firma.example", "customer.email.reserved", ""},
		{"a@example.com", "customer.email.reserved", ""},
		{"用户@公司.中国", "", ""},
		{"nobody", "customer.email.invalid", ""},
	} {
		if code, meant := EmailDoubt(c.email); code != c.code || meant != c.meant {
			t.Errorf("%s: got %q %q, want %q %q", c.email, code, meant, c.code, c.meant)
		}
	}
}

func TestWhatACustomerLacksIsWorkedOutFromItAndItsContacts(t *testing.T) {
	full := Customer{Kind: Company, Phones: []Phone{ParsePhone("138 0013 8000")}, Emails: []string{"a@firma.cn"}, Province: "浙江省", Industry: "餐饮", Channel: "介绍"}
	people := []Contact{{ID: 1, Name: "王芳"}}
	with := func(f func(c *Customer, p *Contact)) Lack {
		c, p := full, people[0]
		f(&c, &p)
		return lacksOf(&c, []Contact{p})
	}
	for _, tc := range []struct {
		name string
		got  Lack
		want Lack
	}{
		{"only the tax id", with(func(*Customer, *Contact) {}), NoTaxID},
		{"a person needs neither industry, contact nor tax id", lacksOf(&Customer{Kind: Person}, nil), NoPhone | NoEmail | NoRegion | NoChannel},
		{"the number of a contact is a number", with(func(c *Customer, p *Contact) { c.Phones, p.Phones = nil, full.Phones }), NoTaxID},
		{"who has left is no contact", with(func(c *Customer, p *Contact) { p.LeftCompany = true }), NoTaxID | NoContact},
		{"half a number is none", with(func(c *Customer, p *Contact) { c.Phones = []Phone{ParsePhone("1380013")} }), NoTaxID | NoPhone | BadPhone},
		{"a number without area code cannot be dialled", with(func(c *Customer, p *Contact) { c.Phones = []Phone{ParsePhone("88886666")} }), NoTaxID | NoPhone | BadPhone},
		{"one bad address beside a good one", with(func(c *Customer, p *Contact) { p.Emails = []string{"x@qq.con"} }), NoTaxID | BadEmail},
		{"one bad address alone", with(func(c *Customer, p *Contact) { c.Emails = []string{"x@qq.con"} }), NoTaxID | BadEmail | NoEmail},
		{"a wrong check character", with(func(c *Customer, p *Contact) { c.Billing.TaxID = "91330106MA27X0XX00" }), NoTaxID},
	} {
		if tc.got != tc.want {
			t.Errorf("%s: got %b, want %b", tc.name, tc.got, tc.want)
		}
	}
}
