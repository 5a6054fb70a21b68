package exchange

import (
	"strings"
	"unicode"

	"keyue/backend/customer"
)

// companyWords are in the names of companies and shops, hardly ever in those of people.
var companyWords = []string{"公司", "集团", "厂", "店", "行", "部", "院", "校", "所", "社", "局", "馆", "中心", "工作室", "超市", "酒店", "银行", "合作社", "协会", "商会", "委员会", "站", "堂", "坊", "城", "铺", "网"}

// settle decides what a row is of: a person without a company is a customer of its own.
func (d *draft) settle() {
	d.joinNames()
	if d.c.Name == "" && d.p.Name == "" && d.p.Title == "" {
		d.nameFromReach()
	}
	d.decide()
}

// joinNames makes the contact's name of family and given name.
func (d *draft) joinNames() {
	if d.p.Name == "" && (d.last != "" || d.first != "") {
		d.p.Name = strings.TrimSpace(d.first + " " + d.last)
		if han(d.last) || han(d.first) {
			d.p.Name = d.last + d.first
		}
	}
}

func (d *draft) decide() {
	if d.p.Name == "" && d.c.Name != "" { // a mobile without anyone's name is the customer's
		d.c.Phones, d.p.Phones = append(d.c.Phones, d.p.Phones...), nil
		d.c.Emails, d.p.Emails = append(d.c.Emails, d.p.Emails...), nil
		d.c.Social, d.p.Social = append(d.c.Social, d.p.Social...), nil
	}
	switch {
	case d.c.Name == "" && d.p.Name != "":
		d.c.Name = d.p.Name
		d.become()
	case d.c.Kind == customer.Person || d.c.Kind == "" && d.c.Name == d.p.Name && d.p.Name != "":
		if d.p.Name == "" || d.p.Name == d.c.Name {
			d.become()
		}
	case d.c.Kind == "" && emptyContact(&d.p) && personal(d.c.Name):
		d.c.Kind = customer.Person
	}
}

// nameFromReach leaves the name empty: a number without a name is no customer. Only an address book's e-mail
// without a name is taken by what stands before the @.
func (d *draft) nameFromReach() {
	if len(d.p.Emails) > 0 && len(d.p.Phones) == 0 {
		d.p.Name, _, _ = strings.Cut(d.p.Emails[0], "@")
	}
}

// become moves what is the person's to the customer that the person is.
func (d *draft) become() {
	d.c.Kind = customer.Person
	d.c.Phones = append(d.c.Phones, d.p.Phones...)
	d.c.Emails = append(d.c.Emails, d.p.Emails...)
	d.c.Social = append(d.c.Social, d.p.Social...)
	d.c.Tags = append(d.c.Tags, d.p.Tags...)
	if d.p.Birthday != (customer.Day{}) {
		d.c.Anniversaries = append(d.c.Anniversaries, customer.Anniversary{Label: "birthday", Day: d.p.Birthday})
	}
	for _, s := range []string{d.p.Department, d.p.Title, d.p.Remark} {
		if s != "" {
			d.c.Remark = strings.TrimPrefix(d.c.Remark+"\n"+s, "\n")
		}
	}
	d.p = customer.Contact{}
}

func han(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
}

// families are the commonest family names; two or three characters that begin with one of them are a person.
const families = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"

// personal guesses whether a name without any other sign is a person's.
func personal(name string) bool {
	runes := []rune(name)
	if len(runes) < 2 || len(runes) > 3 || !strings.ContainsRune(families, runes[0]) {
		return false
	}
	for _, r := range runes {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	for _, w := range companyWords {
		if strings.HasSuffix(name, w) {
			return false
		}
	}
	return true
}
