package intake

import (
	"regexp"
	"strings"

	"keyue/backend/template"
)

// partyWords are what contracts call their sides, the most telling first.
const partyWords = `甲\s{0,6}方|乙\s{0,6}方|丙\s{0,6}方|丁\s{0,6}方|戊\s{0,6}方|买\s{0,4}方|卖\s{0,4}方|供\s{0,4}方|需\s{0,4}方|采购方|供应方|供货方|订货方|购货方|销货方|出卖人|买受人|出租方|承租方|出租人|承租人|委托方|受托方|委托人|受托人|委托单位|受托单位|发包人|承包人|发包方|承包方|分包人|发包单位|承包单位|定作方|承揽方|定作人|承揽人|出借人|借款人|贷款人|保证人|担保人|出质人|质权人|抵押人|抵押权人|用人单位|劳动者|用工单位|转让方|受让方|转让人|受让人|许可方|被许可方|披露方|接收方|服务方|推广方|合作方|代理方|经销商|客户|服务商|收款人|申请人|被申请人|聘用单位|受聘人|培训方|投资方|目标公司`

const partyWordsEn = `Party [A-D1-3]|PARTY [A-D1-3]|Buyer|Seller|BUYER|SELLER|Purchaser|Supplier|Vendor|Landlord|Tenant|Lessor|Lessee|Lender|Borrower|Licensor|Licensee|Employer|Employee|Contractor|Consultant|Client|Customer|Provider|Discloser|Recipient|Disclosing Party|Receiving Party|Company|Investor|Agent|Principal|Partner`

var (
	partyHead = regexp.MustCompile(`^(?:` + partyWords + `|` + partyWordsEn + `)`)
	partyAny  = regexp.MustCompile(partyWords)
	notes     = regexp.MustCompile(`[（(][^（()）]*[）)]`)
	partyLine = regexp.MustCompile(`^((?:` + partyWords + `|` + partyWordsEn + `)(?:/(?:` + partyWordsEn + `))?)\s*((?:[（(][^（()）]{1,30}[）)]\s*)*(?:/\s*(?:` + partyWordsEn + `)\s*(?:[（(][^（()）]{1,30}[）)]\s*)?)?)\s*(指定|单位|公司)?\s*([:：]|$)`)
)

// stripNotes takes what stands in brackets off a label.
func stripNotes(s string) string { return strings.TrimSpace(notes.ReplaceAllString(s, "")) }

// factWords tell the facts of a party from labels without white space.
var factWords = []struct {
	fact  string
	words string
}{
	{"name", "名称 姓名 户名 单位名称 公司名称 企业名称 名称姓名 名称/姓名 姓名/名称 全称 单位 账户名称 帐户名称 开户名称 开户名 收款人 收款单位 收款户名 Name Company CompanyName 名称（Name） AccountName FullName LegalName PrintName"},
	{"taxId", "统一社会信用代码 社会信用代码 信用代码 纳税人识别号 纳税识别号 纳税人税号 税号 税务登记号 营业执照号 营业执照号码 营业执照注册号 身份证号 身份证号码 居民身份证号码 居民身份证号 身份证 公民身份号码 证件号 证件号码 统一社会信用代码/身份证号 统一社会信用代码（身份证号） TaxID TaxIDNumber RegistrationNumber RegistrationNo. CompanyNumber CompanyNo. VATNumber VATNo. VATRegistrationNumber EIN 统一社会信用代码（UnifiedSocialCreditIdentifier）"},
	{"legalRepresentative", "法定代表人 法人代表 法人 负责人 法定代表人（负责人） 法定代表人（主要负责人） 法定代表人（主要负责人）或委托代理人 法定代表人或负责人 法定代表人/负责人 法定代表人或授权代表 LegalRepresentative"},
	{"address", "地址 住所 住所地 住址 注册地址 注册地 注册住所 经营地址 经营地 经营场所 营业地址 办公地址 办公地点 联系地址 通讯地址 通信地址 家庭住址 家庭地址 现住址 户籍地址 户籍所在地 户籍住址 经常居住地 经常居住地（通讯地址） 居住地址 居住地 在京居住地址 法定地址 单位地址 公司地址 送达地址 Address NoticeAddress RegisteredAddress PrincipalPlaceofBusiness registeredoffice legaladdress"},
	{"shippingAddress", "收货地址 ShippingAddress"},
	{"phone", "电话 联系电话 电话号码 手机 手机号 手机号码 移动电话 联系方式 单位电话 电话/手机 联系手机 联系电话/手机 Phone Tel Telephone PhoneNumber"},
	{"email", "邮箱 电子邮箱 电子邮件 邮箱地址 电子邮箱地址 电子邮件地址 Email E-mail e-mail EmailAddress"},
	{"contact", "联系人 联系人姓名 负责人姓名 项目负责人 收件人 业务联系人 联络人 Contact ContactPerson Attention Attn"},
	{"bank", "开户行 开户银行 开户行名称 银行 银行名称 收款银行 开户银行名称 Bank BankName"},
	{"account", "账号 帐号 银行账号 银行帐号 账户 账户号码 帐户 银行账户 收款账号 收款账户 开户账号 对公账号 AccountNumber AccountNo AccountNo. Account BankAccount IBAN"},
	{"invoiceTitle", "发票抬头 抬头 开票抬头 开票名称"},
}

// twoFacts are labels that ask for two facts at once.
var twoFacts = map[string][]string{
	"地址、电话": {"address", "phone"}, "地址电话": {"address", "phone"}, "地址及电话": {"address", "phone"}, "地址/电话": {"address", "phone"}, "地址和电话": {"address", "phone"}, "单位地址、电话": {"address", "phone"}, "注册地址及电话": {"address", "phone"}, "注册地址、电话": {"address", "phone"},
	"开户行及账号": {"bank", "account"}, "开户行及帐号": {"bank", "account"}, "开户行、账号": {"bank", "account"}, "开户银行及账号": {"bank", "account"}, "开户行/账号": {"bank", "account"}, "开户行和账号": {"bank", "account"}, "开户银行、账号": {"bank", "account"},
	"联系人及电话": {"contact", "phone"}, "联系人及联系电话": {"contact", "phone"}, "联系人、电话": {"contact", "phone"}, "联系人/电话": {"contact", "phone"}, "联系人及联系方式": {"contact", "phone"},
}

// contractWords tell the facts of the contract.
var contractWords = []struct {
	source string
	typ    template.FieldType
	words  string
}{
	{"contract.number", template.TypeText, "合同编号 协议编号 合同号 协议号 编号 合同编码 订单编号 订单号 单号 ContractNo ContractNo. ContractNumber AgreementNo AgreementNo. AgreementNumber LeaseNo LeaseNo. LeaseNumber QuotationNo QuotationNo. QuoteNo. StatementNo. 协议编号/AgreementNo. 合同编号/ContractNo. OrderNo."},
	{"contract.signDate", template.TypeDate, "签订日期 签订时间 签署日期 签署时间 签约日期 签约时间 订立日期 订立时间 合同签订日期 合同签订时间 合同日期 EffectiveDate Effectivedate DateofAgreement SigningDate AgreementDate"},
}

// otherWords are labels that are known but nobody's fact.
const otherWords = "出生年月 邮编号码 证件号码 或者其他有效证件名称 其他有效证件名称 居住地邮编 文化程度 学历 籍贯 签订地点 签约地点 签署地点 合同签订地点 微信 微信号 QQ 传真 邮编 邮政编码 职务 日期 时间 签字日期 盖章日期 授权代表 授权代表签字 委托代理人 经办人 代表人 签约代表 备注 说明 其他 合同名称 项目名称 性别 民族 出生日期 户籍类型 户籍类型（非农业、农业） 户口所在地 货物名称 规格 数量 单价 金额 Date Title By Fax Signature"

// spreadWords are written with spaces between their letters.
const spreadWords = "注意事项 使用说明 劳动合同 劳动合同书 续订劳动合同 变更劳动合同 公章 甲方 乙方 丙方 丁方 买方 卖方 供方 需方 劳动者 用人单位 注册地 经营地 目录"

var labels = func() map[string]string {
	m := map[string]string{}
	for _, w := range strings.Fields(otherWords) {
		m[strings.ToLower(w)] = ""
	}
	for _, f := range factWords {
		for _, w := range strings.Fields(f.words) {
			m[strings.ToLower(w)] = f.fact
			m[strings.ToLower(cleanLabel(w))] = f.fact
		}
	}
	for w, f := range twoFacts {
		m[strings.ToLower(w)] = strings.Join(f, "+")
	}
	for _, c := range contractWords {
		for _, w := range strings.Fields(c.words) {
			m[strings.ToLower(w)] = c.source
		}
	}
	return m
}()

// known reports whether a label is in the vocabulary.
func known(label string) bool {
	_, ok := look(label)
	return ok
}

// meaning of a label: a fact, two facts joined with +, a contract source, or "".
func meaning(label string) string {
	m, _ := look(label)
	return m
}

// look finds a label as it is, or the Chinese half of 名称/Name.
func look(label string) (string, bool) {
	s := strings.ToLower(compact(label))
	if m, ok := labels[s]; ok {
		return m, ok
	}
	if zh, _, ok := strings.Cut(s, "/"); ok && hanCount(zh) > 0 {
		if m, ok := labels[zh]; ok {
			return m, ok
		}
		s = stripNotes(zh)
	}
	if inner := stripNotes(s); inner != s && hanCount(inner) > 0 && hanCount(s) == hanCount(inner) {
		m, ok := labels[inner] // 名称（Name）
		return m, ok
	}
	return "", false
}

// roles by kind of contract: which words mean the side that sells, lets or does
// the work, which is usually the user's own.
var ownSide = map[template.Kind][]string{
	template.KindSale:        {"卖方", "供方", "出卖人", "供应方", "供货方", "销货方", "转让方", "Seller", "SELLER", "Supplier", "Vendor"},
	template.KindService:     {"服务方", "受托方", "受托人", "服务商", "承包方", "Provider", "Consultant", "Contractor", "Supplier"},
	template.KindLease:       {"出租方", "出租人", "Landlord", "Lessor"},
	template.KindLabour:      {"用人单位", "聘用单位", "用工单位", "Employer", "Company"},
	template.KindProcessing:  {"承揽方", "承揽人", "供方", "卖方"},
	template.KindAgency:      {"受托方", "受托人", "代理方", "服务方", "承包方", "Agent"},
	template.KindLoan:        {"出借人", "贷款人", "Lender"},
	template.KindNDA:         {"披露方", "Discloser", "Disclosing Party"},
	template.KindPartnership: {"服务方", "推广方"},
}

// kindWords in the order in which they decide; the title counts first.
var kindWords = []struct {
	kind  template.Kind
	words []string
}{
	{template.KindNDA, []string{"保密", "non-disclosure", "nondisclosure", "confidentiality", "nda"}},
	{template.KindLabour, []string{"劳动", "劳务", "雇佣", "聘用", "employment", "employee"}},
	{template.KindLease, []string{"租赁", "出租", "房屋租", "lease", "rental", "tenancy"}},
	{template.KindLoan, []string{"借款", "贷款", "loan"}},
	{template.KindProcessing, []string{"加工", "承揽", "定作", "oem"}},
	{template.KindSale, []string{"买卖", "购销", "采购", "销售", "订购", "供货", "购买", "sale", "purchase", "supply"}},
	{template.KindService, []string{"服务", "技术支持", "咨询", "推广", "维护", "开发", "设计", "施工", "service", "consult", "contractor", "statement of work", "software"}},
	{template.KindAgency, []string{"代理", "委托", "经销", "居间", "中介", "agency", "distribut"}},
	{template.KindPartnership, []string{"合作", "合伙", "投资", "partner"}},
	{template.KindQuote, []string{"报价", "quotation"}},
	{template.KindReceipt, []string{"收据", "receipt"}},
	{template.KindStatement, []string{"对账单", "statement of account"}},
}

// lineWords are the heads of columns in tables of goods.
var lineWords = []struct{ column, words string }{
	{"no", "序号 编号# No No. # 行号"},
	{"code", "编码 货号 商品编码 产品编码 物料编码 料号 SKU Code ItemNo."},
	{"name", "名称 品名 货物名称 产品名称 商品名称 物品名称 设备名称 项目名称 货名 项目 服务内容 服务项目 标的物 Item Description Product Goods Service Services Name"},
	{"spec", "规格 型号 规格型号 规格/型号 型号规格 型号/规格 规格、型号 规格参数 包装规格 服务标准 技术要求 Specification Spec Model Details"},
	{"unit", "单位 计量单位 计费单位 Unit UOM"},
	{"qty", "数量 订购数量 采购数量 Quantity Qty QTY"},
	{"price", "单价 含税单价 单价（元） 单价(元) 不含税单价 单价/元 租金单价 加工单价 运价 UnitPrice Price Rate"},
	{"discount", "折扣 Discount"},
	{"tax", "税率 增值税率 TaxRate Tax VAT"},
	{"subtotal", "金额 小计 总价 合计 价款 总金额 含税金额 金额（元） 金额(元) 总价（元） 合计金额 租金 运费 加工费 服务费 Amount Total Subtotal"},
	{"note", "备注 说明 Remarks Note Notes"},
}
