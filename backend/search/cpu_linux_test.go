package search

import (
	"time"

	"golang.org/x/sys/unix"
)

// threadTime is the processor time of this thread: what a query takes on a
// machine that does nothing else.
func threadTime() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
