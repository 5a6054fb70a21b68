package contract

import (
	"strings"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/money"
	"keyue/backend/store"
	"keyue/backend/template"

	"gorm.io/gorm"
)

// maxPage is the most rows one List call gives.
const maxPage = 500

// expiringDays is how far ahead a contract counts as expiring soon.
const expiringDays = 30

// Query chooses rows of the contract list.
type Query struct {
	// Text is matched as type-ahead does: number, name, customer, pinyin.
	Text       string      `json:"text"`
	Stages     []Stage     `json:"stages"`
	CustomerID customer.ID `json:"customerId"`
	// TemplateID keeps the contracts made with a template.
	TemplateID template.ID `json:"templateId"`
	// Quotes lists quotes; else there are none of them in the list.
	Quotes bool `json:"quotes,omitempty"`
	// OpportunityID keeps what came of an opportunity.
	OpportunityID int64 `json:"opportunityId,omitempty"`
	// Expiring keeps live contracts that end within 30 days, and quotes without an
	// answer that lapse within 7 or have lapsed.
	Expiring bool `json:"expiring"`
	// Sort is updated, number, name, customer, amount, signDate or endDate.
	Sort   string `json:"sort"`
	Asc    bool   `json:"asc"`
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// Row is a contract in a list.
type Row struct {
	ID           ID             `json:"id"`
	Number       string         `json:"number"`
	Name         string         `json:"name"`
	CustomerID   customer.ID    `json:"customerId"`
	CustomerName string         `json:"customerName"`
	Stage        Stage          `json:"stage"`
	Amount       money.Amount   `json:"amount"`
	Currency     money.Currency `json:"currency"`
	SignDate     date.Date      `json:"signDate"`
	EndDate      date.Date      `json:"endDate"`
	UpdatedAt    date.Instant   `json:"updatedAt"`
	IssueCount   int            `json:"issueCount"`
	// Source is "outside" for a contract made outside the program.
	Source string `json:"source"`
	// Edition counts the editions of a quote from 1; 0 for contracts.
	Edition       int   `json:"edition"`
	OpportunityID int64 `json:"opportunityId"`
	// LastIssueID is the newest issue, for printing from the list; 0 for none.
	LastIssueID IssueID `json:"lastIssueId"`
}

// Page is a window of rows with the size of the whole.
type Page struct {
	Rows  []Row `json:"rows"`
	Total int64 `json:"total"`
}

var sortColumns = map[string]string{
	"": "contract.updated_at", "updated": "contract.updated_at", "number": "contract.number", "name": "contract.name", "customer": "customer.name",
	"amount": "contract.amount", "signDate": "contract.sign_date", "endDate": "contract.end_date",
}

// List gives the rows of the query, newest first unless sorted otherwise.
func (s *Service) List(q Query) (page Page, err error) {
	defer fault.Recover(&err)
	return list(s.st.Read(s.st.Context()), q, s.matches(q), date.FromTime(s.st.Now()))
}

// IDs gives all ids of a list, for 全选: every row of the view, however many.
// Limit, Offset and Sort do not count.
func (s *Service) IDs(q Query) (ids []ID, err error) {
	defer fault.Recover(&err)
	ids = []ID{}
	err = chosen(s.st.Read(s.st.Context()), q, s.matches(q), date.FromTime(s.st.Now())).Order("contract.id").Pluck("contract.id", &ids).Error
	return ids, err
}

// matches are the contracts that the text of a query names.
func (s *Service) matches(q Query) []int64 {
	text := strings.TrimSpace(q.Text)
	if text == "" || s.index == nil {
		return nil
	}
	return s.index.IDs(KindContract, text, 0)
}

// rows is the base of every list: live contracts with their customer's name.
func rowsOf(db *gorm.DB) *gorm.DB {
	return db.Table("contract").Joins("left join customer on customer.id = contract.customer_id").Where("contract.deleted_at is null")
}

const rowColumns = `contract.id, contract.number, contract.name, contract.customer_id, customer.name as customer_name, contract.stage, contract.amount,
contract.source, contract.edition, contract.opportunity_id, contract.currency, contract.sign_date, contract.end_date, contract.updated_at, contract.issue_count,
coalesce((select max(i.id) from contract_issue i where i.contract_id = contract.id), 0) as last_issue_id`

// chosen are the rows of a query; ids are those its text matches.
func chosen(db *gorm.DB, q Query, ids []int64, today date.Date) *gorm.DB {
	base := rowsOf(db)
	switch {
	case q.Quotes:
		base = quotesOnly(base)
	case q.TemplateID == 0: // what was made with a template is asked for of quotes too
		base = contractsOnly(base)
	}
	if q.OpportunityID != 0 {
		base = base.Where("contract.opportunity_id = ?", q.OpportunityID)
	}
	if len(q.Stages) > 0 {
		base = base.Where("contract.stage in ?", q.Stages)
	}
	if q.CustomerID != 0 {
		base = base.Where("contract.customer_id = ?", q.CustomerID)
	}
	if q.TemplateID != 0 {
		base = base.Where("contract.template_id = ?", q.TemplateID)
	}
	switch {
	case q.Expiring && q.Quotes:
		base = lapsing(base, today)
	case q.Expiring:
		base = expiring(base, today)
	}
	if strings.TrimSpace(q.Text) != "" {
		base = store.IDs(base, "contract.id", ids)
	}
	return base
}

func list(db *gorm.DB, q Query, ids []int64, today date.Date) (Page, error) {
	page := Page{Rows: []Row{}}
	if q.Limit <= 0 || q.Limit > maxPage {
		q.Limit = maxPage
	}
	base := chosen(db, q, ids, today)
	if err := base.Session(&gorm.Session{}).Count(&page.Total).Error; err != nil {
		return page, err
	}
	column, ok := sortColumns[q.Sort]
	if !ok {
		column = sortColumns[""]
	}
	direction := " desc"
	if q.Asc {
		direction = ""
	}
	err := base.Select(rowColumns).Order(column + direction + ", contract.id" + direction).Offset(max(q.Offset, 0)).Limit(q.Limit).Scan(&page.Rows).Error
	return page, err
}

// expiring keeps contracts in force whose end is near.
func expiring(db *gorm.DB, today date.Date) *gorm.DB {
	return contractsOnly(db).Where("contract.end_date between ? and ? and contract.stage in ?", today, today.AddDays(expiringDays), []Stage{Printed, Sent, Signed, Active})
}

// Counts is the number of records behind each tab of a list.
type Counts struct {
	All    int64           `json:"all"`
	Stages map[Stage]int64 `json:"stages"`
	// Expiring are contracts in force whose end is near, or quotes without an
	// answer that are no longer valid, or soon not.
	Expiring int64 `json:"expiring"`
}

// Counts counts live contracts by stage, or live quotes.
func (s *Service) Counts(quotes bool) (counts Counts, err error) {
	defer fault.Recover(&err)
	db := s.st.Read(s.st.Context())
	kept, ending := contractsOnly, expiring
	if quotes {
		kept, ending = quotesOnly, lapsing
	}
	counts.Stages = map[Stage]int64{}
	var rows []struct {
		Stage Stage
		N     int64
	}
	if err := kept(rowsOf(db)).Select("contract.stage, count(*) as n").Group("contract.stage").Scan(&rows).Error; err != nil {
		return counts, err
	}
	for _, r := range rows {
		counts.Stages[r.Stage] = r.N
		counts.All += r.N
	}
	err = ending(rowsOf(db), s.today()).Count(&counts.Expiring).Error
	return counts, err
}

// Overview is what 今日 shows of contracts.
type Overview struct {
	// Drafts to finish, issued lately and expiring soon, at most ten each.
	Drafts   []Row `json:"drafts"`
	Issued   []Row `json:"issued"`
	Expiring []Row `json:"expiring"`
	// Draft and expiring counts of the whole.
	DraftCount    int64 `json:"draftCount"`
	ExpiringCount int64 `json:"expiringCount"`
}

// overviewRows is how many rows each part of the overview has at most.
const overviewRows = 10

// issuedLatelyDays is how long an issue counts as lately.
const issuedLatelyDays = 14

// Overview gives what a person should see of contracts in the morning.
func (s *Service) Overview() (o Overview, err error) {
	defer fault.Recover(&err)
	db := s.st.Read(s.st.Context())
	now := s.st.Now()
	today := date.FromTime(now)
	o.Drafts, o.Issued, o.Expiring = []Row{}, []Row{}, []Row{}
	drafts := contractsOnly(rowsOf(db)).Where("contract.stage = ?", Draft)
	if err := drafts.Session(&gorm.Session{}).Count(&o.DraftCount).Error; err != nil {
		return o, err
	}
	if err := drafts.Select(rowColumns).Order("contract.updated_at desc").Limit(overviewRows).Scan(&o.Drafts).Error; err != nil {
		return o, err
	}
	since := date.At(now.AddDate(0, 0, -issuedLatelyDays))
	if err := contractsOnly(rowsOf(db)).Where("contract.issued_at >= ? and contract.stage <> ?", since, Void).Select(rowColumns).
		Order("contract.issued_at desc").Limit(overviewRows).Scan(&o.Issued).Error; err != nil {
		return o, err
	}
	ending := expiring(rowsOf(db), today)
	if err := ending.Session(&gorm.Session{}).Count(&o.ExpiringCount).Error; err != nil {
		return o, err
	}
	err = ending.Select(rowColumns).Order("contract.end_date, contract.id").Limit(overviewRows).Scan(&o.Expiring).Error
	return o, err
}

// find gives a contract, also one in the trash; fault.not_found.
func find(db *gorm.DB, id ID) (Contract, error) {
	var c Contract
	if err := db.Where("id = ?", id).Limit(1).Find(&c).Error; err != nil {
		return c, err
	}
	if c.ID == 0 {
		return c, fault.Missing(KindContract)
	}
	return c, nil
}
