package template

import (
	"strings"

	"keyue/backend/locale"
)

// A word of the notation: what the tree says, and how it reads in each language.
type word struct{ code, zh, en string }

type vocabulary []word

// code finds what a person wrote, in either language or as the code itself.
func (v vocabulary) code(s string) (string, bool) {
	s = strings.TrimSpace(s)
	for _, w := range v {
		if s == w.zh || strings.EqualFold(s, w.en) || strings.EqualFold(s, w.code) {
			return w.code, true
		}
	}
	return s, false
}

// word writes a code in the language; an unknown code stays as it is.
func (v vocabulary) word(code string, tag locale.Tag) string {
	for _, w := range v {
		if w.code == code {
			if tag == locale.En {
				return w.en
			}
			return w.zh
		}
	}
	return code
}

func (v vocabulary) has(code string) bool {
	for _, w := range v {
		if w.code == code {
			return true
		}
	}
	return false
}

var (
	headWords = vocabulary{
		{"name", "名称", "name"}, {"code", "编码", "code"}, {"kind", "类别", "kind"}, {"language", "语言", "language"},
		{"numbering", "条款编号", "numbering"}, {"page", "纸张", "page"}, {"margins", "边距", "margins"}, {"size", "字号", "size"},
		{"prices", "价格", "prices"}, {"header", "页眉", "header"}, {"footer", "页脚", "footer"}, {"logo", "标志", "logo"}, {"fields", "填写项", "fields"},
	}
	kindWords = vocabulary{
		{"sale", "买卖", "sale"}, {"service", "服务", "service"}, {"lease", "租赁", "lease"}, {"labour", "劳务", "labour"},
		{"processing", "加工承揽", "processing"}, {"agency", "委托代理", "agency"}, {"nda", "保密", "nda"}, {"loan", "借款", "loan"},
		{"partnership", "合作", "partnership"}, {"quote", "报价单", "quote"}, {"receipt", "收据", "receipt"}, {"statement", "对账单", "statement"}, {"other", "其他", "other"},
	}
	typeWords = vocabulary{
		{"text", "文本", "text"}, {"longText", "长文本", "longtext"}, {"integer", "整数", "integer"}, {"number", "数字", "number"},
		{"money", "金额", "money"}, {"percent", "百分比", "percent"}, {"date", "日期", "date"}, {"choice", "选项", "choice"},
		{"yesNo", "是否", "yesno"}, {"party", "主体", "party"}, {"lines", "明细", "lines"}, {"list", "列表", "list"},
	}
	fieldWords = vocabulary{{"required", "必填", "required"}, {"default", "默认", "default"}, {"asLast", "同上次", "as last"}, {"source", "取自", "from"}, {"help", "提示", "help"},
		{"format", "写法", "format"}, {"share", "比例", "share"}, {"rest", "余额", "rest"}, {"plus", "加", "plus"}, {"minus", "减", "minus"}}
	priceWords = vocabulary{{"gross", "含税", "gross"}, {"net", "不含税", "net"}}
	yesWords   = vocabulary{{"yes", "是", "yes"}, {"no", "否", "no"}}
	lockWords  = vocabulary{{LockStandard, "标准", "standard"}, {LockNegotiable, "可商议", "negotiable"}, {LockFree, "自由", "free"}}
	blockWords = vocabulary{
		{nodePairs, "信息", "pairs"}, {nodeLines, "明细", "lines"}, {nodeTable, "表格", "table"}, {nodeEach, "逐项", "each"},
		{nodeSignature, "签署", "signature"}, {nodeAttachment, "附件", "attachment"}, {nodePageBreak, "分页", "pagebreak"}, {nodeImage, "图片", "image"},
	}
	plainWords  = vocabulary{{"plain", "无线", "plain"}}
	alignWords  = vocabulary{{"left", "居左", "left"}, {"center", "居中", "center"}, {"right", "居右", "right"}}
	columnWords = vocabulary{
		{"no", "序号", "no"}, {"name", "名称", "name"}, {"code", "编号", "code"}, {"spec", "规格", "spec"}, {"unit", "单位", "unit"}, {"qty", "数量", "qty"}, {"price", "单价", "price"},
		{"discount", "折扣", "discount"}, {"tax", "税率", "tax"}, {"subtotal", "小计", "subtotal"}, {"note", "备注", "note"},
	}
	totalWords = vocabulary{
		{"subtotal", "小计", "subtotal"}, {"discount", "优惠", "discount"}, {"tax", "税额", "tax"}, {"total", "合计", "total"}, {"words", "大写", "words"},
	}
	formatWords = vocabulary{
		{string(FormatText), "文本", "text"}, {string(FormatMoney), "金额", "money"}, {string(FormatMoneyWords), "大写", "words"}, {string(FormatDate), "日期", "date"},
		{string(FormatDateWords), "大写日期", "datewords"}, {string(FormatPercent), "百分比", "percent"}, {string(FormatNumber), "数字", "number"},
	}
	// listFactWords are what a list field says besides its columns.
	listFactWords  = vocabulary{{factNo, "序号", "no"}, {factCount, "行数", "count"}}
	sumWords       = vocabulary{{factSum, "合计", "sum"}}
	linkWords      = vocabulary{{"library", "库", "lib"}}
	landscapeWords = vocabulary{{"landscape", "横向", "landscape"}}
	listWords      = vocabulary{{"lines", "明细", "lines"}}
)
