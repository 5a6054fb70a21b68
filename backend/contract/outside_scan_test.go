package contract_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/job"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/typeset/press"
)

// seeing gives the shop a recogniser.
func (sh *shop) seeing(recognise contract.Recogniser) {
	sh.Service = contract.NewService(sh.st, nil, press.New(), sh.files, sh.jobs, recognise)
}

// scan is an uploaded picture of a size, by which a recogniser of a test knows it.
func (sh *shop) scan(name string, width int) string {
	sh.t.Helper()
	var b bytes.Buffer
	sh.must(png.Encode(&b, image.NewGray(image.Rect(0, 0, width, 50))))
	in, err := sh.files.Put(name, &b)
	sh.must(err)
	return in.Token
}

func widthOf(picture []byte) int {
	c, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return 0
	}
	return c.Width
}

// ended waits for a job.
func (sh *shop) ended(id job.ID, err error) job.Job {
	sh.t.Helper()
	sh.must(err)
	for {
		j, err := sh.jobs.Get(id)
		sh.must(err)
		if j.State != job.Running {
			return j
		}
		time.Sleep(time.Millisecond)
	}
}

func (sh *shop) proposal(j job.Job) *contract.OutsideProposal {
	sh.t.Helper()
	p, ok := j.Result.(*contract.OutsideProposal)
	if j.State != job.Done || !ok {
		sh.t.Fatalf("%+v", j)
	}
	return p
}

func TestAScanIsRecognisedAndProposed(t *testing.T) {
	sh := open(t)
	sh.seeing(func(context.Context, []byte) ([]string, error) { return strings.Split(bought, "\n"), nil })
	token := sh.scan("扫描件.png", 60)
	before, err := sh.ReadOutside(token)
	sh.must(err)
	if before.Readable || before.Scan != contract.ScanPicture {
		t.Errorf("%+v", before)
	}
	j := sh.ended(sh.ReadScan(token, nil))
	p := sh.proposal(j)
	if !p.Readable || !p.Recognised || p.Problem != nil || p.Title.Value != "采购合同" || p.Amount.Value != 12_860_050 || p.SignDate.Value != "2026-03-18" || p.CustomerID != sh.cust || len(p.Parties) != 2 {
		t.Errorf("%+v", p)
	}
	if j.Done != 1 || j.Total != 1 {
		t.Errorf("progress %d of %d", j.Done, j.Total)
	}
	typed, err := sh.ReadOutside(sh.drop("同样.txt", bought))
	sh.must(err)
	for name, c := range map[string][2]int{"title": {p.Title.Confidence, typed.Title.Confidence}, "amount": {p.Amount.Confidence, typed.Amount.Confidence},
		"party": {p.Parties[0].Confidence, typed.Parties[0].Confidence}, "date": {p.EndDate.Confidence, typed.EndDate.Confidence}} {
		if c[0] == 0 || c[0] >= c[1] {
			t.Errorf("%s: as sure (%d) of a picture as of text (%d)", name, c[0], c[1])
		}
	}
}

func TestAMisreadNameInAScanIsStillThatOfTheCustomer(t *testing.T) {
	sh := open(t)
	other := customer.Customer{Name: "Harbour Lane Trading Ltd", Kind: customer.Company}
	company := settings.Company{Name: "Qinghe Instruments Co., Ltd."}
	sh.must(sh.st.InTx(sh.st.Context(), store.Step{Label: "test"}, func(tx *store.Tx) error {
		return errors.Join(customer.Create(tx, &other, nil), settings.AddCompany(tx, &company))
	}))
	text := "Sale of Goods Agreement\nSeller: Qinghe lnstruments Co., Ltd.\nBuyer: Harb0ur Lane Tradlng Ltd\nContact: Alice Morgan\n1.1 The Goods are priced in USD.\nThe total price is 23,280.00.\n"
	sh.seeing(func(context.Context, []byte) ([]string, error) { return strings.Split(text, "\n"), nil })
	p := sh.proposal(sh.ended(sh.ReadScan(sh.scan("scan.png", 60), nil)))
	if p.CustomerID != other.ID || p.CompanyID != company.ID || p.Currency != "USD" || p.Amount.Value != 2_328_000 {
		t.Errorf("%+v", p)
	}
	typed, err := sh.ReadOutside(sh.drop("typed.txt", text))
	sh.must(err)
	if typed.CustomerID != 0 {
		t.Errorf("a text that was typed says another name: %+v", typed)
	}
}

func TestThePagesOfAScannedPDFAreReadInOrderAndNoMoreThanNeeded(t *testing.T) {
	sh := open(t)
	parts := strings.SplitAfter(bought, "签订日期：2026年3月18日\n")
	var seen []int
	sh.seeing(func(_ context.Context, picture []byte) ([]string, error) {
		w := widthOf(picture)
		seen = append(seen, w)
		switch w {
		case 101:
			return strings.Split(parts[0], "\n"), nil
		case 103:
			return strings.Split(parts[1], "\n"), nil
		}
		return nil, nil // a blank page
	})
	in, err := sh.files.Put("扫描件.pdf", bytes.NewReader(sh.scannedPDF()))
	sh.must(err)
	before, err := sh.ReadOutside(in.Token)
	sh.must(err)
	if before.Scan != contract.ScanPages || !bytes.HasPrefix(sh.fetch(before.PagesURL), []byte("%PDF")) {
		t.Errorf("%+v", before)
	}
	var pages []string
	for w := 101; w < 110; w++ {
		pages = append(pages, sh.scan("page.png", w))
	}
	p := sh.proposal(sh.ended(sh.ReadScan(in.Token, pages)))
	if len(seen) != contract.ScanPagesMax || seen[0] != 101 || seen[5] != 106 {
		t.Errorf("read %v", seen)
	}
	if p.Name != "扫描件.pdf" || p.SignDate.Value != "2026-03-18" || p.Amount.Value != 12_860_050 || p.EndDate.Value != "2027-03-31" {
		t.Errorf("%+v", p)
	}
}

// scannedPDF is a PDF of one picture.
func (sh *shop) scannedPDF() []byte {
	sh.t.Helper()
	v, err := sh.AddOutside(contract.OutsideInput{File: sh.scan("x.png", 70), Name: "x", CustomerID: sh.cust})
	sh.must(err)
	pages, err := sh.Preview(v.Contract.ID, contract.PreviewOptions{})
	sh.must(err)
	return sh.fetch(pages.URL)
}

func TestAScanThatCannotBeRecognisedIsKeptAllTheSame(t *testing.T) {
	sh := open(t)
	for name, c := range map[string]struct {
		recognise contract.Recogniser
		code      string
	}{
		"no recogniser on the machine": {func(context.Context, []byte) ([]string, error) { return nil, fault.New("ocr.absent.linux", nil) }, "ocr.absent.linux"},
		"nothing to see":               {func(context.Context, []byte) ([]string, error) { return nil, nil }, "contract.outside.no_text"},
		"no recogniser at all":         {nil, "contract.outside.unreadable"},
	} {
		sh.seeing(c.recognise)
		token := sh.scan(name+".png", 60)
		p := sh.proposal(sh.ended(sh.ReadScan(token, nil)))
		if p.Readable || p.Recognised || !fault.Is(p.Problem, c.code) || p.Title.Value != name {
			t.Errorf("%s: %+v", name, p)
		}
		if _, err := sh.AddOutside(contract.OutsideInput{File: token, Name: name, CustomerID: sh.cust}); err != nil {
			t.Errorf("%s: not kept: %v", name, err)
		}
	}
	// What was read before a page failed counts.
	sh.seeing(func(_ context.Context, picture []byte) ([]string, error) {
		if widthOf(picture) == 61 {
			return nil, fault.New("ocr.failed", nil)
		}
		return strings.Split(bought, "\n"), nil
	})
	p := sh.proposal(sh.ended(sh.ReadScan(sh.scan("a.png", 60), []string{sh.scan("1.png", 60), sh.scan("2.png", 61)})))
	if !p.Recognised || p.Problem != nil || p.Amount.Value != 12_860_050 {
		t.Errorf("%+v", p)
	}
	if _, err := sh.ReadScan("none", nil); !fault.Is(err, "files.expired") {
		t.Errorf("an upload that is gone: %v", err)
	}
}

func TestRecognisingCanBeCancelled(t *testing.T) {
	sh := open(t)
	at := make(chan struct{})
	sh.seeing(func(ctx context.Context, _ []byte) ([]string, error) {
		close(at)
		<-ctx.Done()
		return nil, ctx.Err()
	})
	id, err := sh.ReadScan(sh.scan("a.png", 60), nil)
	sh.must(err)
	<-at
	sh.must(sh.jobs.Cancel(id))
	if j := sh.ended(id, nil); j.State != job.Cancelled || j.Result != nil {
		t.Errorf("%+v", j)
	}
}
