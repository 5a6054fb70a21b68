// Package template holds contract templates: the document model, its plain
// text notation, fields, conditions, versions and the merge of a template with
// data into a [typeset.Document].
//
// # Model
//
// A [Definition] is everything one version says: name, kind, language, clause
// numbering, page, fields and the body. The body is ONE tree of [Node], which
// is TipTap/ProseMirror JSON with a closed schema ([Validate]):
//
//	doc         block*
//	block       title subtitle clause paragraph when each table pairs lines signature attachment pageBreak image
//	clause      {id, lock, library, libraryVersion}: (heading | paragraph) then block* without title, subtitle, signature, attachment
//	heading     inline*   (only first in a clause; set bold, keeps with what follows)
//	paragraph   {align, note}: inline*   (no align: justified, first line indented in Chinese; any align: not indented)
//	when        {condition}: block+, or row+ in a table, pair+ in pairs or a signatory, signatory+ in a signature
//	each        {list}: block+, or row+ in a table, pair+ in pairs
//	table       {columns[{align, weight}], plain}: (row | when | each)+      row {part: head|foot}: cell+      cell {span}: inline*
//	pairs       {columns: 1|2}: (pair | when | each)+                         pair {label}: inline*
//	lines       {list, columns[{name, label}], totals[]}                      the goods table
//	signature   {note}: (signatory | when)+      signatory {label, key}: (pair | when)*
//	attachment  {id, title}: block*                                           own page, own clause numbers
//	image       {asset, width, height, align, alt}    pageBreak
//	inline      text + marks bold|underline|superscript · field {key, format} · blank {em} · ref {clause} · check {key, value} · break
//
// The level of a clause is how deep it is nested (at most five); it is not
// stored, and its number is never stored either. A clause without a lock has
// that of the clause around it. The address of a clause in a version is its
// path: the indexes of children from the body, joined by dots ([Address]); a
// published version never changes, so the address never does.
//
// each repeats over lines, the goods table, or over a list field, whose rows
// have the field's own columns. Repetitions are not nested.
//
// # Notation
//
// The same tree as text. One line is one block; blank lines mean nothing
// (except that they end @pairs, @table and @signature). Words are Chinese or
// English as you like; printing uses those of the template's language. Parse
// and Print are exact inverses.
//
// Front matter, between two lines of three hyphens:
//
//	---
//	名称: 买卖合同                     name: (as listed in the library)
//	编码: zh-sale                      code: starters only, never changes
//	类别: 买卖                         kind: sale service lease labour processing agency nda loan partnership quote receipt statement other
//	语言: zh-CN                        language: zh-CN or en
//	条款编号: 第一条 1. （1）           numbering: one style per level; zh 第一条 一、 （一） 1. （1） ① 1.1 · en 1. 1.1 (a) (i) (A) Article 1 · none
//	纸张: A4                           page: A4 A5 B5 Letter, then 横向/landscape if so
//	边距: 25 28 25 28                  margins: top right bottom left in mm (20 at least left and right for the 骑缝章 on contracts)
//	字号: 10.5                         size: points
//	页眉: {我方.名称}                   header: one line of text
//	页脚: 第 {页码} 页                  footer: one line; leave out for number + page x of y
//	标志: 是                           logo: own company's logo on page one
//	填写项:                            fields: one line each, in the order asked
//	- 买方 (buyer): 主体; 必填; 取自 客户
//	- 交货日期 (deliveryDate): 日期; 必填; 默认 今天+7; 提示 货物到达交货地点的最晚日期
//	- 管辖法院 (court): 文本; 必填; 同上次
//	- 付款方式 (payment): 选项 prepaid=款到发货 | cod=货到付款 | parts=预付加尾款; 必填; 默认 cod
//	- 预付比例 (deposit): 百分比; 默认 30%
//	- 预付款 (prepaid): 金额; 取自 合同.金额; 比例 预付比例
//	- 尾款 (balance): 金额; 取自 合同.金额; 余额 预付比例
//	- 付款计划 (plan): 列表 stage=期次 文本 | due=付款日期 日期 | amount=金额 金额; 必填
//	- 担保方 (guarantor): 主体; 必填; 提示 没有来源的主体由填写的人从客户里选，或直接填写
//	---
//
// A field line is `label (key): type; attribute; …`. Without (key) the label
// is the key. Types: 文本 text · 长文本 longtext · 整数 integer · 数字 number ·
// 金额 money · 百分比 percent · 日期 date · 选项 choice a | b or code=a | code=b ·
// 是否 yesno · 主体 party · 明细 lines · 列表 list with columns
// key=label TYPE | …, where TYPE is 文本 整数 数字 金额 百分比 日期. Attributes: 必填 required · 默认 default
// CONSTANT (dates also 今天, 今天+7 / today, today+7) · 同上次 as last, what the
// last contract of the template answered, else its default · 取自 from SOURCE (see
// [Sources]; party: 客户 customer or 我方 company; lines: 明细 lines) · 提示 help
// TEXT · 写法 format FORMAT, how chips of the field are written that do not say
// it themselves · 比例 share FIELD and 余额 rest FIELD, for a money field with a
// source: that percent of it, or what is left · 加 plus FIELD and 减 minus FIELD,
// for a money field with a source: that money added to it, or taken off. Put a value that contains ; in straight quotes. A field is asked in the
// form when it has no value from data, source or default.
//
// Blocks:
//
//	= 买卖合同                         title;  == text  is a subtitle
//	# 质量标准                         clause of level 1 with a heading; ## ### … deeper levels with a heading
//	# 质量标准 {#quality}              … with an id, needed only where something refers to it
//	# 质量标准 {#quality 标准}         … and a lock: 标准 standard · 可商议 negotiable (default) · 自由 free
//	# 保密 {#secrecy 标准 库=zh-secrecy@2}  … and the clause of the library it was copied from, with its version (lib=)
//	#. 甲方应……                       clause of level 1 without heading: the number stands before the text
//	- 乙方应……                        numbered paragraph one level under the heading above it ({#id} at the end as above)
//	  - 第一项                         … one level deeper for each two spaces
//	    text                           a paragraph two spaces deeper than its dash belongs to that numbered paragraph
//	text                               paragraph; it belongs to the clause above
//	#/                                 ends that clause early, so what follows belongs to the one around it
//	<< text   >< text   >> text        paragraph left, centred, right;  <> justified without indent
//	~ text    ~>> text                 small note, with any of the above
//	? 付款方式 是 预付加尾款            what follows, up to ?/ , only when this holds; whole clauses, paragraphs,
//	…                                  rows of tables and pairs, signatories. When a whole clause goes, numbers and
//	?/                                 references follow.
//	@信息 2                            @pairs, optionally in 2 columns; a line each: label: value
//	电话: {买方.电话}
//	@明细 序号 名称 规格 单位 数量 单价 小计 备注; 合计 大写
//	                                   @lines COLUMNS; TOTALS   columns: no name code spec unit qty price discount tax subtotal note
//	                                   totals: subtotal 小计 · discount 优惠 · tax 税额 · total 合计 · words 大写
//	                                   another heading: 单价=含税单价（元）, price="Unit price" (quotes when it has a space)
//	@表格                              @table, or @表格 无线 / @table plain for one without rules
//	| 项目 | 说明 |                     head rows, then the ruler: : for alignment, a number for the column's share of free width
//	|:--1|:--3|                        (:--1 left, --1: or --:1 right, :--1: centred)
//	| a | b |
//	| both columns ||                  || : the cell spans two columns
//	|===|                              rows after this are the foot
//	@逐项 付款计划                     @each with a list field: {付款计划.金额} / {plan.amount} and {付款计划.序号} / {plan.no} of
//	                                   one row; outside it {付款计划.金额.合计} / {plan.amount.sum} and {付款计划.行数} / {plan.count}
//	@逐项 明细                         @each lines: what follows, up to @/ , once for every line, with {明细.名称} / {lines.name};
//	| {明细.序号} | {明细.名称} |        also around rows and pairs
//	@/
//	@签署 （以下无正文）                @signature NOTE; each party: title: {name}, its lines two spaces deeper
//	甲方（盖章）: {买方.名称}
//	  法定代表人或授权代表（签字）: ____
//	  日期: ________
//	乙方（盖章）: {卖方.名称}
//	  日期: ________
//	@附件 技术要求 {#spec}             @attachment TITLE: everything after it, up to the next one or @/ ; numbered 附件一 / Annex 1
//	@分页                              @pagebreak
//	@图片 logo 120 居中                @image ASSET [width[xheight] in points] [left|center|right] ["what it shows"]
//
// In a line:
//
//	{交货日期} {deliveryDate}          a field by label or key; {买方.名称} one fact of a party; {合同.编号} a source directly
//	{合同.金额:大写} {x:money}          formats 文本 text · 金额 money · 大写 words (money or date in words; 人民币 is put before a sum unless it is there) · 日期 date · 百分比 percent · 数字 number
//	____                               a rule to be filled by hand, one em per underscore (three at least); ___30___ is 30 em
//	[[quality]]                        the number of that clause: 第三条, 第三条第2款, 3.1(a), 附件一 (write "Section [[x]]" in English)
//	[?需要安装] [?付款方式=货到付款]     a box, ticked when yes / when the choice is that
//	**bold** ++underline++ ^^super^^   \n  line break   \{  the character itself   {}  nothing (keeps two things apart)
//
// A field that is empty and not required leaves a rule to write on. A full stop
// after a value that ends with one is printed once.
//
// Conditions read as words: FIELD 是/不是/大于/不小于/小于/不大于 CONSTANT, FIELD
// 为空/已填, a yes/no field alone; joined with 且, 或, 非 and brackets. English:
// is, is not, >, >=, <, <=, is empty, is filled, and, or, not. Text constants
// stand in "quotes"; choices by label or code; money 10000, percent 5%, date
// 2026-01-31, 是/否 yes/no. Both sides may be a field in braces: {a} 大于 {b}.
//
// The files starter/zh/sale.txt and starter/en/sale.txt are complete examples.
package template
