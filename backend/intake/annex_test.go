package intake

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"keyue/backend/manuscript"
	"keyue/backend/template"
	"keyue/backend/typeset/docx"
)

func TestTheClausesOfAnAttachmentInWordAreClauses(t *testing.T) {
	const text = `---
名称: 设备维护合同
类别: 服务
语言: zh-CN
条款编号: 第一条 一、
---

= 设备维护合同

# 服务内容

- 维护清单见附件一，收费办法见附件二。
- 乙方应当在接到通知后及时到达现场。

# 费用

- 甲方逾期付款的，按照约定支付违约金。

# 违约责任

双方按照约定承担责任。

@附件 维护清单

# 设备

- 空气压缩机每年保养四次。
- 冷却塔每年保养两次。

# 人员

乙方应当派出持证人员。

@/

@附件 收费办法

# 设备

- 每次保养费另行约定。

@/
`
	def, problems := template.Parse(text)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	doc := template.Merge(def, template.Sample(def), template.Options{}).Document
	var file bytes.Buffer
	if err := docx.Write(&file, doc, nil); err != nil {
		t.Fatal(err)
	}
	m, err := manuscript.Read("a.docx", bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	p := Propose(m)
	again := template.Merge(&p.Definition, template.Sample(&p.Definition), template.Options{}).Document
	if was, is := numbered(doc), numbered(again); !slices.Equal(was, is) || len(p.Notes) > 0 {
		t.Errorf("%q became %q, %v", was, is, p.Notes)
	}
	if out := template.Print(&p.Definition); strings.Count(out, "@附件") != 2 {
		t.Error(out)
	}
}
