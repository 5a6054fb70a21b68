package contract

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"keyue/backend/abstract"
	"keyue/backend/approval"
	"keyue/backend/attachment"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/locale"
	"keyue/backend/manuscript"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/typeset"

	"gorm.io/gorm"
)

// Outside is the source of a contract that was made outside the program
// (非标合同): its file is kept, its facts are the record's own, and there is no
// template to fill or issue.
const Outside = "outside"

// PartyCandidate is a customer that a party may be.
type PartyCandidate = customer.Candidate

// OutsideProposal is what was read from a contract made outside, for a person
// to correct and accept.
//
//	{"name": "采购合同.pdf", "format": "pdf", "size": 182334, "readable": true, "problem": null, "sameAs": 0,
//	 "title": {"value": "采购合同", "confidence": 90, "from": "采购合同"},
//	 "number": {"value": "CG-2026-031", "confidence": 90, "from": "合同编号：CG-2026-031"},
//	 "subject": {"value": "", "confidence": 0, "from": ""},
//	 "parties": [{"role": "甲方", "name": "苏州天合纺织有限公司", "taxId": "91320594MA1XXXXX0X", "confidence": 95, "from": "甲方（买方）：…", "companyId": 0,
//	   "candidates": [{"id": 3, "name": "苏州天合纺织有限公司", "reason": "name", "confidence": 92}]}],
//	 "customerId": 3, "companyId": 1,
//	 "amount": {"value": 660000, "found": true, "digits": 660000, "words": 660000, "wordsText": "陆仟陆佰元整", "confidence": 98, "from": "合同总价款…", "problem": null},
//	 "currency": "CNY",
//	 "signDate": {"value": "2026-11-20", "confidence": 90, "from": "签订日期：…"}, "startDate": {…}, "endDate": {…}}
type OutsideProposal struct {
	Name string `json:"name"`
	// Format is docx, pdf, markdown or text; empty for pictures and what cannot be read.
	Format string `json:"format"`
	Size   int64  `json:"size"`
	// Readable is false for scans and pictures: the file is kept all the same, and
	// a person types the facts. Problem says why.
	Readable bool         `json:"readable"`
	Problem  *fault.Error `json:"problem"`
	// Scan says what of an unreadable file ReadScan can recognise.
	Scan Scan `json:"scan"`
	// PagesURL is where the page gets the PDF whose pages it draws; empty for none.
	PagesURL string `json:"pagesUrl"`
	// Recognised says that the text was recognised in pictures: every fact needs a
	// person's eye.
	Recognised bool `json:"recognised"`
	// SameAs is a contract that keeps this very file already; 0 for none.
	SameAs ID `json:"sameAs"`
	// What the document says; see [abstract.Abstract].
	Title     abstract.Fact   `json:"title"`
	Number    abstract.Fact   `json:"number"`
	Subject   abstract.Fact   `json:"subject"`
	Parties   []OutsideParty  `json:"parties"`
	Amount    abstract.Amount `json:"amount"`
	Currency  money.Currency  `json:"currency"`
	SignDate  abstract.Date   `json:"signDate"`
	StartDate abstract.Date   `json:"startDate"`
	EndDate   abstract.Date   `json:"endDate"`
	// CustomerID and CompanyID are the likeliest; 0 when nobody is known.
	CustomerID customer.ID        `json:"customerId"`
	CompanyID  settings.CompanyID `json:"companyId"`
}

// OutsideParty is one side found in a document, and who that is.
type OutsideParty struct {
	abstract.Party
	// CompanyID is our own company that this is; 0 when it is not us.
	CompanyID int64 `json:"companyId"`
	// Candidates are customers that it may be, best first.
	Candidates []PartyCandidate `json:"candidates"`
}

// unreadable are faults of a file whose text cannot be had, but which is worth
// keeping: scans, pictures, old Word.
var unreadable = []string{manuscript.Scanned, manuscript.WrongType, manuscript.OldWord, manuscript.Other, manuscript.Encrypted, manuscript.TooBig, manuscript.TooSlow, manuscript.Damaged, manuscript.Binary, manuscript.Unreadable}

// unread is what a person is told of them.
const unread = "contract.outside.unreadable"

// wordless are those whose own sentence asks for another file: here it is kept.
var wordless = []string{manuscript.Scanned, manuscript.WrongType, manuscript.Other, manuscript.Binary, manuscript.Unreadable}

// ReadOutside reads a contract made outside and proposes its facts; nothing is
// kept yet. A scan has none: see ReadScan. file is an upload's token. Faults: files.*, manuscript.empty,
// manuscript.too_large.
func (s *Service) ReadOutside(file string) (p *OutsideProposal, err error) {
	defer fault.Recover(&err)
	f, info, err := s.files.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	db := s.st.Read(s.st.Context())
	p = &OutsideProposal{Name: info.Name, Size: info.Size, Parties: []OutsideParty{}}
	if p.Currency, err = settings.OurCurrency(db); err != nil {
		return nil, err
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, io.NewSectionReader(f, 0, info.Size)); err != nil {
		return nil, err
	}
	if p.SameAs, err = sameFile(db, hex.EncodeToString(hash.Sum(nil))); err != nil {
		return nil, err
	}
	m, err := manuscript.ReadContext(s.st.Context(), info.Name, f, info.Size)
	if err != nil {
		for _, code := range unreadable {
			if fault.Is(err, code) {
				p.Problem = fault.From(err)
				if slices.Contains(wordless, code) {
					p.Problem = fault.New(unread, fault.P{"name": info.Name})
				}
				p.Title = abstract.Fact{Value: baseName(info.Name), Confidence: 30}
				if s.recognise == nil {
					return p, nil
				}
				p.Scan = scanOf(f, err)
				if p.Scan == ScanPages {
					p.PagesURL, err = s.files.OfferFile(info.Name, mimePDF, f.Name())
					return p, err
				}
				return p, nil
			}
		}
		return nil, err
	}
	p.Format, p.Readable = m.Format, true
	p.take(abstract.Read(m))
	return p, p.match(db)
}

// take puts what was read into the proposal.
func (p *OutsideProposal) take(a abstract.Abstract) {
	p.Title, p.Number, p.Subject, p.Amount = a.Title, a.Number, a.Subject, a.Amount
	if a.Currency != "" {
		p.Currency = a.Currency
	}
	p.SignDate, p.StartDate, p.EndDate = a.SignDate, a.StartDate, a.EndDate
	for _, party := range a.Parties {
		p.Parties = append(p.Parties, OutsideParty{Party: party, Candidates: []PartyCandidate{}})
	}
}

// match finds our own company and customers among the parties.
func (p *OutsideProposal) match(db *gorm.DB) error {
	companies, err := settings.Companies(db)
	if err != nil {
		return err
	}
	us := func(party *OutsideParty, is func(c *settings.Company) bool) bool {
		for _, c := range companies {
			if is(&c) {
				party.CompanyID = int64(c.ID)
				if p.CompanyID == 0 {
					p.CompanyID = c.ID
				}
			}
		}
		return party.CompanyID != 0
	}
	for i := range p.Parties {
		party := &p.Parties[i]
		if us(party, func(c *settings.Company) bool {
			return customer.NormalName(c.Name) == customer.NormalName(party.Name) || c.TaxID != "" && c.TaxID == party.TaxID
		}) {
			continue
		}
		if party.Candidates, err = customer.Recognise(db, party.Name, party.TaxID); err != nil {
			return err
		}
		// A name that a machine read in a picture may have a letter wrong.
		if !p.Recognised || len(party.Candidates) > 0 || us(party, func(c *settings.Company) bool { return customer.Resembles(c.Name, party.Name) }) {
			continue
		}
		if party.Candidates, err = customer.Resembling(db, party.Name); err != nil {
			return err
		}
	}
	best := 0
	for _, party := range p.Parties {
		if len(party.Candidates) > 0 && party.Candidates[0].Confidence > best {
			best, p.CustomerID = party.Candidates[0].Confidence, party.Candidates[0].ID
		}
	}
	if p.CompanyID == 0 {
		p.CompanyID, err = defaultCompany(db)
	}
	return err
}

// sameFile gives the live contract that keeps content with the hash.
func sameFile(db *gorm.DB, sum string) (ID, error) {
	var ids []ID
	err := db.Table("contract").Joins("join attachment a on a.id = contract.file_id").
		Where("contract.deleted_at is null and a.sha256 = ?", sum).Order("contract.id").Limit(1).Pluck("contract.id", &ids).Error
	if len(ids) == 0 {
		return 0, err
	}
	return ids[0], err
}

func baseName(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[:i]
	}
	return name
}

// OutsideInput is a contract made outside as a person accepted it.
type OutsideInput struct {
	// File is the upload's token.
	File       string             `json:"file"`
	Name       string             `json:"name"`
	Number     string             `json:"number"`
	CustomerID customer.ID        `json:"customerId"`
	CompanyID  settings.CompanyID `json:"companyId"`
	Amount     money.Amount       `json:"amount"`
	Currency   money.Currency     `json:"currency"`
	SignDate   date.Date          `json:"signDate"`
	StartDate  date.Date          `json:"startDate"`
	EndDate    date.Date          `json:"endDate"`
	// Stage is sent, signed, active, done or archived; empty means signed.
	Stage  Stage    `json:"stage"`
	Tags   []string `json:"tags"`
	Remark string   `json:"remark"`
}

// outsideStages are those that a contract from outside may begin in.
var outsideStages = map[Stage]bool{Sent: true, Signed: true, Active: true, Done: true, Archived: true}

// AddOutside keeps a file as a contract: in lists, searches, stages and
// reminders it is one like any other. Faults: fault.invalid, fault.not_found,
// attachment.*, files.*.
func (s *Service) AddOutside(in OutsideInput) (v *View, err error) {
	defer fault.Recover(&err)
	c := Contract{Source: Outside, Name: in.Name, Number: strings.TrimSpace(in.Number), CustomerID: in.CustomerID, CompanyID: in.CompanyID, Kind: "other",
		Amount: in.Amount, Currency: in.Currency, SignDate: in.SignDate, StartDate: in.StartDate, EndDate: in.EndDate, Stage: in.Stage, Tags: in.Tags,
		Remark: strings.TrimSpace(in.Remark), Values: map[string]any{}, Lines: []Line{}, Deviations: []template.Deviation{}, Language: locale.En}
	if c.Stage == "" {
		c.Stage = Signed
	}
	if c.Tags == nil {
		c.Tags = []string{}
	}
	c.normalize()
	db := s.st.Read(s.st.Context())
	if c.Currency == "" {
		if c.Currency, err = settings.OurCurrency(db); err != nil {
			return nil, err
		}
	}
	if isHan(c.Name) {
		c.Language = locale.ZhCN
	}
	if err := c.validOutside(); err != nil {
		return nil, err
	}
	if _, err := customer.Find(db, in.CustomerID); err != nil {
		return nil, err
	}
	if in.CompanyID == 0 {
		if c.CompanyID, err = defaultCompany(db); err != nil {
			return nil, err
		}
	}
	incoming, err := attachment.Receive(s.st, s.files, in.File, attachment.DefaultLimits)
	if err != nil {
		return nil, err
	}
	defer incoming.Close()
	err = s.st.InTx(s.st.Context(), store.Step{Label: "contract.outside_added", Params: fault.P{"name": c.Name}}, func(tx *store.Tx) error {
		if err := tx.Insert(&c); err != nil {
			return err
		}
		file, err := incoming.Attach(tx, KindContract, int64(c.ID))
		if err != nil {
			return err
		}
		c.FileID = file.ID
		return tx.Update(&c)
	})
	if err != nil {
		return nil, err
	}
	return s.view(s.st.Read(s.st.Context()), c.ID)
}

// validOutside returns every bad field.
func (c *Contract) validOutside() error {
	var bad []fault.Field
	if err := c.Validate(); err != nil {
		bad = fault.From(err).Fields
	}
	if c.CustomerID == 0 {
		bad = append(bad, fault.Field{Field: "customerId", Code: "contract.outside.customer_required"})
	}
	if c.Amount < 0 {
		bad = append(bad, fault.Field{Field: "amount", Code: "contract.outside.amount"})
	}
	if len([]rune(c.Number)) > 80 {
		bad = append(bad, fault.Field{Field: "number", Code: "contract.outside.number_long"})
	}
	if !outsideStages[c.Stage] && c.Stage != Void {
		bad = append(bad, fault.Field{Field: "stage", Code: "contract.outside.stage"})
	}
	return fault.Invalid(bad)
}

// noTemplate refuses what only a contract of ours can do. Fault contract.outside.
func (c *Contract) noTemplate() error {
	if c.Source == Outside {
		return fault.New("contract.outside", fault.P{"name": c.title()})
	}
	return nil
}

// outsideFixed are names that Save does not take of a contract from outside.
var outsideFixed = []string{"stage", "stageReason", "issueCount", "issuedAt", "origin", "parties", "templateId", "templateVersionId", "kind", "source", "fileId", "lines", "values", "deviations"}

// amendOutside changes the record of a contract from outside by a patch.
func (c *Contract) amendOutside(tx *store.Tx, bad []fault.Field) error {
	c.Number = strings.TrimSpace(c.Number)
	if err := c.validOutside(); err != nil {
		bad = append(bad, fault.From(err).Fields...)
	}
	if len(bad) > 0 {
		return fault.Invalid(bad)
	}
	if _, err := customer.Find(tx.DB, c.CustomerID); err != nil {
		return err
	}
	return tx.Update(c)
}

// OutsideFile is the file that a contract from outside was kept as.
type OutsideFile struct {
	ID     attachment.ID `json:"id"`
	Name   string        `json:"name"`
	Mime   string        `json:"mime"`
	Size   int64         `json:"size"`
	SHA256 string        `json:"sha256"`
	// Printable says that Preview gives pages: a PDF as it is, a PNG or JPEG set
	// on a page. Anything else is opened by the program it belongs to.
	Printable bool `json:"printable"`
}

// outsideView is the screen of a contract from outside.
func (s *Service) outsideView(db *gorm.DB, c Contract) (*View, error) {
	v := &View{Contract: c, Number: c.Number, CustomerName: customerTitle(db, c.CustomerID), Columns: []string{}, Fields: []Field{}, Problems: []template.Problem{},
		Issues: []Issue{}, Next: []Stage{}}
	for _, to := range c.nextStages() {
		if to != Printed { // only what is ours is issued
			v.Next = append(v.Next, to)
		}
	}
	v.Approval = approval.Standing{Floor: []approval.Item{}, List: []approval.Approval{}} // nobody is asked about what is signed
	v.Totals.Total = c.Amount
	v.AmountInWords = money.InWords(c.Amount, c.Currency, c.Language)
	if company, err := settings.FindCompany(db, c.CompanyID); err == nil {
		v.CompanyName = company.Name
	}
	file, err := outsideFile(db, c)
	if err != nil {
		return nil, err
	}
	v.Outside = &OutsideFile{ID: file.ID, Name: file.Name, Mime: file.Mime, Size: file.Size, SHA256: file.SHA256, Printable: printable(file.Mime)}
	return v, nil
}

func printable(mime string) bool {
	return mime == mimePDF || mime == "image/png" || mime == "image/jpeg"
}

func outsideFile(db *gorm.DB, c Contract) (*attachment.Attachment, error) {
	if c.Source != Outside || c.FileID == 0 {
		return nil, fault.Missing(attachment.KindAttachment)
	}
	return attachment.Find(db, c.FileID)
}

// OutsideURL gives the address of the file of a contract from outside, exactly
// as it was dropped. Fault fault.not_found.
func (s *Service) OutsideURL(id ID) (url string, err error) {
	defer fault.Recover(&err)
	c, err := find(s.st.Read(s.st.Context()), id)
	if err != nil {
		return "", err
	}
	if _, err := outsideFile(s.st.Read(s.st.Context()), c); err != nil {
		return "", err
	}
	return attachment.Offer(s.st, s.files, c.FileID)
}

// outsidePreview gives the pages of the kept file. Fault
// contract.outside.no_pages {name} for what is no PDF or picture.
func (s *Service) outsidePreview(db *gorm.DB, c Contract) (*Preview, error) {
	file, err := outsideFile(db, c)
	if err != nil {
		return nil, err
	}
	p := &Preview{Hits: [][]typeset.Hit{}, Missing: []typeset.Missing{}, Warnings: []typeset.Warning{}, Problems: []template.Problem{}}
	switch {
	case file.Mime == mimePDF:
		p.URL, err = attachment.Offer(s.st, s.files, c.FileID)
		return p, err
	case !printable(file.Mime):
		return nil, fault.New("contract.outside.no_pages", fault.P{"name": file.Name})
	}
	data, err := s.keptFile(c)
	if err != nil {
		return nil, err
	}
	sheet, err := s.press.Run(picturePage(file), map[string][]byte{"scan": data}, s.st.Now())
	if err != nil {
		return nil, err
	}
	p.Pages = sheet.Pages
	p.URL, err = s.files.Offer(baseName(file.Name)+".pdf", mimePDF, sheet.PDF)
	return p, err
}

// picturePage sets a scan on a page of its own: upright or across as it is,
// without a footer.
func picturePage(file *attachment.Attachment) typeset.Document {
	const mm = 72 / 25.4
	doc := typeset.Document{Language: string(locale.ZhCN), Title: baseName(file.Name), Footer: []typeset.Run{{Text: " "}},
		Page:   typeset.Page{Width: 210 * mm, Height: 297 * mm, Top: 10 * mm, Bottom: 10 * mm, Left: 10 * mm, Right: 10 * mm},
		Blocks: []typeset.Block{{Image: &typeset.Image{Asset: "scan", Width: 190 * mm, Align: typeset.AlignCenter}}}}
	if file.Width > file.Height {
		doc.Page.Width, doc.Page.Height = doc.Page.Height, doc.Page.Width
		doc.Blocks[0].Image.Width = 277 * mm
	}
	return doc
}

// outsideManuscript reads the kept file, to compare another with it.
func (s *Service) outsideManuscript(db *gorm.DB, c Contract) (*manuscript.Manuscript, error) {
	file, err := outsideFile(db, c)
	if err != nil {
		return nil, err
	}
	data, err := s.keptFile(c)
	if err != nil {
		return nil, err
	}
	return manuscript.ReadContext(s.st.Context(), file.Name, bytes.NewReader(data), int64(len(data)))
}

// forget removes the files of contracts that are gone for good.
func forget(tx *store.Tx, ids []int64) error {
	var there []int64
	if err := store.IDs(tx.Table("contract"), "id", ids).Pluck("id", &there).Error; err != nil || len(there) == len(ids) {
		return err
	}
	left := map[int64]bool{}
	for _, id := range there {
		left[id] = true
	}
	var gone []int64
	for _, id := range ids {
		if !left[id] {
			gone = append(gone, id)
		}
	}
	return attachment.Forget(tx, KindContract, gone...)
}

// keptFile is the content of the file of a contract made outside.
func (s *Service) keptFile(c Contract) ([]byte, error) {
	r, _, err := attachment.Open(s.st, c.FileID)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}
