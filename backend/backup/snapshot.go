package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"keyue/backend/date"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// Codes of this package.
const (
	// NotFound: no such backup. Parameter name.
	NotFound = "backup.not_found"
	// BadArchive: the file is no archive of ours or is damaged. Parameters file,
	// reason (a key "backup.bad_archive.<reason>").
	BadArchive = "backup.bad_archive"
	// Occupied: the folder to restore into is not empty. Parameter dir.
	Occupied = "backup.occupied"
	// MissingFiles: attachments of the backup are missing or altered. Parameters
	// count, file.
	MissingFiles = "backup.missing_files"
	// Unwritable: a file or folder cannot be written. Parameter dir.
	Unwritable = "backup.unwritable"
)

// Reasons for which a snapshot is made; part of its name.
const (
	auto   = "auto"   // the daily one
	manual = "manual" // a person asked
)

// Backup is one snapshot in the backup folder.
type Backup struct {
	Name string `json:"name"`
	// Path is where it lies, for a person who wants to copy it.
	Path string `json:"path"`
	// Kind is auto, manual or before (made before an update of the data format).
	Kind  string       `json:"kind"`
	At    date.Instant `json:"at"`
	Bytes int64        `json:"bytes"`
}

// stamp is the time in a name, in UTC so that names sort as the times do.
const stamp = "20060102-150405"

var (
	snapshotName = regexp.MustCompile(`^keyue-(\d{8}-\d{6})-(auto|manual)\.db$`)
	beforeName   = regexp.MustCompile(`^before-\d+-(\d{8}-\d{6})\.db$`)
)

// due is how old the newest snapshot may be.
const due = 24 * time.Hour

// List gives the snapshots of the workspace in dir, newest first. It works
// whether or not the workspace opens.
func List(dir string) ([]Backup, error) {
	entries, err := os.ReadDir(store.BackupDir(dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Wrap(err, store.IOError, nil)
	}
	out := []Backup{}
	for _, e := range entries {
		b, ok := describe(store.BackupDir(dir), e)
		if ok {
			out = append(out, b)
		}
	}
	slices.SortFunc(out, func(a, b Backup) int { return int(max(-1, min(1, b.At-a.At))) })
	return out, nil
}

func describe(dir string, e fs.DirEntry) (Backup, bool) {
	b := Backup{Name: e.Name(), Path: filepath.Join(dir, e.Name()), Kind: "before"}
	m := beforeName.FindStringSubmatch(e.Name())
	if s := snapshotName.FindStringSubmatch(e.Name()); s != nil {
		m, b.Kind = s, s[2]
	}
	info, err := e.Info()
	if m == nil || err != nil || !info.Mode().IsRegular() {
		return b, false
	}
	at, err := time.Parse(stamp, m[1])
	b.At, b.Bytes = date.At(at), info.Size()
	return b, err == nil
}

// IfDue makes the daily snapshot when the newest is older than a day, and tells
// whether it did. Call it after the workspace was opened, in the background.
func IfDue(ctx context.Context, st *store.Store) (made bool, err error) {
	list, err := List(st.Dir())
	if err != nil {
		return false, err
	}
	for _, b := range list {
		age := st.Now().Sub(b.At.Time())
		// A snapshot from the future (a clock set back) does not count.
		if b.Kind != "before" && age >= 0 && age < due {
			return false, nil
		}
	}
	_, err = Make(ctx, st, auto)
	return err == nil, err
}

// Make takes a snapshot of the open workspace and lets old ones go. reason is
// "auto" or "manual".
func Make(ctx context.Context, st *store.Store, reason string) (Backup, error) {
	live := st.Dir()
	if live == "" {
		return Backup{}, fault.New(store.NotOpen, nil)
	}
	dir := store.BackupDir(live)
	at := st.Now().UTC().Truncate(time.Second)
	name := ""
	for ; ; at = at.Add(time.Second) { // two within a second
		name = fmt.Sprintf("keyue-%s-%s.db", at.Format(stamp), reason)
		if _, err := os.Lstat(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	path := filepath.Join(dir, name)
	// Files first would miss those added meanwhile; after the database there may
	// be more than it knows, which does no harm.
	err := st.Snapshot(ctx, path, func(ctx context.Context) (map[string]any, error) {
		files, err := keepFiles(ctx, filepath.Join(live, store.AttachmentsDir), filepath.Join(dir, store.AttachmentsDir))
		return map[string]any{filesFact: files}, err
	})
	if err != nil {
		return Backup{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return Backup{}, fault.Wrap(err, store.IOError, nil)
	}
	if err := rotate(live, st.Now()); err != nil {
		return Backup{}, err
	}
	return Backup{Name: name, Path: path, Kind: reason, At: date.At(at), Bytes: info.Size()}, nil
}

// How many of each are kept.
const (
	keepDays, keepWeeks, keepMonths = 7, 4, 12
	keepManual                      = 20
	keepBefore                      = 5
)

// rotate removes snapshots that no rule keeps: of the daily ones the newest of
// each of 7 days, 4 weeks and 12 months in which there is one.
func rotate(live string, now time.Time) error {
	list, err := List(live)
	if err != nil {
		return err
	}
	for _, b := range surplus(list, now.Location()) {
		if err := os.Remove(b.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fault.Wrap(err, store.IOError, nil)
		}
	}
	return nil
}

// surplus picks from a list, newest first, what is not to be kept.
func surplus(list []Backup, loc *time.Location) []Backup {
	seen := map[string]bool{}
	count := map[string]int{}
	var out []Backup
	for _, b := range list {
		keep := false
		switch b.Kind {
		case manual, "before":
			count[b.Kind]++
			keep = count[b.Kind] <= map[string]int{manual: keepManual, "before": keepBefore}[b.Kind]
		default:
			t := b.At.Time().In(loc)
			year, week := t.ISOWeek()
			for _, p := range []struct {
				period string
				key    string
				max    int
			}{
				{"day", t.Format("day 2006-01-02"), keepDays},
				{"week", fmt.Sprintf("week %d-%02d", year, week), keepWeeks},
				{"month", t.Format("month 2006-01"), keepMonths},
			} {
				if !seen[p.key] && count[p.period] < p.max {
					seen[p.key] = true
					count[p.period]++
					keep = true
				}
			}
		}
		if !keep {
			out = append(out, b)
		}
	}
	return out
}
