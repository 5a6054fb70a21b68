package intake

import (
	"slices"
	"strings"
	"testing"

	"keyue/backend/manuscript"
	"keyue/backend/template"
)

func TestTheGoodsContractBecomesAGoodTemplate(t *testing.T) {
	p := Propose(readFile(t, corpus(t, "5-contracts-zh-text", "*一般商品买卖合同.md")[0]))
	if p.Name != "买卖合同" || p.Kind != template.KindSale || p.We != "partyB" || len(p.Problems) > 0 || len(p.Dropped) > 0 {
		t.Errorf("%s %s %s %v %v", p.Name, p.Kind, p.We, p.Problems, p.Dropped)
	}
	var headings []string
	for _, n := range p.Definition.Body.Content {
		if n.Type == "clause" && len(n.Content) > 0 && n.Content[0].Type == "heading" {
			headings = append(headings, n.Content[0].Content[0].Text)
		}
	}
	want := strings.Fields("货物与价款 付款方式 发票 质量 数量 配套资料 包装 运输 交货 质保期 知识产权 违约责任 甲方违约解除责任 其他约定 不可抗力 部分无效处理 反商业贿赂 合同联系方式 争议解决 附则")
	if !slices.Equal(headings, want) {
		t.Errorf("got  %v\nwant %v", headings, want)
	}
	// The list of goods that the converter lost is proposed: a sale has goods.
	if len(p.Lines) != 1 || !p.Lines[0].Insert || !p.Lines[0].Accepted {
		t.Fatalf("%+v", p.Lines)
	}
	text := template.Print(&p.Definition)
	if !strings.Contains(text, "@明细 序号 名称 规格 单位 数量 单价 小计 备注; 合计 大写") || !strings.Contains(text, ": 明细; 必填; 取自 明细") || len(p.Problems) > 0 {
		t.Errorf("%v\n%s", p.Problems, text[:900])
	}
	without := Compose(readFile(t, corpus(t, "5-contracts-zh-text", "*一般商品买卖合同.md")[0]), nil, Decisions{Lines: []LinesDecision{{Block: p.Lines[0].Block}}})
	if without.Lines[0].Accepted || strings.Contains(template.Print(&without.Definition), "@明细") {
		t.Errorf("%+v", without.Lines)
	}
	if last := p.Definition.Body.Content[len(p.Definition.Body.Content)-1]; last.Type != "signature" || len(last.Content) != 2 || last.Content[0].Attrs.Key != "partyA.name" {
		t.Errorf("%+v", last)
	}
}

func TestTheLabelOfAnAddressInPartsIsItsSubject(t *testing.T) {
	p := Propose(readFile(t, corpus(t, "5-contracts-zh-text", "*订购单.md")[0]))
	var labels []string
	for _, f := range p.Fields {
		if strings.Contains(f.Label, "地点") {
			labels = append(labels, f.Label)
		}
	}
	if want := []string{"交货地点", "交货地点市", "交货地点区/市", "交货地点路/街道", "交货地点号"}; !slices.Equal(labels, want) {
		t.Errorf("%q", labels)
	}
}

func TestABlankInTheTitleIsNotInTheNameOfTheTemplate(t *testing.T) {
	for title, want := range map[string]string{"{{contract_type}} SUPPLY CONTRACT": "SUPPLY CONTRACT", "【工程名称】施工合同": "施工合同", "________设备租赁合同": "设备租赁合同"} {
		text := "# " + title + "\n\n甲方：________\n\n乙方：________\n"
		m, err := manuscript.Read("x.md", strings.NewReader(text), int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		if p := Propose(m); p.Name != want {
			t.Errorf("%s: %q, want %q", title, p.Name, want)
		}
	}
}
