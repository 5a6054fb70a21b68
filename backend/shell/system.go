package shell

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
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
// the default) in 1 to 99 copies on A4, in its real size, one whole copy after
// the other. Faults: "shell.print_in_page" on Windows, "shell.no_printer" (none
// at all, or printing is not running), "shell.unknown_printer",
// "shell.printer_paused" {printer}, "shell.bad_copies", "shell.not_printed",
// "files.expired".
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
	if printer, err = s.ready(printer); err != nil {
		return err
	}
	args := []string{"-n", strconv.Itoa(copies), "-o", "media=A4", "-o", "print-scaling=none", "-o", "collate=true", "-d", printer}
	if out, err := s.command("lp", append(args, "--", path)...); err != nil {
		return fault.Wrap(err, "shell.not_printed", fault.P{"printer": printer, "reason": strings.TrimSpace(out)})
	}
	return nil
}

// ready finds the queue ("" is the default one) and refuses one that would take
// the job and not print it: a paused queue does, without a word.
func (s *Service) ready(printer string) (string, error) {
	list, err := s.Printers()
	if err != nil {
		return "", err
	}
	if printer == "" && len(list) > 0 && list[0].Default {
		printer = list[0].Name
	}
	if printer == "" || len(list) == 0 {
		return "", fault.New("shell.no_printer", nil)
	}
	if !quoteless(printer) || !slices.ContainsFunc(list, func(p Printer) bool { return p.Name == printer }) {
		return "", fault.New("shell.unknown_printer", fault.P{"printer": printer})
	}
	// The answer is "printer NAME disabled since …"; a queue of the network that
	// is made at the first job has none yet.
	if out, err := s.command("lpstat", "-p", printer); err == nil && strings.HasPrefix(out, "printer "+printer+" disabled") {
		return "", fault.New("shell.printer_paused", fault.P{"printer": printer})
	}
	return printer, nil
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

// settling is how long a started program may take to say that it cannot: what
// finds no program for a file ends at once, a viewer stays or ends well.
const settling = 1500 * time.Millisecond

// launch starts a program that outlives the call.
func (s *Service) launch(command []string, path string) error {
	if !quoteless(path) {
		return fault.New("files.unreadable", fault.P{"name": files.BaseName(path)})
	}
	cmd := exec.Command(command[0], command[1:]...) // not tied to a context: the viewer outlives the application
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return fault.Wrap(err, "shell.no_viewer", nil)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }() // until the viewer ends, or we do
	select {
	case err := <-ended:
		// Explorer answers 1 however well it went.
		if err != nil && runtime.GOOS != "windows" {
			return fault.Wrap(err, "shell.no_viewer", nil)
		}
	case <-time.After(settling):
	case <-s.o.Context.Done():
	}
	return nil
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
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return []string{"xdg-open", path} // no way to select it in its parent: show what is in it
	}
	return []string{"xdg-open", filepath.Dir(path)}
}
