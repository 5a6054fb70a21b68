// Package workspace finds, opens, makes and remembers workspaces: which folder
// was used last, where a new one belongs on this system, and what to tell a
// person when one does not open.
package workspace
