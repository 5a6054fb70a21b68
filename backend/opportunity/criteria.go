package opportunity

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/interaction"
	"keyue/backend/store"
)

// Judged is a criterion with whether it is met, and by what.
type Judged struct {
	Criterion
	StageID   StageID `json:"stageId"`
	StageName string  `json:"stageName"`
	Met       bool    `json:"met"`
	// By names what meets it: a contact, the beginning of an exchange, the number
	// of a quote, what a field says; At is when, 0 where that says nothing.
	By string       `json:"by"`
	At date.Instant `json:"at"`
	// Medium is that of the exchange, ID the quote, where it is one of these.
	Medium interaction.Medium `json:"medium"`
	ID     int64              `json:"id"`
}

// Judge says of every criterion of stages whether it is met.
func Judge(db *gorm.DB, o *Opportunity, stages ...Stage) ([]Judged, error) {
	list := []Judged{}
	for _, s := range stages {
		for _, c := range s.Criteria {
			j := Judged{Criterion: c, StageID: s.ID, StageName: s.Name}
			if err := j.judge(db, o); err != nil {
				return nil, err
			}
			list = append(list, j)
		}
	}
	return list, nil
}

func (j *Judged) judge(db *gorm.DB, o *Opportunity) (err error) {
	switch j.Kind {
	case FieldFilled:
		j.By, err = o.filled(db, j.Field)
		j.By = title(j.By)
	case HasContact:
		j.By, err = o.inRole(db, j.Role)
	case Talked:
		err = j.talked(db, o.ID)
	case Quoted:
		err = j.quoted(db, o.ID)
	case HasAmount:
		if o.Amount > 0 {
			j.By = o.Amount.Format(o.Currency)
		}
	case Ticked:
		j.At = o.Ticks[j.Key]
	}
	j.Met = j.By != "" || j.At != 0
	return err
}

// filled gives what a field of the opportunity or of its customer says.
func (o *Opportunity) filled(db *gorm.DB, field string) (string, error) {
	switch field {
	case "need":
		return o.Need, nil
	case "expectedClose":
		return string(o.ExpectedClose), nil
	case "competitor":
		return o.Competitor, nil
	case "remark":
		return o.Remark, nil
	}
	c, err := customer.Find(db, o.CustomerID)
	if err != nil {
		return "", err
	}
	switch field {
	case "customer.phone":
		numbers, err := customer.Numbers(db, []int64{int64(c.ID)})
		return numbers[c.ID], err
	case "customer.email":
		return strings.Join(c.Emails, ", "), nil
	case "customer.address":
		return c.Address, nil
	case "customer.taxId":
		return c.Billing.TaxID, nil
	case "customer.industry":
		return c.Industry, nil
	}
	return "", nil
}

// inRole names the contact with a role. A customer who is a person is its own
// contact and decides for itself.
func (o *Opportunity) inRole(db *gorm.DB, role string) (string, error) {
	for _, p := range o.Contacts {
		if p.Role != role {
			continue
		}
		c, err := customer.FindContact(db, p.ContactID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", err
		}
		if err == nil && c.DeletedAt == nil && !c.LeftCompany {
			return c.Name, nil
		}
	}
	c, err := customer.Find(db, o.CustomerID)
	if err == nil && c.Kind == customer.Person {
		return c.Name, nil
	}
	return "", err
}

// talked finds the latest exchange about an opportunity that the criterion asks for.
func (j *Judged) talked(db *gorm.DB, id ID) error {
	var rows []interaction.Interaction
	q := store.Live(db).Where("opportunity_id = ? and outcome <> ?", id, interaction.NoAnswer)
	if len(j.Media) > 0 {
		q = q.Where("medium in ?", j.Media)
	}
	if err := q.Order("at desc, id desc").Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		if len(j.Purposes) == 0 || slices.ContainsFunc(r.Purposes, func(p string) bool { return slices.Contains(j.Purposes, p) }) {
			j.By, j.At, j.Medium = title(r.Summary), r.At, r.Medium
			return nil
		}
	}
	return nil
}

// quoted finds the latest quote of an opportunity that was issued.
func (j *Judged) quoted(db *gorm.DB, id ID) error {
	var rows []struct {
		ID       int64
		Number   string
		IssuedAt date.Instant
	}
	err := store.Live(db.Table("contract")).Where("opportunity_id = ? and kind = 'quote' and issue_count > 0 and stage <> 'void'", id).
		Order("issued_at desc").Limit(1).Select("id, number, issued_at").Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return err
	}
	j.By, j.At, j.ID = rows[0].Number, rows[0].IssuedAt, rows[0].ID
	return nil
}

// ahead are the stages that are left on the way to target: from its own to the
// one before. Back, or to another pipeline, nothing is asked.
func (o *Opportunity) ahead(db *gorm.DB, target Stage) ([]Stage, error) {
	if target.PipelineID != o.PipelineID {
		return nil, nil
	}
	all, err := Stages(db, o.PipelineID)
	if err != nil {
		return nil, err
	}
	from := slices.IndexFunc(all, func(s Stage) bool { return s.ID == o.StageID })
	to := slices.IndexFunc(all, func(s Stage) bool { return s.ID == target.ID })
	if from < 0 || to <= from {
		return nil, nil
	}
	return all[from:to], nil
}

// unmet names the criteria that are unmet on the way to target.
func (o *Opportunity) unmet(db *gorm.DB, target Stage) ([]string, error) {
	stages, err := o.ahead(db, target)
	if err != nil {
		return nil, err
	}
	judged, err := Judge(db, o, stages...)
	names := []string{}
	for _, j := range judged {
		if !j.Met {
			names = append(names, j.Name)
		}
	}
	return names, err
}

// title is the beginning of what was said.
func title(summary string) string {
	line, _, _ := strings.Cut(summary, "\n")
	if r := []rune(line); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return line
}

// ready is the last stage that an open opportunity can go on to with nothing missing
// on the way, 0 for none: a person moves it. A stage that asks for nothing is not
// gone past.
func ready(o *Opportunity, stages []Stage, judged []Judged) (to StageID) {
	if o.Outcome != Open {
		return 0
	}
	at := slices.IndexFunc(stages, func(s Stage) bool { return s.ID == o.StageID })
	for i := max(at, 0); i+1 < len(stages) && at >= 0; i++ {
		missing := slices.ContainsFunc(judged, func(j Judged) bool { return j.StageID == stages[i].ID && !j.Met })
		if missing || len(stages[i].Criteria) == 0 {
			break
		}
		to = stages[i+1].ID
	}
	return to
}
