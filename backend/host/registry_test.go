package host_test

import (
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"keyue/backend/customer"
	"keyue/backend/host"
	"keyue/backend/insight"
	"keyue/backend/job"
	"keyue/backend/search"
	"keyue/backend/store"
	"keyue/backend/testkit"
)

// whole opens a workspace with the records of every package.
func whole(t testing.TB) (*store.Store, *customer.Service) {
	t.Helper()
	keeper := insight.NewKeeper(slog.New(slog.DiscardHandler))
	st := testkit.Open(t, host.Kinds(keeper)...)
	insight.NewService(st, keeper, job.NewRunner(t.Context(), job.Options{}), nil)
	return st, customer.NewService(st, customer.Options{Followers: host.Followers()})
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// column is a column of a table, with what it points at.
type column struct {
	table, name, kind string
	required, key     bool
	parent            string
}

// schema reads every column of the workspace's own tables.
func schema(t testing.TB, db *gorm.DB) map[string][]column {
	t.Helper()
	var tables []string
	ok(t, db.Raw("select name from sqlite_master where type = 'table' and sql not like 'create virtual%' and name not like 'sqlite_%' and name not like '%\\_fts%' escape '\\' order by name").Scan(&tables).Error)
	out := map[string][]column{}
	for _, table := range tables {
		var rows []struct {
			Name    string
			Type    string
			Notnull bool
			Dflt    *string
			Pk      int
		}
		ok(t, db.Raw("select name, type, \"notnull\", dflt_value as dflt, pk from pragma_table_info(?)", table).Scan(&rows).Error)
		var keys []struct{ From, Parent string }
		ok(t, db.Raw("select \"from\", lower(\"table\") as parent from pragma_foreign_key_list(?)", table).Scan(&keys).Error)
		for _, r := range rows {
			c := column{table: table, name: r.Name, kind: strings.ToLower(r.Type), required: r.Notnull && r.Dflt == nil, key: r.Pk > 0}
			for _, k := range keys {
				if k.From == r.Name {
					c.parent = k.Parent
				}
			}
			out[table] = append(out[table], c)
		}
	}
	return out
}

// names is how a column that may name a customer is called, when no foreign key says so.
var names = regexp.MustCompile(`(^|_)customer_id$|^(record|about|row|subject)_id$`)

func TestEveryColumnThatNamesACustomerIsDeclared(t *testing.T) {
	st, _ := whole(t)
	declared := map[string]string{}
	for _, h := range host.Hanging() {
		for name, reason := range h.Stays {
			if reason == "" {
				t.Errorf("%s stays and says no reason", name)
			}
		}
		for _, name := range slices.Concat(h.Moves, h.Derived, keys(h.Stays)) {
			if declared[name] != "" {
				t.Errorf("%s is declared by %s and by %s", name, declared[name], h.Package)
			}
			declared[name] = h.Package
		}
		if len(h.Moves) > 0 && h.Follow == nil && h.Package != "customer" {
			t.Errorf("%s moves rows and has nothing that moves them", h.Package)
		}
	}
	for _, columns := range schema(t, st.Read(st.Context())) {
		for _, c := range columns {
			name := c.table + "." + c.name
			if c.parent != "customer" && !names.MatchString(c.name) {
				continue
			}
			if declared[name] == "" {
				t.Errorf("%s names a customer and is not in host.Hanging: say whether it moves with a merge, is derived or stays", name)
			}
			delete(declared, name)
		}
	}
	for name, by := range declared {
		t.Errorf("%s declares %s, which is no column that names a customer", by, name)
	}
}

func keys(m map[string]string) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

// sower puts rows into tables it knows nothing of but their schema.
type sower struct {
	t      testing.TB
	tx     *store.Tx
	schema map[string][]column
	n      int
}

// row adds a row of a table and gives its id.
func (s *sower) row(table string, set map[string]any) int64 {
	s.t.Helper()
	s.n++
	values := map[string]any{}
	for _, c := range s.schema[table] {
		switch {
		case set[c.name] != nil:
			values[c.name] = set[c.name]
		case c.key || !c.required:
		case c.parent != "":
			values[c.name] = s.row(c.parent, nil)
		case c.name == "version":
			values[c.name] = 1
		case c.kind == "integer" || c.kind == "real":
			values[c.name] = 0
		default:
			values[c.name] = fmt.Sprintf("%s %d", c.name, s.n)
		}
	}
	var names, marks []string
	var args []any
	for k, v := range values {
		names, marks, args = append(names, k), append(marks, "?"), append(args, v)
	}
	ok(s.t, s.tx.Exec(fmt.Sprintf("insert into %s (%s) values (%s)", table, strings.Join(names, ", "), strings.Join(marks, ", ")), args...).Error)
	var id int64
	ok(s.t, s.tx.Raw("select last_insert_rowid()").Scan(&id).Error)
	return id
}

// TestWhatIsDeclaredToMoveMovesAndComesBack puts a row into every column that is declared to move, merges, and undoes.
func TestWhatIsDeclaredToMoveMovesAndComesBack(t *testing.T) {
	for _, h := range host.Hanging() {
		for _, name := range h.Moves {
			t.Run(name, func(t *testing.T) {
				st, s := whole(t)
				var ids []customer.ID
				for _, n := range []string{"恒信建材", "恒信门店", "天合纺织"} {
					d, err := s.Create(customer.Customer{Name: n}, nil)
					ok(t, err)
					ids = append(ids, d.Customer.ID)
				}
				keep, other, third := ids[0], ids[1], ids[2]
				table, col, _ := strings.Cut(name, ".")
				set := map[string]any{col: int64(other)}
				switch name { // what a row needs besides its schema to be one
				case "attachment.record_id":
					set["kind"] = customer.KindCustomer
				case "task.about_id":
					set["about_kind"], set["customer_id"] = customer.KindCustomer, int64(other)
				case "not_duplicate.low_id":
					set["high_id"] = int64(third)
				case "not_duplicate.high_id":
					set["low_id"], set[col] = int64(other), int64(third)
				case "relation.from_id":
					set["to_id"], set["kind"] = int64(third), "family"
				case "lead.customer_id": // what is derived as it would have been
					set["name"], set["sort_key"] = "ann", search.SortKey("ann")
				case "relation.to_id":
					set["from_id"], set["kind"] = int64(third), "family"
				}
				var id int64
				ok(t, st.InTx(st.Context(), store.Step{}, func(tx *store.Tx) error {
					id = (&sower{t: t, tx: tx, schema: schema(t, tx.DB)}).row(table, set)
					return nil
				}))
				// Who names a customer: rows of the table that name the one, trashed ones aside.
				named := func(who customer.ID) (n int) {
					ok(t, st.Read(st.Context()).Raw(fmt.Sprintf("select count(*) from %s where deleted_at is null and ? in (%s)", table, strings.Join(pointing(st, t, table), ", ")), int64(who)).Scan(&n).Error)
					return n
				}
				before := snapshot(t, st, table, id)
				_, err := s.Merge(keep, []customer.ID{other}, nil)
				ok(t, err)
				if named(keep) != 1 {
					t.Errorf("after the merge %d rows name the customer that is kept:\n%s", named(keep), snapshot(t, st, table, id))
				}
				var step int64
				ok(t, st.Read(st.Context()).Raw("select max(id) from step where label = 'customer.merged'").Scan(&step).Error)
				_, err = st.Undo(st.Context(), step)
				ok(t, err)
				if got := snapshot(t, st, table, id); got != before || named(other) == 0 {
					t.Errorf("after undo\n%s\nwas\n%s", got, before)
				}
			})
		}
	}
}

func pointing(st *store.Store, t testing.TB, table string) (out []string) {
	for _, c := range schema(t, st.Read(st.Context()))[table] {
		if c.parent == "customer" || names.MatchString(c.name) {
			out = append(out, c.name)
		}
	}
	return out
}

// snapshot is a row as text, without what every write counts up.
func snapshot(t testing.TB, st *store.Store, table string, id int64) string {
	t.Helper()
	row := map[string]any{}
	ok(t, st.Read(st.Context()).Table(table).Where("id = ?", id).Take(&row).Error)
	delete(row, "version")
	delete(row, "updated_at")
	return fmt.Sprint(row)
}

// BenchmarkMergeOfTwo merges pairs among 100,000 customers, each with a contact, two interactions, a task and a contract.
func BenchmarkMergeOfTwo(b *testing.B) {
	st, s := whole(b)
	n := 100_000
	if testing.Short() {
		n = 2_000
	}
	ok(b, st.InTx(b.Context(), store.Step{Label: "customer.imported"}, func(tx *store.Tx) error {
		im := customer.NewImporter(tx, customer.OnDuplicateCreate)
		for from := 0; from < n; from += 500 {
			var rows []customer.Incoming
			for i := from; i < from+500; i++ {
				rows = append(rows, customer.Incoming{
					Customer: customer.Customer{Name: fmt.Sprintf("恒信%d建材有限公司", i), City: "杭州市", Phones: []customer.Phone{{Raw: fmt.Sprintf("13%09d", i)}}, Tags: []string{"老客户"}, Remark: "导入"},
					Contacts: []customer.Contact{{Name: "李梅", Phones: []customer.Phone{{Raw: fmt.Sprintf("15%09d", i)}}}},
				})
			}
			if _, err := im.Rows(rows); err != nil {
				return err
			}
		}
		for _, insert := range []string{
			"insert into interaction (uid, created_at, updated_at, version, customer_id, at, medium, direction, summary) select 'i' || id, 0, 0, 1, id, 1000, 'call', 'out', '问过价' from customer",
			"insert into interaction (uid, created_at, updated_at, version, customer_id, at, medium, direction, summary) select 'j' || id, 0, 0, 1, id, 2000, 'call', 'in', '回电' from customer",
			"insert into task (uid, created_at, updated_at, version, customer_id, title, due) select 't' || id, 0, 0, 1, id, '回访', '2026-11-22' from customer",
			"insert into contract (uid, created_at, updated_at, version, customer_id, name, template_id, template_version_id, language, kind, stage, amount, sign_date) select 'c' || id, 0, 0, 1, id, '供货', 0, 0, 'zh-CN', 'sale', 'signed', 100000, '2026-01-02' from customer",
		} {
			if err := tx.Exec(insert).Error; err != nil {
				return err
			}
		}
		return nil
	}))
	b.ResetTimer()
	for i := 1; b.Loop(); i += 2 {
		if _, err := s.Merge(customer.ID(i), []customer.ID{customer.ID(i + 1)}, map[string]customer.ID{"city": customer.ID(i + 1)}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestEveryColumnThatNamesAPersonOfTheStaffIsHandedOver(t *testing.T) {
	st, _ := whole(t)
	declared := map[string]bool{}
	for _, h := range host.Held() {
		declared[h.Table+"."+h.Column] = true
		if !slices.ContainsFunc(st.Kinds(), func(k store.Kind) bool { return k.Name == h.Kind && k.Table == h.Table }) {
			t.Errorf("%s is not the table of the kind %s", h.Table, h.Kind)
		}
	}
	for _, columns := range schema(t, st.Read(st.Context())) {
		for _, c := range columns {
			name := c.table + "." + c.name
			if (c.name == "owner_id" || c.name == "assignee_id") != declared[name] {
				t.Errorf("%s: who is named in an owner_id or assignee_id hands it over when leaving: see host.Held", name)
			}
		}
	}
}
