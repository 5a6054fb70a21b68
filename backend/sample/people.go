package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"keyue/backend/customer"
	"keyue/backend/locale"
)

// words is what a business of one language is made of.
type words struct {
	company           party
	signPlace         string
	answers           map[string]any // to what templates ask and no record knows
	cities            []city
	stems, trades     []string
	industry          []string // of each trade
	suffix            string
	families, givens  []string
	titles, tags      []string
	channels, remarks []string
	goods, extras     []good
	services          []good
	serviceNames      []string
	serviceScope      string
	premises          string
	projectNames      []string
	talks             []talk
	steps             []string // what is to be done next
}

type party struct{ name, person, phone, email, address, taxID, bank, account string }

type city struct{ province, city, district, street string }

// talk is what is said on an ordinary day.
type talk struct{ medium, direction, outcome, summary string }

// good is something sold: price in minor units, usual quantities from and to.
type good struct {
	name, spec, unit string
	price            int64
	from, to         int64
}

// maker makes people and firms from one seed.
type maker struct {
	words
	tag  locale.Tag
	rand *rand.Rand
	used map[string]bool
}

// seed is fixed: every sample business of a language is the same one.
const seed = 20261122

func newMaker(tag locale.Tag) *maker {
	m := &maker{words: chinese, tag: tag, rand: rand.New(rand.NewPCG(seed, 1)), used: map[string]bool{}}
	if tag == locale.En {
		m.words = english
	}
	return m
}

func pick[T any](m *maker, from []T) T { return from[m.rand.IntN(len(from))] }

// person makes a name that no one else here has.
func (m *maker) person() string {
	for {
		name := pick(m, m.families) + pick(m, m.givens)
		if m.tag == locale.En {
			name = pick(m, m.givens) + " " + pick(m, m.families)
		}
		if !m.used[name] {
			m.used[name] = true
			return name
		}
	}
}

// mobile makes a well-formed number in blocks of noughts that are not given to
// the public, so that nobody is called by mistake.
func (m *maker) mobile() string {
	return fmt.Sprintf("%s0000%04d", pick(m, []string{"138", "139", "135", "186", "159"}), m.rand.IntN(10000))
}

// firm makes a company customer with its place and billing facts.
func (m *maker) firm() customer.Customer {
	c := pick(m, m.cities)
	trade := m.rand.IntN(len(m.trades))
	var name string
	for {
		name = pick(m, m.stems) + m.trades[trade] + m.suffix
		if m.tag == locale.ZhCN {
			name = strings.TrimSuffix(c.city, "市") + name
		}
		if !m.used[name] {
			break
		}
	}
	m.used[name] = true
	account := fmt.Sprintf("6222 %04d %04d %04d", m.rand.IntN(10000), m.rand.IntN(10000), m.rand.IntN(10000))
	cust := customer.Customer{Name: name, Kind: customer.Company, Industry: m.industry[trade], Province: c.province, City: c.city, District: c.district,
		LegalRepresentative: m.person(), Channel: pick(m, m.channels)}
	n := m.rand.IntN(600) + 1
	if m.tag == locale.En {
		cust.Address = fmt.Sprintf("%d %s, %s, %s", n, c.street, c.district, c.city)
		cust.Billing.Bank = "Bank of China, " + c.city
	} else {
		cust.Address = fmt.Sprintf("%s%s%s %d 号", c.city, c.district, c.street, n)
		cust.Billing.Bank = "中国银行" + c.city + "分行"
	}
	cust.ShippingAddress = cust.Address
	cust.Billing.Title, cust.Billing.Account = name, account
	cust.Billing.TaxID = m.taxID()
	m.dress(&cust)
	return cust
}

// spoil gives customer i what data in a real shop is like: most have an e-mail
// address, a few have a number with a digit lost, a slip in an address, or
// something nobody asked for. The domains are made up.
func (m *maker) spoil(i int, c *customer.Customer) {
	if i%5 != 1 {
		c.Emails = []string{fmt.Sprintf("mail%d@keyue-shili%d.com.cn", 100+i, i)}
	}
	switch {
	case i%23 == 5 && c.Kind == customer.Company:
		c.Phones = append(c.Phones, customer.Phone{Raw: fmt.Sprintf("1380000%03d", i)})
	case i%29 == 7:
		c.Emails = []string{fmt.Sprintf("shili%d@qq.con", i)}
	case i%13 == 4:
		c.Industry = ""
	case i%17 == 3:
		c.Channel = ""
	case i%31 == 9:
		c.Province, c.City, c.District = "", "", ""
	}
	if i%15 == 8 {
		c.Billing.TaxID = ""
	}
}

// home makes a person who buys for their own home.
func (m *maker) home() customer.Customer {
	c := pick(m, m.cities)
	cust := customer.Customer{Name: m.person(), Kind: customer.Person, Province: c.province, City: c.city, District: c.district, Channel: pick(m, m.channels)}
	if m.tag == locale.En {
		cust.Address = fmt.Sprintf("Flat %d, %d %s, %s", m.rand.IntN(30)+1, m.rand.IntN(300)+1, c.street, c.city)
	} else {
		cust.Address = fmt.Sprintf("%s%s%s %d 弄 %d 号 %d 室", c.city, c.district, c.street, m.rand.IntN(300)+1, m.rand.IntN(20)+1, (m.rand.IntN(16)+1)*100+m.rand.IntN(4)+1)
	}
	cust.Phones = []customer.Phone{{Raw: m.mobile()}}
	cust.Social = []customer.Social{{Kind: "wechat", Handle: fmt.Sprintf("wx_%06d", m.rand.IntN(1000000))}}
	m.dress(&cust)
	return cust
}

// dress adds what is known of some customers and not of others.
func (m *maker) dress(c *customer.Customer) {
	c.Tier = pick(m, []string{"A", "B", "B", "C", "C", "C", ""})
	if m.rand.IntN(2) == 0 {
		c.Tags = []string{pick(m, m.tags)}
	}
	if m.rand.IntN(3) == 0 {
		c.Remark = pick(m, m.remarks)
	}
}

// taxID makes a 统一社会信用代码 with its check character (GB 32100-2015).
func (m *maker) taxID() string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	code := fmt.Sprintf("91330100MA%07d", m.rand.IntN(10000000))
	sum, weight := 0, 1
	for _, r := range code {
		sum += strings.IndexRune(alphabet, r) * weight
		weight = weight * 3 % 31
	}
	return code + string(alphabet[(31-sum%31)%31])
}
