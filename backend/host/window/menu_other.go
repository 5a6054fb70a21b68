//go:build (desktop || bindings) && !darwin

package window

const needsMenu = false
