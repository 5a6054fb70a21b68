package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"keyue/backend/backup"
	"keyue/backend/customer"
	"keyue/backend/exchange"
	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/sample"
	"keyue/backend/store"
)

func runSample(ctx context.Context, e *Env, args []string) (any, error) {
	if _, err := parse(quietFlags("sample"), args, 0, 0); err != nil {
		return nil, err
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	return sample.Fill(ctx, e.Store, e.Press, e.Lang(), nil)
}

func runBackup(ctx context.Context, e *Env, args []string) (any, error) {
	f := quietFlags("backup")
	to := f.String("o", "", "")
	if _, err := parse(f, args, 0, 0); err != nil {
		return nil, err
	}
	if *to == "" {
		return nil, wrong("host.cli.output", fault.P{"command": "backup"})
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	if err := backup.Archive(ctx, e.Store, *to, nil); err != nil {
		return nil, err
	}
	return backup.Check(ctx, *to)
}

// runRestore never touches the workspace that is in use: --data names the new
// folder.
func runRestore(ctx context.Context, e *Env, args []string) (any, error) {
	f := quietFlags("restore")
	dir := f.String("data", e.Data, "")
	rest, err := parse(f, args, 1, 1)
	if err != nil {
		return nil, err
	}
	if *dir == "" {
		return nil, wrong("host.cli.restore_where", nil)
	}
	target, err := filepath.Abs(*dir)
	if err != nil {
		return nil, err
	}
	return backup.Restore(ctx, rest[0], target)
}

// runCheck checks the workspace, or a backup file that is named.
func runCheck(ctx context.Context, e *Env, args []string) (any, error) {
	rest, err := parse(quietFlags("check"), args, 0, 1)
	if err != nil {
		return nil, err
	}
	if len(rest) == 1 {
		return backup.Check(ctx, rest[0])
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	return store.Check(ctx, filepath.Join(e.Store.Dir(), store.FileName))
}

func runImport(ctx context.Context, e *Env, args []string) (any, error) {
	f := quietFlags("import")
	as := f.String("as", exchange.Customers, "")
	dry := f.Bool("dry-run", false, "")
	policy := f.String("on-duplicate", "", "")
	report := f.String("report", "", "")
	rest, err := parse(f, args, 1, -1)
	if err != nil {
		return nil, err
	}
	if kinds := []string{exchange.Customers, exchange.Products, exchange.Leads}; !slices.Contains(kinds, *as) {
		return nil, wrong("host.cli.kind", fault.P{"kind": *as, "kinds": strings.Join(kinds, ", ")})
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	r, err := e.importFiles(ctx, rest, exchange.Options{As: *as, OnDuplicate: *policy, Lang: e.Lang()}, *dry, *report)
	if err != nil {
		return nil, misusedBy(err, exchange.UnknownPolicy, exchange.UnknownFormat)
	}
	return r, nil
}

// importFiles takes files, and the tables in folders, in as one step.
func (e *Env) importFiles(ctx context.Context, paths []string, o exchange.Options, dry bool, report string) (*exchange.Result, error) {
	in, done, err := inputs(paths)
	defer done()
	if err != nil {
		return nil, err
	}
	do := exchange.Import
	if dry {
		do = exchange.DryRun
	}
	r, err := do(ctx, e.Store, in, o, nil)
	if err != nil || report == "" {
		return r, err
	}
	return r, writeFile(report, func(w io.Writer) error {
		_, err := exchange.WriteReport(ctx, e.Store.Read(ctx), w, in, o, r, format(report, exchange.CSV))
		return err
	})
}

// inputs opens the files of a command; of a folder all tables in it and below, but through no link.
func inputs(paths []string) (in []exchange.Input, done func(), err error) {
	var open []*os.File
	done = func() {
		for _, f := range open {
			_ = f.Close()
		}
	}
	add := func(path, name string) error {
		f, err := os.Open(path)
		if err != nil {
			return fault.Wrap(err, "files.unreadable", fault.P{"name": name})
		}
		open = append(open, f)
		in = append(in, exchange.Input{Name: name, File: f})
		return nil
	}
	for _, path := range paths {
		if st, err := os.Stat(path); err != nil || !st.IsDir() {
			if err := add(path, filepath.Base(path)); err != nil {
				return nil, done, err
			}
			continue
		}
		before := len(in)
		if err := files.Walk(path, exchange.Table, add); err != nil {
			return nil, done, err
		}
		if len(in) == before {
			return nil, done, fault.New(exchange.NoTables, fault.P{"name": filepath.Base(path)})
		}
	}
	return in, done, nil
}

// exported says what was written.
type exported struct {
	// Rows is how many records were written.
	Rows int    `json:"rows"`
	File string `json:"file"`
}

func runExport(ctx context.Context, e *Env, args []string) (any, error) {
	f := quietFlags("export")
	kind := f.String("format", "", "")
	to := f.String("o", "", "")
	segment := f.String("segment", "", "")
	rest, err := parse(f, args, 1, 1)
	if err != nil {
		return nil, err
	}
	if *to == "" {
		return nil, wrong("host.cli.output", fault.P{"command": "export"})
	}
	if *kind == "" {
		*kind = format(*to, exchange.CSV)
	}
	if err := exchange.Exportable(rest[0], *kind); fault.Is(err, exchange.UnknownKind) {
		return nil, wrong("host.cli.kind", fault.P{"kind": rest[0], "kinds": strings.Join(exchange.Lists(), ", ")})
	} else if err != nil {
		return nil, err
	}
	if *segment != "" && rest[0] != exchange.Customers {
		return nil, wrong("host.cli.segment_of", fault.P{"kind": rest[0]})
	}
	if err := e.Open(ctx); err != nil {
		return nil, err
	}
	var ids []int64 // all
	if *segment != "" {
		g, err := customer.SegmentNamed(e.Store.Read(ctx), *segment)
		if err != nil {
			return nil, err
		}
		if ids, err = e.Services.Customer.IDs(g.Question()); err != nil {
			return nil, err
		}
	}
	out := exported{File: *to}
	err = writeFile(*to, func(w io.Writer) (err error) {
		out.Rows, err = exchange.Export(ctx, e.Store.Read(ctx), w, rest[0], *kind, ids, e.Lang(), nil)
		return err
	})
	return out, misusedBy(err, exchange.UnknownFormat)
}

// format reads the format from a file name.
func format(path, otherwise string) string {
	if ext := filepath.Ext(path); len(ext) > 1 {
		return ext[1:]
	}
	return otherwise
}

// writeFile writes a file that takes the place of another when it is whole.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := files.Create(path)
	if err != nil {
		return err
	}
	defer f.Drop()
	if err := write(f); err != nil {
		return err
	}
	return f.Keep()
}
