package contract

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/locale"
	"keyue/backend/money"
	"keyue/backend/settings"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/press"

	"gorm.io/gorm"
)

const mimePDF = "application/pdf"

// PreviewOptions choose the copy that is shown.
type PreviewOptions struct {
	// PriceFree leaves out prices and sums.
	PriceFree bool `json:"priceFree"`
	// Changes are edits not saved yet, as Service.Save takes them: the pages show
	// what is being typed before it is in the workspace. What cannot be set is
	// left as it was; Save says why.
	Changes map[string]any `json:"changes,omitempty"`
	// Seen are the pages on screen. When given, only what changed on these is
	// drawn, to Preview.Patch.
	Seen []press.Seen `json:"seen,omitempty"`
}

// Preview is a contract as it would come out of the printer now.
type Preview struct {
	// URL is the file; empty when there is a patch.
	URL   string `json:"url"`
	Pages int    `json:"pages"`
	// Marks name what stands on each page, for PreviewOptions.Seen.
	Marks []string `json:"marks"`
	// Patch is what changed on the pages seen.
	Patch *press.Patch `json:"patch,omitempty"`
	// Hits are the places of field values on each page, in thousandths of a point
	// from the top left.
	Hits     [][]typeset.Hit    `json:"hits"`
	Missing  []typeset.Missing  `json:"missing"`
	Warnings []typeset.Warning  `json:"warnings"`
	Problems []template.Problem `json:"problems"`
	// Draft says that the pages carry a watermark: draft, or void.
	Draft bool `json:"draft"`
}

// Preview renders the contract as it is: with a watermark while its text has not
// been issued or when it is void, and exactly the issued bytes when nothing
// changed since.
func (s *Service) Preview(id ID, o PreviewOptions) (p *Preview, err error) {
	defer fault.Recover(&err)
	db := s.st.Read(s.st.Context())
	c, err := find(db, id)
	if err != nil {
		return nil, err
	}
	if c.Source == Outside {
		return s.outsidePreview(db, c)
	}
	if len(o.Changes) > 0 && c.editable() == nil {
		if _, err := c.amend(db, o.Changes); err != nil {
			return nil, err
		}
		if err := c.dropUnsound(db); err != nil {
			return nil, err
		}
	}
	number, err := c.numberShown(db, s.today())
	if err != nil {
		return nil, err
	}
	f, err := fill(s.st, db, c, number, s.today(), template.Options{PriceFree: o.PriceFree})
	if err != nil {
		return nil, err
	}
	p = &Preview{Problems: f.merged.Problems}
	last, same, err := s.sameAsIssued(db, f, o.PriceFree)
	if err != nil {
		return nil, err
	}
	doc := ruled(f.merged.Document)
	switch {
	case c.Stage == Void:
		p.Draft, same = true, false
		doc.Watermark = locale.Text(f.def.Language, "contract.watermark.void", nil)
	case !same:
		p.Draft = true
		doc = f.merged.Document
		doc.Watermark = locale.Text(f.def.Language, "contract.watermark.draft", nil)
	}
	seen := o.Seen
	if same {
		seen = nil // the issued bytes themselves are shown
	}
	sheet, err := s.press.Proof(doc, f.images(), s.st.Now(), seen)
	if err != nil {
		return nil, err
	}
	p.Pages, p.Missing, p.Warnings = sheet.Pages, sheet.Missing, sheet.Warnings
	p.Marks, p.Patch = sheet.Marks, sheet.Patch
	p.Hits = make([][]typeset.Hit, len(sheet.Frames))
	for i, frame := range sheet.Frames {
		p.Hits[i] = append([]typeset.Hit{}, frame.Hits...)
	}
	switch {
	case same:
		p.URL, err = s.IssuePDF(last.ID)
	case p.Patch == nil:
		p.URL, err = s.files.Offer(fileName(c, number), mimePDF, sheet.PDF)
	}
	return p, err
}

// sameAsIssued reports whether the newest issue of that copy has the text that
// the contract has now.
func (s *Service) sameAsIssued(db *gorm.DB, f *filling, priceFree bool) (Issue, bool, error) {
	issues, err := issuesOf(db, f.contract.ID)
	if err != nil {
		return Issue{}, false, err
	}
	for _, last := range issues {
		if last.PriceFree != priceFree {
			continue
		}
		changes, err := s.changesSince(db, f, last)
		return last, err == nil && len(changes) == 0, err
	}
	return Issue{}, false, nil
}

// changesSince compares the text the contract has now with that of an issue.
func (s *Service) changesSince(db *gorm.DB, f *filling, last Issue) ([]Change, error) {
	then, err := last.text(db)
	if err != nil {
		return nil, err
	}
	now := template.Merge(f.def, f.data, template.Options{PriceFree: last.PriceFree}).Document
	return changes(then, ruled(now)), nil
}

// Differences lists how the contract's text differs now from issue n (0: the
// newest). Fault contract.no_issue.
func (s *Service) Differences(id ID, n int) (changes []Change, err error) {
	defer fault.Recover(&err)
	db := s.st.Read(s.st.Context())
	c, err := find(db, id)
	if err != nil {
		return nil, err
	}
	issues, err := issuesOf(db, id)
	if err != nil {
		return nil, err
	}
	for _, is := range issues {
		if n != 0 && is.N != n {
			continue
		}
		f, err := fill(s.st, db, c, c.Number, s.today(), template.Options{})
		if err != nil {
			return nil, err
		}
		return s.changesSince(db, f, is)
	}
	return nil, fault.New("contract.no_issue", nil)
}

// IssueOptions choose what is issued.
type IssueOptions struct {
	PriceFree bool `json:"priceFree"`
	// AllowGaps issues with rules where required fields are empty.
	AllowGaps bool `json:"allowGaps"`
}

// Issued is the answer to Issue: the issue and where its bytes are.
type Issued struct {
	Issue  Issue  `json:"issue"`
	Number string `json:"number"`
	URL    string `json:"url"`
	// Repeated says that nothing had changed and the former issue is given again.
	Repeated bool `json:"repeated"`
}

// Issue makes the contract final for paper: takes its number, sets it, and keeps
// the exact bytes. When the text is that of the newest issue already, that issue
// is given again. Faults: contract.closed, contract.gaps, contract.values_bad,
// contract.floor_reason, contract.glyphs, contract.no_company, store.conflict.
func (s *Service) Issue(id ID, version int64, o IssueOptions) (out *Issued, err error) {
	defer fault.Recover(&err)
	ctx := s.st.Context()
	var sheet press.Sheet
	out = &Issued{}
	c, err := find(s.st.Read(ctx), id)
	if err != nil {
		return nil, err
	}
	step := store.Step{Label: "contract.issued", Params: fault.P{"number": c.title()}, NoUndo: true}
	err = s.st.InTx(ctx, step, func(tx *store.Tx) error {
		c, err := find(tx.DB, id)
		if err != nil {
			return err
		}
		if version != 0 {
			c.Version = version
		}
		*out = Issued{}
		out.Issue, sheet, out.Repeated, err = issue(s.st, tx, s.press, &c, o)
		out.Number = c.Number
		return err
	})
	if err != nil {
		return nil, err
	}
	if out.Repeated {
		out.URL, err = s.IssuePDF(out.Issue.ID)
		return out, err
	}
	c.Number = out.Number
	out.URL, err = s.files.Offer(fileName(c, out.Number), mimePDF, sheet.PDF)
	return out, err
}

// issue does the work of Service.Issue inside tx; c is brought up to date.
func issue(st *store.Store, tx *store.Tx, p *press.Press, c *Contract, o IssueOptions) (Issue, press.Sheet, bool, error) {
	fail := func(err error) (Issue, press.Sheet, bool, error) { return Issue{}, press.Sheet{}, false, err }
	if err := c.editable(); err != nil {
		return fail(err)
	}
	number, err := c.numberToTake(tx)
	if err != nil {
		return fail(err)
	}
	f, err := fill(st, tx.DB, *c, number, tx.Today, template.Options{PriceFree: o.PriceFree})
	if err != nil {
		return fail(err)
	}
	if err := f.ready(tx.DB, o); err != nil {
		return fail(err)
	}
	if heading := template.LocksHold(f.def, c.Deviations); heading != "" {
		return fail(fault.New("contract.locked_text", fault.P{"clause": heading}))
	}
	doc := ruled(f.merged.Document)
	if last, err := newestIssue(tx.DB, c.ID, o.PriceFree); err != nil {
		return fail(err)
	} else if last.ID != 0 {
		then, err := last.text(tx.DB)
		if err != nil {
			return fail(err)
		}
		if len(changes(then, doc)) == 0 {
			return last, press.Sheet{}, true, nil
		}
	}
	sheet, err := p.Run(doc, f.images(), tx.Now.Time().In(st.Now().Location()))
	if err != nil {
		return fail(err)
	}
	if len(sheet.Missing) > 0 {
		return fail(glyphFault(sheet.Missing))
	}
	is, err := keep(tx, c, f, doc, sheet, o.PriceFree)
	return is, sheet, false, err
}

// numberToTake is the contract's number, or the next of its rule.
func (c *Contract) numberToTake(tx *store.Tx) (string, error) {
	if c.Number != "" {
		return c.Number, nil
	}
	if c.FirstID != 0 {
		return c.editionNumber(tx.DB)
	}
	rule, err := c.rule(tx.DB)
	if err != nil {
		return "", err
	}
	number, _, err := rule.take(tx)
	return number, err
}

// ready refuses what must not be printed.
func (f *filling) ready(db *gorm.DB, o IssueOptions) error {
	var gaps []string
	var bad []fault.Field
	for _, p := range f.merged.Problems {
		switch {
		case p.Warning:
		case p.Code == "template.missing":
			gaps = append(gaps, p.Label)
		default:
			bad = append(bad, fault.Field{Field: p.Field, Code: p.Code, Params: p.Params})
		}
	}
	if len(bad) > 0 {
		e := fault.New("contract.values_bad", nil)
		e.Fields = bad
		return e
	}
	if err := LinesReady(db, f.contract.Lines, f.contract.WholeDiscount, f.contract.Currency, f.contract.Language); err != nil {
		return err
	}
	standing, err := f.contract.standing(db)
	if err != nil {
		return err
	}
	if err := standing.Needed(comma(f.contract.Language)); err != nil {
		return err
	}
	if len(gaps) > 0 && !o.AllowGaps {
		return fault.New("contract.gaps", fault.P{"count": len(gaps), "labels": strings.Join(gaps, comma(f.contract.Language))})
	}
	return nil
}

// comma parts the names of a list in a language.
func comma(tag locale.Tag) string {
	if tag == locale.En {
		return ", "
	}
	return "、"
}

// LinesReady refuses lines that may stand while they are written, but not on an
// offer or a contract: of a quantity of 0, fault contract.line_zero, and under the
// floor price of their product without a reason, fault contract.floor_reason, both
// {count, names} with the fields of template.CheckQuantity and template.CheckFloor.
// tag is the language that parts the names.
func LinesReady(db *gorm.DB, lines []Line, whole money.BasisPoints, currency money.Currency, tag locale.Tag) error {
	if err := refused("contract.line_zero", template.CheckQuantity(lines), tag); err != nil {
		return err
	}
	home, err := settings.OurCurrency(db)
	if err != nil {
		return err
	}
	return refused("contract.floor_reason", template.CheckFloor(lines, whole, currency, home), tag)
}

func refused(code string, bad []fault.Field, tag locale.Tag) error {
	if len(bad) == 0 {
		return nil
	}
	names := make([]string, len(bad))
	for i, b := range bad {
		names[i], _ = b.Params["name"].(string)
	}
	e := fault.New(code, fault.P{"count": len(bad), "names": strings.Join(names, comma(tag))})
	e.Fields = bad
	return e
}

func glyphFault(missing []typeset.Missing) error {
	chars := make([]string, 0, len(missing))
	for _, m := range missing {
		chars = append(chars, m.Text)
	}
	return fault.New("contract.glyphs", fault.P{"chars": strings.Join(chars, " ")})
}

// keep writes the issue with its bytes and brings the contract up to date.
func keep(tx *store.Tx, c *Contract, f *filling, doc typeset.Document, sheet press.Sheet, priceFree bool) (Issue, error) {
	f.adopt(c)
	c.CompanyID = f.contract.CompanyID
	if c.IssueCount == 0 {
		f.freeze(c)
	}
	c.Number = doc.Number
	c.IssueCount++
	c.IssuedAt = tx.Now
	if c.Stage == Draft {
		c.Stage = Printed
	}
	if err := tx.Update(c); err != nil {
		return Issue{}, err
	}
	if c.IsQuote() {
		if err := replaceOthers(tx, c); err != nil {
			return Issue{}, err
		}
	}
	is := Issue{ContractID: c.ID, N: c.IssueCount, Actor: tx.Actor(), TemplateVersionID: c.TemplateVersionID, PriceFree: priceFree, Pages: sheet.Pages,
		Bytes: len(sheet.PDF), SHA256: sheet.SHA256, Amount: c.Amount, Engine: press.Engine, Fonts: sheet.Fonts}
	if err := tx.Insert(&is); err != nil {
		return is, err
	}
	return is, tx.Create(&issueFile{IssueID: is.ID, PDF: sheet.PDF, Document: doc, Data: f.data}).Error
}

func newestIssue(db *gorm.DB, id ID, priceFree bool) (Issue, error) {
	var is Issue
	err := db.Where("contract_id = ? and price_free = ?", id, priceFree).Order("n desc").Limit(1).Find(&is).Error
	return is, err
}

// IssueBytes gives the exact bytes of an issue and checks them against their
// hash. Faults: fault.not_found, contract.issue_damaged.
func IssueBytes(db *gorm.DB, id IssueID) (Issue, []byte, error) {
	var is Issue
	if err := db.Where("id = ?", id).Limit(1).Find(&is).Error; err != nil {
		return is, nil, err
	}
	if is.ID == 0 {
		return is, nil, fault.Missing(KindIssue)
	}
	var file issueFile
	if err := db.Select("issue_id", "pdf").Where("issue_id = ?", id).Limit(1).Find(&file).Error; err != nil {
		return is, nil, err
	}
	sum := sha256.Sum256(file.PDF)
	if hex.EncodeToString(sum[:]) != is.SHA256 {
		return is, nil, fault.New("contract.issue_damaged", fault.P{"n": is.N})
	}
	return is, file.PDF, nil
}

// IssuePDF gives the address of an issue's exact bytes: reprinting gives what
// was printed.
func (s *Service) IssuePDF(id IssueID) (url string, err error) {
	defer fault.Recover(&err)
	db := s.st.Read(s.st.Context())
	is, data, err := IssueBytes(db, id)
	if err != nil {
		return "", err
	}
	c, err := find(db, is.ContractID)
	if err != nil {
		return "", err
	}
	return s.files.Offer(fileName(c, c.Number), mimePDF, data)
}

// fileName is what the PDF is called when it is saved.
func fileName(c Contract, number string) string {
	return files.BaseName(strings.TrimSpace(number+" "+c.Name) + ".pdf")
}

// LogPrint notes that an issue was printed, saved or opened. It is a log and
// cannot be undone.
func (s *Service) LogPrint(id IssueID, action PrintAction, target string, copies int) (err error) {
	defer fault.Recover(&err)
	if action != ActionPrint && action != ActionSave && action != ActionView {
		return fault.Invalid([]fault.Field{{Field: "action", Code: "contract.action"}})
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "contract.issued", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
		var is Issue
		if err := tx.Where("id = ?", id).Limit(1).Find(&is).Error; err != nil {
			return err
		}
		if is.ID == 0 {
			return fault.Missing(KindIssue)
		}
		tx.Touch(KindContract, int64(is.ContractID))
		return tx.Create(&Print{IssueID: id, At: tx.Now, Actor: tx.Actor(), Action: action, Target: target, Copies: max(copies, 1)}).Error
	})
}

// Prints lists the print log of a contract, newest first.
func (s *Service) Prints(id ID) (prints []Print, err error) {
	defer fault.Recover(&err)
	prints = []Print{}
	err = s.st.Read(s.st.Context()).Where("issue_id in (select id from contract_issue where contract_id = ?)", id).
		Order("at desc, id desc").Limit(200).Find(&prints).Error
	return prints, err
}
