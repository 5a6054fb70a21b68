//go:build bindings

package window

// generating: wails.Run only writes TypeScript and needs no display.
const generating = true
