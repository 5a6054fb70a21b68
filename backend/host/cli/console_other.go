//go:build !windows

package cli

// AttachConsole does nothing: only Windows separates programs with a window
// from those with a console.
func AttachConsole() {}
