//go:build !desktop && !bindings

package window

// New reports that this build has no window.
func New() (Door, bool) { return nil, false }
