// Package pdf draws laid-out pages into a PDF file. It decides nothing about the
// page: every glyph stands where its frame says.
//
// The page tree and the page streams are written by gofpdf, whose text
// functions lose characters and are never called (see TYPESETTING.md). Fonts,
// images and metadata are added in a finishing pass over its bytes: a
// TrueType subset per face with true widths and a true map back to text, and
// every stream deflated exactly once. The same pages and options give the same
// bytes, on every machine and from any number of goroutines.
package pdf
