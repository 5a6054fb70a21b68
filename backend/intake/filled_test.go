package intake

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"keyue/backend/manuscript"
	"keyue/backend/template"
	"keyue/backend/typeset/docx"
	"keyue/backend/typeset/press"
)

// TestTheOtherSideOfAFilledContractIsNotInTheTemplate takes every starter, filled
// for somebody, back as a template: the next contract must not have the old
// customer's name or number in it.
func TestTheOtherSideOfAFilledContractIsNotInTheTemplate(t *testing.T) {
	files, err := filepath.Glob("../template/starter/*/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	sides, lists := 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		def, problems := template.Parse(string(text))
		if len(problems) > 0 {
			t.Fatal(file, problems)
		}
		data := template.Sample(def)
		doc := template.Merge(def, data, template.Options{}).Document
		var word bytes.Buffer
		if err := docx.Write(&word, doc, nil); err != nil {
			t.Fatal(err)
		}
		sheet, err := press.New().Run(doc, nil, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string][]byte{"back.docx": word.Bytes(), "back.pdf": sheet.PDF} {
			m, err := manuscript.Read(name, bytes.NewReader(content), int64(len(content)))
			if err != nil {
				t.Fatal(err)
			}
			p := Propose(m, data.Company.Name)
			var left []string
			for _, old := range []string{data.Customer.Name, data.Customer.TaxID, data.Contract.Number} {
				if old != "" && strings.Contains(template.Print(&p.Definition), old) {
					left = append(left, old)
				}
			}
			if p.We == "" || def.Kind == template.KindStatement {
				continue // papers of one side
			}
			if name == "back.docx" && slices.ContainsFunc(def.Fields, func(f template.Field) bool { return f.Type == template.TypeLines }) {
				// The goods of the last deal are the list of the next one.
				lists++
				if out := template.Print(&p.Definition); !strings.Contains(out, "@明细") && !strings.Contains(out, "@lines") || strings.Contains(out, data.Lines[0].Name) {
					t.Errorf("%s: the goods stayed", filepath.Base(file))
				}
			}
			if sides++; left != nil {
				t.Errorf("%s from %s: %q", filepath.Base(file), name, left)
			}
		}
	}
	if sides < 24 || lists < 4 {
		t.Errorf("%d contracts and %d lists were looked at", sides, lists)
	}
}

func TestWhatWasFilledInIsOfferedAsFields(t *testing.T) {
	const text = "买卖合同\n\n合同编号：HT-2026-031\n\n甲方（买方）：苏州天合纺织有限公司\n统一社会信用代码：91320500MA1XQ4T7X2\n地址：苏州市吴江区盛泽镇1号\n联系人：张伟    电话：13800138000\n\n乙方（卖方）：杭州恒信建材（集团）有限公司（以下简称“乙方”）\n地址：杭州市余杭区2号\n\n" +
		"第一条 标的\n甲方向乙方购买水泥20吨，苏州天合纺织有限公司自行提货。\n\n第二条 联系人：双方的联系人应当保持联络。\n\n甲方（盖章）：苏州天合纺织有限公司        乙方（盖章）：杭州恒信建材（集团）有限公司\n日期：2026年11月1日        日期：2026年11月1日\n"
	m, err := manuscript.Read("a.txt", strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	for we, want := range map[string]string{
		"partyB": "合同编号 contract.number field, 甲方名称 customer.name field, 甲方税号 customer.taxId field, 甲方地址 customer.address field, 甲方联系人 customer.contact field, 甲方电话 customer.phone field, 乙方名称 company.name text, 乙方地址 company.address text",
		"partyA": "合同编号 contract.number field, 甲方名称 company.name text, 甲方税号 company.taxId text, 甲方地址 company.address text, 甲方联系人 company.contact text, 甲方电话 company.phone text, 乙方名称 customer.name field, 乙方地址 customer.address field",
	} {
		p := Compose(m, nil, Decisions{We: we})
		var got []string
		for _, f := range p.Fields {
			if f.Party != "" || strings.HasPrefix(f.Source, "contract.") {
				got = append(got, f.Label+" "+f.Source+" "+f.As)
			}
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%s:\n got %s\nwant %s", we, s, want)
		}
		if p.CharsIn != p.CharsOut {
			t.Errorf("%d characters in, %d out", p.CharsIn, p.CharsOut)
		}
		old, ours := "苏州天合", "杭州恒信"
		if we == "partyA" {
			old, ours = ours, old
		}
		if out := template.Print(&p.Definition); strings.Contains(out, old) || !strings.Contains(out, ours) || !strings.Contains(out, "双方的联系人应当保持联络") {
			t.Errorf("%s:\n%s", we, out)
		}
	}
	if p := Propose(m, "苏州天合纺织有限公司"); p.We != "partyA" {
		t.Errorf("we are %s although we are named", p.We)
	}
}

func TestTheAmountOfAFilledContractIsAField(t *testing.T) {
	const head = "买卖合同\n\n甲方：苏州天合纺织有限公司\n\n乙方：杭州恒信建材有限公司\n\n第一条 价款\n"
	for text, want := range map[string]string{
		"甲方购买水泥20吨，单价450元，合同总价人民币9000元（大写：玖仟元整）。": "单价450元，合同总价人民币{合同金额:数字}元（大写：{合同金额:大写}）。",
		"合同总金额为¥9,000.00（大写：人民币玖仟元整），含运费。":        "合同总金额为¥{合同金额:数字}（大写：{合同金额:大写}），含运费。",
		"甲方先付定金3000元（大写：叁仟元整），其余款项货到付清。":          "甲方先付定金3000元（大写：叁仟元整），",
		"每逾期一日，按合同总价的千分之五支付违约金500元（大写：伍佰元整）。":     "违约金500元（大写：伍佰元整）。",
	} {
		content := head + text + "\n\n第二条 交付\n乙方送货。\n"
		m, err := manuscript.Read("a.txt", strings.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		p := Propose(m, "杭州恒信建材有限公司")
		if out := template.Print(&p.Definition); !strings.Contains(out, want) || p.CharsIn != p.CharsOut {
			t.Errorf("%s: %d of %d\n%s", text, p.CharsOut, p.CharsIn, out)
		}
	}
}

func TestSidesNamedInOneLineAreFound(t *testing.T) {
	const text = "维护合同\n\n甲方：苏州天合纺织有限公司；乙方：杭州恒信建材有限公司。\n\n第一条 内容\n乙方为甲方维护设备。\n\n第二条 费用\n甲方按照约定付款。\n"
	m, err := manuscript.Read("a.txt", strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	p := Propose(m, "杭州恒信建材有限公司")
	if out := template.Print(&p.Definition); p.We != "partyB" || !strings.Contains(out, "甲方：{甲方.名称}；乙方：杭州恒信建材有限公司。") {
		t.Errorf("%s\n%s", p.We, out)
	}
}

func TestACompanysOwnFormKeepsItsName(t *testing.T) {
	const text = "买卖合同\n\n甲方（买方）：____________\n地址：____________\n\n乙方（卖方）：杭州恒信建材有限公司\n地址：杭州市余杭区2号\n\n第一条 标的\n甲方向乙方购买水泥。\n"
	m, err := manuscript.Read("a.txt", strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	p := Propose(m)
	if out := template.Print(&p.Definition); p.We != "partyB" || len(p.Fields) != 2 || !strings.Contains(out, "杭州恒信建材有限公司") || !strings.Contains(out, "杭州市余杭区2号") {
		t.Errorf("%s %+v\n%s", p.We, p.Fields, out)
	}
}
