package store_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"keyue/backend/store"
)

// childDir makes the test binary a process that writes until it is killed.
const childDir = "KEYUE_STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(dir, os.Getenv(childDir+"_ROUND")))
		os.Exit(3)
	}
	os.Exit(m.Run())
}

// writeUntilKilled acknowledges each step on stdout after InTx returned. Each
// step inserts one or fifty notes and counts them in the note "total".
func writeUntilKilled(dir, round string) error {
	s := store.New(store.Options{Kinds: []store.Kind{noteKind()}})
	if err := s.Open(ctx, dir, store.OpenOptions{}); err != nil {
		return err
	}
	var total note
	if err := s.Read(ctx).Where("name = 'total'").Take(&total).Error; err != nil {
		return err
	}
	for i := 0; ; i++ {
		rows := make([]note, 1+i%4*i%3*20)
		for j := range rows {
			rows[j].Name = fmt.Sprintf("%s %d %d", round, i, j)
		}
		err := s.InTx(ctx, step, func(tx *store.Tx) error {
			if err := tx.InsertAll(rows); err != nil {
				return err
			}
			total.Amount += int64(len(rows))
			return tx.Update(&total)
		})
		if err != nil {
			return err
		}
		fmt.Println(i, total.Amount)
	}
}

func TestTwoHundredKillsLoseNoAcknowledgedStep(t *testing.T) {
	rounds := 200
	if testing.Short() {
		rounds = 10
	}
	s := openNotes(t)
	must(t, s.InTx(ctx, step, func(tx *store.Tx) error { return tx.Insert(&note{Name: "total"}) }))
	ws := s.Dir()
	must(t, s.Close())
	steps := 0
	for round := range rounds {
		acknowledged, amount := killOne(t, ws, round)
		s, err := openDir(t, ws)
		must(t, err)
		var got struct{ Notes, Total, Words, Changes, Steps int64 }
		must(t, s.Read(ctx).Raw(`select (select count(*) - 1 from note) as notes, (select amount from note where name = 'total') as total,
			(select count(*) - 1 from note_word) as words, (select count(*) - 1 from change where op = 1) as changes,
			(select count(distinct substr(name, 1, instr(name || ' ', ' ') + instr(substr(name, instr(name, ' ') + 1), ' '))) from note where name like ?) as steps`,
			fmt.Sprintf("%d %%", round)).Scan(&got).Error)
		if got.Notes != got.Total || got.Words != got.Notes || got.Changes != got.Notes {
			t.Fatalf("round %d: half a step is there: %+v", round, got)
		}
		if got.Total < amount || got.Steps < acknowledged || got.Steps > acknowledged+1 {
			t.Fatalf("round %d: acknowledged %d steps (total %d), there are %+v", round, acknowledged, amount, got)
		}
		steps += int(got.Steps)
		must(t, s.Close())
	}
	t.Logf("%d kills, %d steps acknowledged and found", rounds, steps)
}

// killOne runs a writer, kills it after a random time and gives what it had
// acknowledged.
func killOne(t *testing.T, ws string, round int) (steps, amount int64) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+ws, fmt.Sprintf("%s_ROUND=%d", childDir, round))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	first := make(chan struct{})
	go func() {
		select {
		case <-first:
		case <-time.After(20 * time.Second):
		}
		time.Sleep(time.Duration(rand.IntN(25000)) * time.Microsecond)
		_ = cmd.Process.Kill()
	}()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var i int64
		if _, err := fmt.Sscan(lines.Text(), &i, &amount); err != nil {
			break // cut in the middle of a line
		}
		if i == 0 {
			close(first)
		}
		steps = i + 1
	}
	_ = cmd.Wait()
	if steps == 0 {
		t.Fatal("the writer never wrote")
	}
	return steps, amount
}
