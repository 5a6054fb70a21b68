package search

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"
)

var size = flag.Int("search.size", 100_000, "customers in the benchmark; 1000000 takes a minute")

// BenchmarkTypeAhead reports p50 and p99 over some 40 kinds of query, each asked many times, on -search.size
// customers, with the time to build the index and the bytes it holds. Above 200,000 customers, where two halves are
// looked through beside each other, it is the processor time of one of them.
func BenchmarkTypeAhead(b *testing.B) {
	docs := population(b, *size)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	x := NewIndex()
	start := time.Now()
	if err := x.Load(context.Background(), func(yield func(Doc) bool) error {
		for _, d := range docs {
			yield(d)
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	built := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.LockOSThread() // for threadTime
	defer runtime.UnlockOSThread()
	var all []time.Duration
	for b.Loop() {
		for _, q := range benchmarkQueries {
			var mine []time.Duration
			for range 5 {
				start := threadTime()
				x.Query(q, nil, 20)
				mine = append(mine, threadTime()-start)
			}
			all = append(all, mine...)
			if os.Getenv("SEARCH_EACH") != "" {
				slices.Sort(mine)
				fmt.Fprintf(os.Stderr, "%-16s %8s %v", q, mine[len(mine)/2].Round(time.Microsecond), keys(x.Query(q, nil, 2))+"\n")
			}
		}
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(all[len(all)-1].Microseconds()), "max-µs")
	b.ReportMetric(built.Seconds(), "build-s")
	b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/1e6, "heap-MB")
	b.ReportMetric(0, "ns/op")
	start = time.Now()
	ids := x.IDs("customer", "有限公司", 1<<30)
	runtime.KeepAlive(docs)
	b.Logf("index bytes %d MB; list filter 有限公司: %d ids in %v", x.Bytes()/1e6, len(ids), time.Since(start).Round(time.Microsecond))
}

// BenchmarkChange is one changed customer reaching the index.
func BenchmarkChange(b *testing.B) {
	docs := population(b, 10_000)
	x := NewIndex()
	x.Put(docs...)
	i := 0
	for b.Loop() {
		d := docs[i%len(docs)]
		d.Title += strconv.Itoa(i)
		x.Put(d)
		i++
	}
}
