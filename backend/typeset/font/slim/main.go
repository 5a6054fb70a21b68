// Command slim makes the bundled font files from the ones of the npm packages
// named in files/README.md:
//
//	go run ./backend/typeset/font/slim -o OUT.ttf IN.ttf
//
// It keeps the tables a PDF and our layout read (outlines, metrics, character
// map, name, style) and drops the rest (substitution, positioning, vertical
// metrics, hinting hints), then blanks the outlines that no character reaches
// without substitution. Glyph numbers and outlines of all characters stay
// exactly as they were. The same input gives the same output.
package main

import (
	"flag"
	"fmt"
	"os"

	"keyue/backend/typeset/font"
)

func main() {
	out := flag.String("o", "", "file to write")
	flag.Parse()
	if *out == "" || flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: slim -o OUT.ttf IN.ttf")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *out); err != nil {
		fmt.Fprintln(os.Stderr, "slim:", err)
		os.Exit(1)
	}
}

func run(in, out string) error {
	data, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	slim, err := font.Slim(data)
	if err != nil {
		return err
	}
	return os.WriteFile(out, slim, 0o644)
}
