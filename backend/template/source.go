package template

import (
	"strings"

	"keyue/backend/locale"
)

// Source is a place in the data tree that a field can be filled from or a chip
// can print directly.
type Source struct {
	// Path is the stable name: customer.name.
	Path string    `json:"path"`
	Type FieldType `json:"type"`
	// Zh and En are what people call it: 客户名称, Customer name.
	Zh string `json:"zh"`
	En string `json:"en"`
	// ZhFact and EnFact say it without whose it is, as after a party's name: 名称,
	// name; empty for what is nobody's.
	ZhFact string `json:"zhFact,omitempty"`
	EnFact string `json:"enFact,omitempty"`
	// notation is the name in Chinese chips: 客户.名称; English ones have Path.
	notation string
	// List marks the facts of one line, usable only inside each.
	List bool `json:"list,omitempty"`
}

type fact struct {
	name   string
	typ    FieldType
	zh, en string
}

// partyFacts are the facts of a party, ours or theirs.
var partyFacts = []fact{
	{"name", TypeText, "名称", "name"}, {"kind", TypeChoice, "类型", "kind"}, {"taxId", TypeText, "税号", "tax ID"},
	{"legalRepresentative", TypeText, "法定代表人", "legal representative"}, {"address", TypeText, "地址", "address"},
	{"shippingAddress", TypeText, "收货地址", "shipping address"}, {"phone", TypeText, "电话", "phone"}, {"email", TypeText, "邮箱", "e-mail"},
	{"website", TypeText, "网址", "website"}, {"contact", TypeText, "联系人", "contact person"}, {"invoiceTitle", TypeText, "发票抬头", "invoice title"},
	{"bank", TypeText, "开户行", "bank"}, {"account", TypeText, "账号", "bank account"},
}

var personFacts = []fact{
	{"name", TypeText, "姓名", "name"}, {"title", TypeText, "职务", "title"}, {"department", TypeText, "部门", "department"},
	{"phone", TypeText, "电话", "phone"}, {"email", TypeText, "邮箱", "e-mail"},
}

var contractFacts = []fact{
	{"number", TypeText, "编号", "number"}, {"name", TypeText, "名称", "name"}, {"signDate", TypeDate, "签订日期", "signing date"},
	{"startDate", TypeDate, "开始日期", "start date"}, {"endDate", TypeDate, "结束日期", "end date"}, {"amount", TypeMoney, "金额", "amount"},
	{"currency", TypeText, "币种", "currency"}, {"ourSigner", TypeText, "我方签署人", "our signer"}, {"theirSigner", TypeText, "对方签署人", "their signer"},
}

// totalFacts of the lines, computed.
var totalFacts = []fact{
	{"subtotal", TypeMoney, "小计", "subtotal"}, {"discount", TypeMoney, "优惠", "discount"}, {"tax", TypeMoney, "税额", "tax"}, {"net", TypeMoney, "不含税金额", "amount without tax"},
}

// lineFacts are the facts of one line inside each.
var lineFacts = []fact{
	{"no", TypeInteger, "序号", "number"}, {"code", TypeText, "编号", "code"}, {"name", TypeText, "名称", "name"}, {"spec", TypeText, "规格", "specification"},
	{"unit", TypeText, "单位", "unit"}, {"qty", TypeNumber, "数量", "quantity"}, {"price", TypeMoney, "单价", "price"}, {"discount", TypePercent, "折扣", "discount"},
	{"tax", TypePercent, "税率", "tax rate"}, {"subtotal", TypeMoney, "小计", "subtotal"}, {"note", TypeText, "备注", "note"},
}

// Paths that stand alone.
const (
	pathToday = "today"
	pathPage  = "page"
	pathPages = "pages"
	pathLines = "lines"
	pathTotal = "total"
)

type branch struct {
	root, zh, en string
	facts        []fact
	list         bool
}

var branches = []branch{
	{"customer", "客户", "Customer", partyFacts, false}, {"contact", "联系人", "Contact", personFacts, false},
	{"company", "我方", "Own company", partyFacts, false}, {"contract", "合同", "Contract", contractFacts, false},
	{pathTotal, "合计", "Total", totalFacts, false}, {pathLines, "明细", "Line", lineFacts, true},
}

// source is a fact of the branch, in its notation and in words: a sum is named
// before the word that says so, 税额合计.
func (b *branch) source(f *fact) Source {
	s := Source{Path: b.root + "." + f.name, Type: f.typ, Zh: b.zh + f.zh, En: b.en + " " + f.en, ZhFact: f.zh, EnFact: f.en, List: b.list, notation: b.zh + "." + f.zh}
	if b.root == pathTotal {
		s.Zh = f.zh + b.zh
	}
	return s
}

var singles = []Source{
	{Path: pathToday, Type: TypeDate, Zh: "今天", En: "Today", notation: "今天"},
	{Path: pathPage, Type: TypeInteger, Zh: "页码", En: "Page number", notation: "页码"},
	{Path: pathPages, Type: TypeInteger, Zh: "总页数", En: "Page count", notation: "总页数"},
	{Path: "customer", Type: TypeParty, Zh: "客户", En: "Customer", notation: "客户"},
	{Path: "company", Type: TypeParty, Zh: "我方", En: "Own company", notation: "我方"},
	{Path: pathLines, Type: TypeLines, Zh: "明细", En: "Lines", notation: "明细"},
}

// Sources lists every source path in the order in which the editor offers them.
func Sources() []Source {
	out := append([]Source{}, singles...)
	for _, b := range branches {
		for _, f := range b.facts {
			out = append(out, b.source(&f))
		}
	}
	return out
}

// Notation is the name in Chinese chips of the notation: 客户.名称.
func (s *Source) Notation() string { return s.notation }

// sourceOf finds a source by path or by its Chinese name in the notation.
func sourceOf(name string) (Source, bool) {
	for _, s := range singles {
		if name == s.Path || name == s.notation {
			return s, true
		}
	}
	root, sub, ok := strings.Cut(name, ".")
	if !ok {
		return Source{}, false
	}
	for _, b := range branches {
		if root != b.root && root != b.zh {
			continue
		}
		for _, f := range b.facts {
			if sub == f.name || sub == f.zh {
				return b.source(&f), true
			}
		}
	}
	return Source{}, false
}

// partyFact finds a fact of a party by name in either language.
func partyFact(sub string) (fact, bool) {
	for _, f := range partyFacts {
		if sub == f.name || sub == f.zh {
			return f, true
		}
	}
	return fact{}, false
}

// partyKinds are the choices of a party's kind.
func partyKinds(tag locale.Tag) []Choice {
	if tag == locale.En {
		return []Choice{{"company", "company"}, {"person", "person"}}
	}
	return []Choice{{"company", "企业"}, {"person", "个人"}}
}

// names turns what people write in chips into keys and back.
type names struct {
	def *Definition
	tag locale.Tag
}

func newNames(d *Definition) *names { return &names{def: d, tag: d.Language} }

// resolve gives the key for a name: a field's key or label, a fact of a party
// field, or a source. An unknown name comes back as it is, with false.
func (n *names) resolve(name string) (string, bool) {
	if f := n.fieldNamed(name); f != nil {
		return f.Key, true
	}
	if root, sub, ok := cutLast(name); ok {
		if f := n.fieldNamed(root); f != nil && f.Type == TypeParty {
			if p, ok := partyFact(sub); ok {
				return f.Key + "." + p.name, true
			}
		}
	}
	if l, ok := n.listFact(name); ok {
		return l.key(), true
	}
	if s, ok := sourceOf(name); ok {
		return s.Path, true
	}
	return name, false
}

// fieldNamed finds a field by key, then by label.
func (n *names) fieldNamed(name string) *Field {
	if f := n.def.field(name); f != nil {
		return f
	}
	for i := range n.def.Fields {
		if n.def.Fields[i].Label == name {
			return &n.def.Fields[i]
		}
	}
	return nil
}

func cutLast(s string) (root, sub string, ok bool) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// name writes a key as the notation does; what it gives resolves to the same key.
func (n *names) name(key string) string {
	s := n.dotted(key)
	if back, ok := n.resolve(s); ok && back == key && plainName(s) {
		return s
	}
	return key
}

// dotted is the notation's name of a key, if it has one that reads back: 买方.名称.
func (n *names) dotted(key string) string {
	if f := n.def.field(key); f != nil {
		return f.Label
	}
	if f, p, ok := n.partyFact(key); ok {
		if n.tag == locale.En {
			return f.Label + "." + p.name
		}
		return f.Label + "." + p.zh
	}
	if l, ok := n.listFact(key); ok {
		return l.dotted(n.tag)
	}
	if s, ok := sourceOf(key); ok && n.tag != locale.En {
		return s.notation
	}
	return key
}

// nice is what people call a key: 买方名称, Buyer name. An unknown key stays.
func (n *names) nice(key string) string {
	if f := n.def.field(key); f != nil {
		return f.Label
	}
	if f, p, ok := n.partyFact(key); ok {
		return joinWords(n.tag, f.Label, inTag(n.tag, p.zh, p.en))
	}
	if l, ok := n.listFact(key); ok {
		return l.nice(n.tag)
	}
	if s, ok := sourceOf(key); ok {
		return inTag(n.tag, s.Zh, s.En)
	}
	root, sub, _ := strings.Cut(key, ".")
	if label := n.def.Gone[root]; label != "" {
		if p, ok := partyFact(sub); ok {
			return joinWords(n.tag, label, inTag(n.tag, p.zh, p.en))
		}
		return label
	}
	return key
}

// partyFact takes a key like buyer.name apart.
func (n *names) partyFact(key string) (*Field, fact, bool) {
	root, sub, ok := cutLast(key)
	if !ok {
		return nil, fact{}, false
	}
	f := n.def.field(root)
	if f == nil || f.Type != TypeParty {
		return nil, fact{}, false
	}
	p, ok := partyFact(sub)
	return f, p, ok
}

func inTag(tag locale.Tag, zh, en string) string {
	if tag == locale.En {
		return en
	}
	return zh
}

// joinWords puts words into one name, with spaces where the language has them.
func joinWords(tag locale.Tag, words ...string) string {
	return strings.Join(words, inTag(tag, "", " "))
}

// plainName reports whether a name can stand in a chip.
func plainName(s string) bool {
	return s != "" && s == strings.TrimSpace(s) && !strings.HasPrefix(s, "#") && !strings.ContainsAny(s, "{}[]|:：=\\\"\n\t")
}

// lookup describes a key: its type, choices and label; false when unknown.
func (n *names) lookup(key string) (Field, bool) {
	if f := n.def.field(key); f != nil {
		return *f, true
	}
	if _, p, ok := n.partyFact(key); ok {
		return n.pathField(key, p.typ), true
	}
	if l, ok := n.listFact(key); ok && l.key() == key {
		return n.pathField(key, l.typ()), true
	}
	if s, ok := sourceOf(key); ok && s.Path == key {
		return n.pathField(key, s.Type), true
	}
	return Field{}, false
}

func (n *names) pathField(key string, typ FieldType) Field {
	f := Field{Key: key, Label: n.nice(key), Type: typ}
	if typ == TypeChoice {
		f.Choices = partyKinds(n.tag)
	}
	return f
}

func (n *names) typeOf(key string) FieldType {
	f, _ := n.lookup(key)
	return f.Type
}
