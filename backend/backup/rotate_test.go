package backup

import (
	"testing"
	"time"

	"keyue/backend/date"
)

func TestRotationKeepsSevenDaysFourWeeksTwelveMonths(t *testing.T) {
	now := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
	var list []Backup
	for d := range 800 {
		for h := range 2 {
			list = append(list, Backup{Name: "x", Kind: auto, At: date.At(now.AddDate(0, 0, -d).Add(-time.Duration(h) * time.Hour))})
		}
	}
	gone := map[date.Instant]bool{}
	for _, b := range surplus(list, time.UTC) {
		gone[b.At] = true
	}
	var kept []Backup
	for _, b := range list {
		if !gone[b.At] {
			kept = append(kept, b)
		}
	}
	// 7 days; 22 Nov is a Sunday, so the days lie in one week and the 3 weeks
	// before add 3; the newest of 12 months adds 11.
	if len(kept) != 7+3+11 {
		for _, b := range kept {
			t.Log(b.At.Time())
		}
		t.Fatalf("kept %d", len(kept))
	}
	if oldest := kept[len(kept)-1].At.Time(); oldest.Format("2006-01") != "2025-12" {
		t.Fatalf("oldest %v", oldest)
	}
	// What was kept once is kept again as long as nothing new comes.
	if again := surplus(kept, time.UTC); len(again) != 0 {
		t.Fatalf("a second rotation removes %d more", len(again))
	}
}

func TestRotationOverTimeKeepsABackupOfEveryMonth(t *testing.T) {
	start := time.Date(2025, 1, 1, 2, 0, 0, 0, time.UTC)
	var list []Backup
	for d := range 500 {
		list = append([]Backup{{Kind: auto, At: date.At(start.AddDate(0, 0, d))}}, list...)
		gone := map[date.Instant]bool{}
		for _, b := range surplus(list, time.UTC) {
			gone[b.At] = true
		}
		var kept []Backup
		for _, b := range list {
			if !gone[b.At] {
				kept = append(kept, b)
			}
		}
		list = kept
	}
	months := map[string]bool{}
	for _, b := range list {
		months[b.At.Time().Format("2006-01")] = true
	}
	if len(months) != 12 || len(list) > 7+4+12 {
		t.Fatalf("%d backups in %d months", len(list), len(months))
	}
}

func TestManualBackupsAreNotCountedAmongTheDailyOnes(t *testing.T) {
	now := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
	var list []Backup
	for i := range 30 {
		list = append(list, Backup{Kind: manual, At: date.At(now.Add(-time.Duration(i) * time.Minute))})
	}
	if got := len(surplus(list, time.UTC)); got != 10 {
		t.Fatalf("removes %d", got)
	}
}
