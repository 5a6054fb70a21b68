//go:build desktop || bindings

package window

const needsMenu = true
