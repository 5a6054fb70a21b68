package exchange

import (
	"errors"
	"slices"
	"strings"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/lead"
	"keyue/backend/money"
)

// leadRow is a lead in a list.
type leadRow struct {
	lead.Lead
	channel, products, customer, owner string
}

// leadFields are the columns of lists of leads, in the order of exports. The
// person and the company have the keys that tables of customers give them, and
// that cards have.
func leadFields() []field[leadRow] {
	const l = "lead.field."
	type r = leadRow
	once := func(key, title string, at func(r *r) *string) field[r] {
		return field[r]{column{key: key, title: title}, func(r *r, cell string) *fault.Error {
			if *at(r) == "" {
				*at(r) = cell
			}
			return nil
		}, func(r *r) string { return *at(r) }}
	}
	joined := func(key, title, mark string, at func(r *r) *string) field[r] {
		return field[r]{column{key: key, title: title, several: true}, func(r *r, cell string) *fault.Error {
			*at(r) = strings.TrimPrefix(*at(r)+mark+cell, mark)
			return nil
		}, func(r *r) string { return *at(r) }}
	}
	// A word that is none of ours is somebody's own: it is kept as a remark and refuses no row.
	known := func(f field[r]) field[r] {
		set := f.set
		f.set = func(r *r, cell string) *fault.Error {
			if set(r, cell) != nil {
				r.Remark = strings.TrimPrefix(r.Remark+"\n"+cell, "\n")
			}
			return nil
		}
		return f
	}
	list := []field[r]{
		once("contact.name", l+"name", func(r *r) *string { return &r.Name }),
		once("name", l+"company", func(r *r) *string { return &r.Company }),
		field[r]{column{key: "phone", title: l + "phone", several: true}, func(r *r, cell string) *fault.Error {
			for _, n := range parsePhones(cell, "") { // without the words that say which number it is
				r.Phone = strings.TrimPrefix(r.Phone+" / "+n.Raw, " / ")
			}
			return nil
		}, func(r *r) string { return r.Phone }},
		once("wechat", l+"wechat", func(r *r) *string { return &r.WeChat }),
		once("email", l+"email", func(r *r) *string { return &r.Email }),
		once("channelId", l+"channelId", func(r *r) *string { return &r.channel }),
		known(enum("state", l+"state", "lead.status.", []string{string(lead.Open), lead.ViewNew, lead.ViewWorking, string(lead.Converted), string(lead.Recycled), string(lead.Invalid)}, func(r *r) *string { return (*string)(&r.State) })),
		known(enum("ownGrade", l+"ownGrade", "lead.grade.", []string{string(lead.Hot), string(lead.Warm), string(lead.Cold)}, func(r *r) *string { return (*string)(&r.OwnGrade) })),
		known(enum("reason", l+"reason", "lead.reason.", lead.EveryReason(), func(r *r) *string { return &r.Reason })),
		joined("reasonNote", l+"reasonNote", " ", func(r *r) *string { return &r.ReasonNote }),
		once("province", l+"province", func(r *r) *string { return &r.Province }),
		once("city", l+"city", func(r *r) *string { return &r.City }),
		joined("need", l+"need", " ", func(r *r) *string { return &r.Need }),
		joined("products", l+"products", "；", func(r *r) *string { return &r.products }),
		amount("amount", l+"amount", func(r *r) *money.Amount { return &r.Amount }),
		field[r]{column{key: "receivedAt", title: l + "receivedAt", cell: Moment}, func(r *r, cell string) *fault.Error {
			at, ok := parseMoment(cell)
			if !ok {
				return fault.New("exchange.value.date", fault.P{"value": short(cell)})
			}
			r.ReceivedAt = date.At(at)
			return nil
		}, func(r *r) string { return showInstant(r.ReceivedAt) }},
		shown("owner", l+"ownerId", Text, func(r *r) string { return r.owner }),
		shown("closedAt", l+"closedAt", Moment, func(r *r) string { return showInstant(r.ClosedAt) }),
		shown("customer", l+"customerId", Text, func(r *r) string { return r.customer }),
		texts("tags", l+"tags", func(r *r) *[]string { return &r.Tags }),
		joined("remark", l+"remark", "\n", func(r *r) *string { return &r.Remark }),
	}
	return always(list, "contact.name", "phone", "channelId", "state", "receivedAt")
}

// takenIn are the fields that a table may fill.
func takenIn[R any](list []field[R]) []field[R] {
	return slices.DeleteFunc(list, func(f field[R]) bool { return f.set == nil })
}

// leadWords are the names that the columns have in lists of leads: those of
// advertising platforms, of other programs, and of cards.
var leadWords = map[string][]string{
	"contact.name": {"姓名", "名字", "客户姓名", "客户名", "客户", "客户名称", "线索名称", "线索", "联系人", "联系人姓名", "称呼", "昵称", "用户名", "用户姓名", "name", "fullname", "contact", "contactname", "contactperson", "leadname", "lead", "customer", "customername"},
	"name":         {"公司", "公司名称", "公司名", "单位", "单位名称", "企业", "企业名称", "company", "companyname", "organization", "organisation", "account", "business"},
	"phone":        {"电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "号码", "座机", "移动电话", "联系人电话", "联系人手机", "客户电话", "phone", "phonenumber", "mobile", "mobilephone", "cell", "cellphone", "telephone", "tel", "contactphone"},
	"wechat":       {"微信", "微信号", "wechat", "wechatid", "weixin", "contactwechat"},
	"email":        {"邮箱", "电子邮箱", "邮件", "电子邮件", "邮箱地址", "email", "mail", "emailaddress", "contactemail"},
	"channelId":    {"渠道", "来源", "来源渠道", "线索来源", "客户来源", "推广渠道", "获客渠道", "流量来源", "平台", "channel", "source", "leadsource", "originalsource", "platform"},
	"state":        {"状态", "线索状态", "跟进状态", "status", "leadstatus", "state"},
	"ownGrade":     {"热度", "意向", "意向度", "意向程度", "意向等级", "线索等级", "grade", "rating"},
	"reason":       {"原因", "无效原因", "回收原因", "reason"},
	"reasonNote":   {"原因说明", "reasoninwords"},
	"province":     {"省", "省份", "所在省", "地区", "区域", "所在地", "所在地区", "地域", "地址", "详细地址", "location", "region", "area", "province", "state/province", "stateprovince", "address"},
	"city":         {"市", "城市", "所在市", "所在城市", "city", "town"},
	"need":         {"需求", "需求描述", "客户需求", "咨询内容", "咨询问题", "留言", "留言内容", "想要", "意向内容", "need", "needs", "requirement", "requirements", "message", "enquiry", "inquiry", "question"},
	"products":     {"意向产品", "意向商品", "产品", "商品", "感兴趣的产品", "关注产品", "product", "products", "interest", "interestedin", "productinterest"},
	"amount":       {"预算", "金额", "预计金额", "意向金额", "预算金额", "budget", "amount", "expectedamount", "value", "dealvalue"},
	"receivedAt":   {"来的时间", "时间", "日期", "创建时间", "创建日期", "提交时间", "留资时间", "线索时间", "录入时间", "登记时间", "进线时间", "添加时间", "createdat", "createdate", "created", "date", "time", "submittedat", "receivedat", "datecreated"},
	"tags":         {"标签", "tags", "tag", "labels", "categories"},
	"remark":       {"备注", "说明", "备注信息", "描述", "其他", "职务", "职位", "remark", "remarks", "note", "notes", "comment", "comments", "description", "title", "jobtitle", "contacttitle", "contactremark"},
}

// leadSubject takes rows in as leads.
type leadSubject struct{}

func (leadSubject) columns() []column          { return columnsOf(takenIn(leadFields())) }
func (leadSubject) words() map[string][]string { return leadWords }
func (leadSubject) nameless() string           { return NoLeadName }

func (leadSubject) begin(in *intake, _ []*layout) (taker, error) {
	into, err := lead.NewImporter(in.tx)
	return &leadIntake{intake: in, fields: byKeyOf(leadFields()), into: into}, err
}

// leadIntake takes rows in as leads.
type leadIntake struct {
	*intake
	fields map[string]*field[leadRow]
	into   *lead.Importer
}

func (in *leadIntake) end() error   { return nil }
func (in *leadIntake) flush() error { return in.tx.Flush() }

func (in *leadIntake) take(row int, cells []string) error {
	var r leadRow
	if bad := fill(in.intake, in.fields, &r, row, cells); len(bad) > 0 {
		in.fail(row, bad...)
		return nil
	}
	if r.State == lead.ViewNew || r.State == lead.ViewWorking { // what was said with it is not in the table
		r.State = lead.Open
	}
	verdict, taken, err := in.into.Row(lead.Incoming{Lead: r.Lead, Channel: r.channel, Products: splitList(r.products, separators)}, in.o.OnDuplicate)
	var wrong *fault.Error
	switch {
	case errors.As(err, &wrong) && wrong.Code != fault.Internal:
		in.refuse(wrong, row, cells)
	case err != nil:
		return err
	case !taken:
		in.result.Skipped++
	case verdict == lead.NewLead:
		in.result.Created++
	case verdict == lead.KnownLead:
		in.result.Merged++
	default:
		in.result.News++
	}
	return nil
}

// leadKeys are the columns that members of a lead come from, where they are not called the same.
var leadKeys = map[string]string{"name": "contact.name", "company": "name"}

// refuse reports what the rules of leads said, at the cells the values came from.
func (in *leadIntake) refuse(wrong *fault.Error, row int, cells []string) {
	var bad []Problem
	for _, f := range wrong.Fields {
		key, ok := leadKeys[f.Field]
		if !ok {
			key = f.Field
		}
		bad = append(bad, in.problem(row, slices.Index(in.l.mapping, key), cells, f.Code, f.Params))
	}
	if len(bad) == 0 {
		bad = []Problem{in.problem(row, -1, cells, wrong.Code, wrong.Params)}
	}
	in.fail(row, bad...)
}
