package shell

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"keyue/backend/fault"
	"keyue/backend/files"
)

// Printer is one queue of the machine.
type Printer struct {
	Name    string `json:"name"`
	Default bool   `json:"default"`
}

// patience is how long a print command may take: a queue on a sleeping network
// printer answers late, a broken one never.
const patience = 20 * time.Second

// Printers lists the print queues, the default one first. On Windows it is
// empty: there the page prints through its own dialog.
func (s *Service) Printers() (list []Printer, err error) {
	defer fault.Recover(&err)
	list = []Printer{}
	if runtime.GOOS == "windows" {
		return list, nil
	}
	if _, err := exec.LookPath("lpstat"); err != nil {
		return list, nil // no CUPS: nothing to print on
	}
	names, err := s.command("lpstat", "-e")
	if err != nil {
		return list, nil // lpstat fails when no scheduler runs
	}
	preferred := ""
	if out, err := s.command("lpstat", "-d"); err == nil {
		_, preferred, _ = strings.Cut(strings.TrimSpace(out), ": ")
	}
	for name := range strings.FieldsSeq(names) {
		p := Printer{Name: name, Default: name == preferred}
		if p.Default {
			list = append([]Printer{p}, list...)
		} else {
			list = append(list, p)
		}
	}
	return list, nil
}

// Print sends the PDF behind an address made by files.Offer to a queue ("" is
// the default) in 1 to 99 copies on A4, in its real size. Faults:
// "shell.print_in_page" on Windows, "shell.no_printer", "shell.bad_copies",
// "shell.not_printed", "files.expired".
func (s *Service) Print(url, printer string, copies int) (err error) {
	defer fault.Recover(&err)
	if runtime.GOOS == "windows" {
		return fault.New("shell.print_in_page", nil)
	}
	if copies < 1 || copies > 99 {
		return fault.New("shell.bad_copies", nil)
	}
	if _, err := exec.LookPath("lp"); err != nil {
		return fault.Wrap(err, "shell.no_printer", nil)
	}
	path, err := s.o.Files.Export(url)
	if err != nil {
		return err
	}
	args := []string{"-n", strconv.Itoa(copies), "-o", "media=A4", "-o", "print-scaling=none"}
	if printer != "" {
		if !quoteless(printer) {
			return fault.New("shell.no_printer", nil)
		}
		args = append(args, "-d", printer)
	}
	if out, err := s.command("lp", append(args, "--", path)...); err != nil {
		return fault.Wrap(err, "shell.not_printed", fault.P{"printer": printer, "reason": strings.TrimSpace(out)})
	}
	return nil
}

// command runs a program to its end and returns what it said, in English
// whatever the language of the machine, because the answer is parsed.
func (s *Service) command(name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(s.o.Context, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "LANGUAGE=C")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// launch starts a program that outlives the call.
func (s *Service) launch(command []string, path string) error {
	if !quoteless(path) {
		return fault.New("files.unreadable", fault.P{"name": files.BaseName(path)})
	}
	cmd := exec.Command(command[0], command[1:]...) // not tied to a context: the viewer outlives the application
	if err := cmd.Start(); err != nil {
		return fault.Wrap(err, "shell.no_viewer", nil)
	}
	return cmd.Process.Release()
}

// opener is the command that opens a file in the program meant for it.
func opener(path string) []string {
	switch runtime.GOOS {
	case "darwin":
		return []string{"open", path}
	case "windows":
		// Not "cmd /c start": that would read & and ^ in a file name.
		return []string{"rundll32", "url.dll,FileProtocolHandler", path}
	}
	return []string{"xdg-open", path}
}

// revealer is the command that shows a file in its folder.
func revealer(path string) []string {
	switch runtime.GOOS {
	case "darwin":
		return []string{"open", "-R", path}
	case "windows":
		return []string{"explorer", "/select,", path}
	}
	return []string{"xdg-open", filepath.Dir(path)}
}
