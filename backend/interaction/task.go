package interaction

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/staff"
	"keyue/backend/store"
)

// TaskID names a task.
type TaskID int64

// State of a task.
type State string

// The states. A skipped task was not done and will not be.
const (
	Open    State = "open"
	Done    State = "done"
	Skipped State = "skipped"
)

var states = []State{Open, Done, Skipped}

// Task is something to do by a day: row, value and JSON.
type Task struct {
	ID TaskID `json:"id"`
	store.Meta
	Title string    `json:"title"`
	Due   date.Date `json:"due"`
	// DueTime is the clock time "15:04" of the day, local; "" for any time.
	DueTime string `json:"dueTime"`
	// AboutKind and AboutID name the record it is about; "" and 0 for none.
	AboutKind string `json:"aboutKind"`
	AboutID   int64  `json:"aboutId"`
	// CustomerID is the customer that record belongs to; kept by the backend.
	CustomerID customer.ID `json:"customerId"`
	// InteractionID is the interaction it came from; 0 for none.
	InteractionID ID           `json:"interactionId"`
	AssigneeID    staff.ID     `json:"assigneeId"`
	State         State        `json:"state"`
	DoneAt        date.Instant `json:"doneAt"`
	// Snoozed counts how often it was put off.
	Snoozed int    `json:"snoozed"`
	Remark  string `json:"remark"`
}

// TableName is the table.
func (Task) TableName() string { return "task" }

// RowID is the primary key.
func (t Task) RowID() int64 { return int64(t.ID) }

var clock = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

// Normalize brings every field to its normal form; it never refuses.
func (t *Task) Normalize() {
	t.Title = oneLine(t.Title)
	t.DueTime = strings.TrimSpace(t.DueTime)
	t.Remark = strings.TrimSpace(strings.ToValidUTF8(t.Remark, "\uFFFD"))
	if t.State == "" {
		t.State = Open
	}
	if t.AboutID == 0 {
		t.AboutKind = ""
	}
}

// Validate gives every bad field; Normalize first.
func (t *Task) Validate() []fault.Field {
	var bad []fault.Field
	add := func(field, code string, p fault.P) {
		bad = append(bad, fault.Field{Field: field, Code: code, Params: p})
	}
	switch n := utf8.RuneCountInString(t.Title); {
	case n == 0:
		add("title", "interaction.task.title_required", nil)
	case n > lineMax:
		add("title", "interaction.long", fault.P{"max": lineMax})
	}
	if !t.Due.Valid() {
		add("due", "interaction.task.due", nil)
	}
	if t.DueTime != "" && !clock.MatchString(t.DueTime) {
		add("dueTime", "interaction.task.time", nil)
	}
	if !slices.Contains(states, t.State) {
		add("state", "interaction.choice", nil)
	}
	if utf8.RuneCountInString(t.Remark) > summaryMax {
		add("remark", "interaction.long", fault.P{"max": summaryMax})
	}
	return bad
}

// Assign gives a new task of nobody to who is working; in solo mode it stays
// nobody's. Fault fault.invalid.
func Assign(tx *store.Tx, t *Task) error {
	if t.AssigneeID == 0 {
		working, err := staff.Working(tx.DB)
		t.AssigneeID = working.ID
		return err
	}
	bad, err := staff.Check(tx.DB, "assigneeId", t.AssigneeID, 0)
	if err != nil {
		return err
	}
	return fault.Invalid(bad)
}
