//go:build desktop && !bindings

package window

const generating = false
