package contract_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"keyue/backend/compare"
	"keyue/backend/contract"
	"keyue/backend/fault"
	"keyue/backend/store"
)

const bought = `采购合同

合同编号：CG-2026-031

甲方（采购方）：恒信建材有限公司
统一社会信用代码：91330105MA0000001X
乙方（供货方）：苏州天合纺织有限公司（以下简称“乙方”）
统一社会信用代码：91320594MA1XXXXX0X
签订日期：2026年3月18日

一、合同价款
合同总价款为人民币 128,600.50 元（大写：壹拾贰万捌仟陆佰元伍角整），含税。首付款为 30,000 元。
二、期限
本合同有效期自2026年4月1日起至2027年3月31日止。
三、违约责任
逾期交货的，每日按 500 元支付违约金。
`

func (sh *shop) drop(name, content string) string {
	sh.t.Helper()
	in, err := sh.files.Put(name, strings.NewReader(content))
	sh.must(err)
	return in.Token
}

func TestAContractMadeOutsideIsReadAndProposed(t *testing.T) {
	sh := open(t)
	p, err := sh.ReadOutside(sh.drop("采购合同.txt", bought))
	sh.must(err)
	if !p.Readable || p.Title.Value != "采购合同" || p.Number.Value != "CG-2026-031" || p.Amount.Value != 12_860_050 || p.Amount.Problem != nil || p.Amount.Confidence < 90 {
		t.Errorf("%+v", p)
	}
	if p.SignDate.Value != "2026-03-18" || p.StartDate.Value != "2026-04-01" || p.EndDate.Value != "2027-03-31" {
		t.Errorf("dates %+v %+v %+v", p.SignDate, p.StartDate, p.EndDate)
	}
	if len(p.Parties) != 2 || p.Parties[0].CompanyID == 0 || p.Parties[1].Name != "苏州天合纺织有限公司" || p.CustomerID != sh.cust || p.CompanyID == 0 {
		t.Errorf("parties %+v", p.Parties)
	}
	p, err = sh.ReadOutside(sh.drop("采购合同.txt", strings.Replace(bought, "伍角整", "元整", 1)))
	sh.must(err)
	if p.Amount.Problem == nil && p.Amount.Value == 12_860_050 {
		t.Errorf("a sum in words that cannot be: %+v", p.Amount)
	}
	p, err = sh.ReadOutside(sh.drop("采购合同.txt", strings.Replace(bought, "捌仟", "玖仟", 1)))
	sh.must(err)
	if !fault.Is(p.Amount.Problem, "abstract.amount_differs") || p.Amount.Value != 12_960_050 || p.Amount.Confidence > 50 {
		t.Errorf("figures and words differ: %+v", p.Amount)
	}
}

func TestAContractMadeOutsideIsOneLikeAnyOther(t *testing.T) {
	sh := open(t)
	token := sh.drop("采购合同.txt", bought)
	v, err := sh.AddOutside(contract.OutsideInput{File: token, Name: "采购合同", Number: "CG-2026-031", CustomerID: sh.cust, Amount: 12_860_050, SignDate: "2026-03-18",
		StartDate: "2026-04-01", EndDate: "2026-12-10", Stage: contract.Active})
	sh.must(err)
	if v.Approval.Floor == nil || v.Approval.List == nil {
		t.Error("the page gets no list of approvals")
	}
	if v.Contract.Source != contract.Outside || v.Outside == nil || v.Outside.Name != "采购合同.txt" || v.Outside.Printable || v.AmountInWords != "壹拾贰万捌仟陆佰元伍角整" || v.Contract.CompanyID == 0 {
		t.Errorf("%+v", v)
	}
	page, err := sh.List(contract.Query{CustomerID: sh.cust})
	sh.must(err)
	if page.Total != 1 || page.Rows[0].Source != contract.Outside || page.Rows[0].Number != "CG-2026-031" {
		t.Errorf("list %+v", page)
	}
	page, err = sh.List(contract.Query{Expiring: true})
	sh.must(err)
	counts, err := sh.Counts(false)
	sh.must(err)
	if page.Total != 1 || counts.Stages[contract.Active] != 1 || counts.Expiring != 1 {
		t.Errorf("expiring %+v counts %+v", page, counts)
	}
	url, err := sh.OutsideURL(v.Contract.ID)
	sh.must(err)
	if string(sh.fetch(url)) != bought {
		t.Error("the kept file has other bytes")
	}
	again, err := sh.ReadOutside(sh.drop("copy.txt", bought))
	sh.must(err)
	if again.SameAs != v.Contract.ID {
		t.Errorf("the same file is not known again: %d", again.SameAs)
	}
	v, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"amount": 100, "number": "X-1", "endDate": "2027-01-01", "name": "大采购"})
	sh.must(err)
	if v.Contract.Amount != 100 || v.Contract.Number != "X-1" || v.Contract.Name != "大采购" {
		t.Errorf("saved %+v", v.Contract)
	}
	_, err = sh.Save(v.Contract.ID, v.Contract.Version, map[string]any{"lines": []contract.Line{{Name: "x"}}})
	if !fault.Is(err, fault.InvalidInput) {
		t.Errorf("lines of a contract without a template: %v", err)
	}
	v, err = sh.Move(v.Contract.ID, v.Contract.Version, contract.Done, "")
	sh.must(err)
	for name, err := range map[string]error{
		"issue":     second(sh.Issue(v.Contract.ID, 0, contract.IssueOptions{})),
		"duplicate": second(sh.Duplicate(v.Contract.ID)),
		"word":      second(sh.SaveDocx(v.Contract.ID, 0)),
	} {
		if !fault.Is(err, "contract.outside") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := sh.Preview(v.Contract.ID, contract.PreviewOptions{}); !fault.Is(err, "contract.outside.no_pages") {
		t.Errorf("preview of a text: %v", err)
	}
	got, err := sh.Compare(v.Contract.ID, 0, sh.drop("back.txt", strings.Replace(bought, "每日按 500 元", "每日按 50 元", 1)), compare.Options{})
	sh.must(err)
	if got.Found.Summary.Changed != 1 || got.Found.Summary.Grave != 1 {
		t.Errorf("compared with the kept file: %+v %+v", got.Found.Summary, got.Found.Differences)
	}
	sh.must(sh.Trash([]contract.ID{v.Contract.ID}))
	var files int64
	count := func() int64 {
		sh.must(sh.st.Read(sh.st.Context()).Table("attachment").Count(&files).Error)
		return files
	}
	if count() != 1 {
		t.Errorf("%d files of a contract in the trash", files)
	}
	sh.must(sh.st.InTx(sh.st.Context(), store.Step{Label: "contract.trashed"}, func(tx *store.Tx) error {
		return tx.Purge(contract.KindContract, int64(v.Contract.ID))
	}))
	if count() != 0 {
		t.Errorf("%d files of a contract that is gone", files)
	}
}

func second[T any](_ T, err error) error { return err }

func TestAScanIsKeptAndAsksForItsFacts(t *testing.T) {
	sh := open(t)
	var b bytes.Buffer
	sh.must(png.Encode(&b, image.NewGray(image.Rect(0, 0, 600, 800))))
	in, err := sh.files.Put("扫描件.png", bytes.NewReader(b.Bytes()))
	sh.must(err)
	p, err := sh.ReadOutside(in.Token)
	sh.must(err)
	if p.Readable || p.Scan != contract.NoScan || !fault.Is(p.Problem, "contract.outside.unreadable") || p.Title.Value != "扫描件" || len(p.Parties) != 0 || p.Amount.Found {
		t.Errorf("%+v", p)
	}
	v, err := sh.AddOutside(contract.OutsideInput{File: in.Token, Name: "老合同", CustomerID: sh.cust})
	sh.must(err)
	if v.Contract.Stage != contract.Signed || !v.Outside.Printable {
		t.Errorf("%+v", v.Contract)
	}
	pages, err := sh.Preview(v.Contract.ID, contract.PreviewOptions{})
	sh.must(err)
	if pages.Pages != 1 || pages.Draft || !bytes.HasPrefix(sh.fetch(pages.URL), []byte("%PDF")) {
		t.Errorf("%+v", pages)
	}
	url, err := sh.OutsideURL(v.Contract.ID)
	sh.must(err)
	if !bytes.Equal(sh.fetch(url), b.Bytes()) {
		t.Error("the kept scan has other bytes")
	}
	// The same as a PDF without any text.
	scan := sh.fetch(pages.URL)
	in, err = sh.files.Put("扫描件.pdf", bytes.NewReader(scan))
	sh.must(err)
	p, err = sh.ReadOutside(in.Token)
	sh.must(err)
	if p.Readable || !fault.Is(p.Problem, "contract.outside.unreadable") || p.Title.Value != "扫描件" || p.Amount.Found {
		t.Errorf("%+v", p)
	}
	v, err = sh.AddOutside(contract.OutsideInput{File: in.Token, Name: "老合同二", CustomerID: sh.cust})
	sh.must(err)
	if url, err = sh.OutsideURL(v.Contract.ID); err != nil || !bytes.Equal(sh.fetch(url), scan) {
		t.Errorf("the kept PDF has other bytes: %v", err)
	}
}

func TestAPDFMadeOutsideIsShownAsItIs(t *testing.T) {
	sh := open(t)
	own := sh.sale()
	issued, err := sh.Issue(own.Contract.ID, 0, contract.IssueOptions{})
	sh.must(err)
	data := sh.fetch(issued.URL)
	in, err := sh.files.Put("sale.pdf", bytes.NewReader(data))
	sh.must(err)
	p, err := sh.ReadOutside(in.Token)
	sh.must(err)
	if p.Amount.Value != 660_000 || p.CustomerID != sh.cust || p.Number.Value != "HT-2026-0001" {
		t.Errorf("%+v", p)
	}
	// The same number as one of ours: theirs is not ours to rule.
	v, err := sh.AddOutside(contract.OutsideInput{File: in.Token, Name: "买卖合同", Number: "HT-2026-0001", CustomerID: p.CustomerID, Amount: p.Amount.Value})
	sh.must(err)
	pages, err := sh.Preview(v.Contract.ID, contract.PreviewOptions{})
	sh.must(err)
	if !bytes.Equal(sh.fetch(pages.URL), data) {
		t.Error("the PDF has other bytes")
	}
}

func TestBadFactsOfAContractMadeOutsideAreAllSaid(t *testing.T) {
	sh := open(t)
	_, err := sh.AddOutside(contract.OutsideInput{File: "none", Name: " ", Amount: -1, SignDate: "2026-13-01", Stage: contract.Draft})
	got := map[string]bool{}
	for _, f := range fault.From(err).Fields {
		got[f.Field] = true
	}
	for _, field := range []string{"name", "customerId", "amount", "signDate", "stage"} {
		if !got[field] {
			t.Errorf("%s is not said: %v", field, err)
		}
	}
}
