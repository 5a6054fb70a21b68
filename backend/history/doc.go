// Package history is what a person sees of the store's memory: what was done,
// what changed in a record, undo and redo, and the trash.
package history
