package contract_test

import (
	"context"
	"testing"
)

// contextAfter gives a context and a progress function that cancels it after n
// steps.
func contextAfter(t testing.TB, n int64) (context.Context, func(done, total int64)) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return ctx, func(done, _ int64) {
		if done >= n {
			cancel()
		}
	}
}
