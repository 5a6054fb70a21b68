// Package host is the ground under the three doors: the table of bound methods
// that the browser door and the command line call by name, and the events that
// go to the page. The doors themselves are its folders:
//
//	host/window   the desktop window (Wails; built with the tag desktop)
//	host/browser  the same page and methods over HTTP on 127.0.0.1
//	host/cli      commands, and any method by name
//
// The doors know the services; no service knows a door.
package host
