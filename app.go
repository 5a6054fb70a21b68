package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"keyue/backend/attachment"
	"keyue/backend/backup"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/exchange"
	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/forecast"
	"keyue/backend/group"
	"keyue/backend/history"
	"keyue/backend/host"
	"keyue/backend/host/browser"
	"keyue/backend/host/cli"
	"keyue/backend/host/handover"
	"keyue/backend/host/window"
	"keyue/backend/insight"
	"keyue/backend/intake"
	"keyue/backend/interaction"
	"keyue/backend/job"
	"keyue/backend/lead"
	"keyue/backend/locale"
	"keyue/backend/opportunity"
	"keyue/backend/outreach"
	"keyue/backend/product"
	"keyue/backend/region"
	"keyue/backend/relation"
	"keyue/backend/sample"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/shell"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/typeset"
	"keyue/backend/typeset/press"
	"keyue/backend/workspace"

	"gorm.io/gorm"
)

// version is set by the build from wails.json.
var version = "dev"

// app is the composition root: it makes every part once and joins them. It has
// no rules of its own, and making it touches neither disk nor network.
type app struct {
	o        cli.Options
	log      *slog.Logger
	lang     atomic.Value // locale.Tag
	said     atomic.Bool  // the command line said the language, and nobody chose one since
	hub      *host.Hub
	files    *files.Registry
	jobs     *job.Runner
	store    *store.Store
	index    *search.Index
	press    *press.Press
	services host.Services

	answer func() handover.Answer // to another start with the same workspace; nil: none is given
	mu     sync.Mutex
	second *handover.Door
}

func newApp(ctx context.Context, o cli.Options, platform shell.Platform) *app {
	a := &app{o: o, hub: host.NewHub(), log: host.NewLog(filepath.Join(cacheDir(), "keyue.log"))}
	a.lang.Store(o.Lang)
	a.said.Store(o.LangSaid)
	a.index, a.press = search.NewIndex(), press.New()
	keeper := insight.NewKeeper(a.log)
	a.store = store.New(store.Options{
		Kinds:    host.Kinds(keeper),
		OnChange: a.changed,
		OnOpen:   []func(context.Context) error{a.opened},
		Lang:     a.language,
		Log:      a.log,
	})
	a.files = files.New(files.Options{Dir: filepath.Join(cacheDir(), "transfer"), Now: a.store.Now})
	a.jobs = job.NewRunner(ctx, job.Options{Now: a.store.Now, Log: a.log, OnChange: func(j job.Job) { a.hub.Publish("job", j) }})
	spaces := workspace.NewService(a.store, workspace.Options{Log: a.log})
	templates := template.NewService(a.store, template.Lent{Render: a.render, Files: a.files})
	insights := insight.NewService(a.store, keeper, a.jobs)
	customers := customer.NewService(a.store, customer.Options{Find: a.finder(customer.KindCustomer), Jobs: a.jobs, Followers: host.Followers(),
		Computed: joined(contract.CustomerValues(), opportunity.CustomerValues(), group.CustomerValues(), insight.CustomerValues(insights)),
		Counters: []func(*gorm.DB, customer.ID) (map[string]int64, error){contract.CustomerCounts, interaction.CustomerCounts, opportunity.CustomerCounts},
		Extras:   []func(*gorm.DB, []int64) (map[int64]map[string]any, error){contract.CustomerColumns, interaction.CustomerColumns, insight.CustomerColumns(insights)}})
	a.services = host.Services{
		Attachment: attachment.NewService(a.store, a.files),
		Backup:     backup.NewService(a.store, func() string { return workspace.Dir(spaces) }, a.files, a.jobs),
		Contract:   contract.NewService(a.store, a.index, a.press, a.files, a.jobs),
		Customer:   customers,
		Exchange:   exchange.NewService(a.store, a.files, a.jobs, a.language),
		Forecast:   forecast.NewService(a.store),
		Group:      group.NewService(a.store, customers),
		History:    history.NewService(a.store, host.Restorable()),
		Interaction: interaction.NewService(a.store, interaction.Options{Owners: map[string]func(*gorm.DB, int64) (customer.ID, error){
			contract.KindContract: contract.Owner, opportunity.KindOpportunity: opportunity.Owner, lead.KindLead: lead.Owner}, Running: contract.Running}),
		Intake:      intake.NewService(a.store, a.files, templates),
		Job:         job.NewService(a.jobs),
		Lead:        lead.NewService(a.store, lead.Lent{Find: a.finder(lead.KindLead), Cards: a.cards, Lang: a.language}),
		Opportunity: opportunity.NewService(a.store, opportunity.Lent{Lang: a.language, Find: a.finder(opportunity.KindOpportunity)}),
		Product:     product.NewService(a.store, a.finder(product.KindProduct)),
		Relation:    relation.NewService(a.store),
		Insight:     insights,
		Outreach: outreach.NewService(a.store, outreach.Lent{Press: a.press, Files: a.files, Jobs: a.jobs, Lang: a.language,
			Running: func(db *gorm.DB) *gorm.DB { return contract.Running(db, date.FromTime(a.store.Now())) }}),
		Region: region.NewService(),
		Sample: sample.NewService(a.store, a.press, a.jobs, a.language),
		Search: search.WithTexts(search.NewService(a.store, a.index, customer.SearchSource(), contract.SearchSource(), product.SearchSource(), group.SearchSource(), opportunity.SearchSource(), lead.SearchSource()),
			customer.TextSource(), customer.ContactTextSource(), interaction.TextSource(), interaction.TaskTextSource(), group.TextSource(), group.HandoverTextSource(), opportunity.TextSource(), lead.TextSource(), contract.TextSource(),
			template.TextSource(), template.ClauseTextSource(), attachment.TextSource()),
		Settings: settings.NewService(a.store, a.files),
		Shell: shell.NewService(shell.Options{Context: ctx, Platform: platform, Files: a.files, Lang: a.language,
			Version: version, Commit: commit()}),
		Template:  templates,
		Workspace: spaces,
	}
	return a
}

func (a *app) language() locale.Tag { return a.lang.Load().(locale.Tag) }

// joined puts what domains say of customers together.
func joined(all ...map[string]customer.Computed) map[string]customer.Computed {
	out := map[string]customer.Computed{}
	for _, values := range all {
		maps.Copy(out, values)
	}
	return out
}

// finder answers the text of a list of records of a kind.
func (a *app) finder(kind string) func(text string, limit int) ([]int64, error) {
	return func(text string, limit int) ([]int64, error) {
		search.Ready(a.services.Search)
		return a.index.IDs(kind, text, limit), nil
	}
}

// cards reads the people of a file of cards as new leads.
func (a *app) cards(file string) ([]lead.Lead, error) {
	f, info, err := a.files.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	people, err := exchange.People(f, info.Size, lead.LinesMax)
	if err != nil {
		return nil, err
	}
	out := make([]lead.Lead, len(people))
	for i, p := range people {
		out[i] = lead.Lead{Name: p.Name, Company: p.Company, Phone: strings.Join(p.Phones, " / "), Email: first(p.Emails), WeChat: first(p.WeChat),
			Province: p.Province, City: p.City, Tags: p.Tags, Remark: strings.TrimSpace(p.Title + "\n" + p.Remark)}
	}
	return out, nil
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// render sets a template's preview and offers it to the page.
func (a *app) render(doc typeset.Document, images map[string][]byte, name string) (url string, pages int, err error) {
	sheet, err := a.press.Proof(doc, images, a.store.Now(), nil)
	if err != nil {
		return "", 0, err
	}
	url, err = a.files.Offer(name+".pdf", "application/pdf", sheet.PDF)
	return url, sheet.Pages, err
}

// opened runs when a workspace has been opened for writing: the language first,
// because what is installed into a new one is in it.
func (a *app) opened(ctx context.Context) error {
	a.readLanguage(ctx)
	for _, prepare := range []func(context.Context) error{attachment.OnOpen(a.store), a.freshen, template.OnOpen(a.store), template.SweepImages(a.store, contract.ShowsPicture), a.firstRule, opportunity.OnOpen(a.store, a.language), lead.OnOpen(a.store, a.language)} {
		if err := prepare(ctx); err != nil {
			return err
		}
	}
	a.listen()
	return search.Opened(a.services.Search)
}

// freshen works out again what an older program left: in the background where a
// page shows how far it is, at once for a command.
func (a *app) freshen(ctx context.Context) error {
	if a.answer != nil {
		return customer.FreshenLater(ctx, a.services.Customer)
	}
	return customer.Freshen(ctx, a.services.Customer, func(int64, int64) {})
}

// firstRule gives a workspace its first numbering rules.
func (a *app) firstRule(ctx context.Context) error {
	if missing, err := contract.RulesMissing(a.store.Read(ctx)); err != nil || !missing {
		return err
	}
	return a.store.InTx(ctx, store.Step{Label: "contract.number_rule.saved", Quiet: true, NoUndo: true,
		Params: fault.P{"name": locale.Text(a.language(), "contract.number_rule.default_name", nil)}}, func(tx *store.Tx) error {
		return contract.InstallRule(tx, a.language())
	})
}

// changed runs after every commit: the index first, so that a page that asks
// again at once finds what it was told about.
func (a *app) changed(c store.Change) {
	search.Changed(a.services.Search, c)
	if _, ok := c.Touched["setting"]; ok {
		a.readLanguage(a.store.Context())
	}
	a.hub.Publish("change", c)
}

// readLanguage takes the language from the workspace, unless the command line
// said one.
func (a *app) readLanguage(ctx context.Context) {
	if a.said.Load() {
		return
	}
	if s, err := settings.Load(a.store.Read(ctx)); err == nil && s.Language.Valid() {
		a.lang.Store(s.Language)
	}
}

// open opens the workspace at the start. A new one is made only where it cannot
// take the place of one that is missing: on the first start of all, or in an
// empty folder that was named.
func (a *app) open(ctx context.Context) error {
	create := false
	if a.o.Data != "" {
		entries, err := os.ReadDir(a.o.Data)
		create = os.IsNotExist(err) || err == nil && len(entries) == 0
	} else if before, err := a.services.Workspace.Recent(); err == nil {
		create = len(before) == 0
	}
	a.files.Sweep()
	return workspace.Begin(ctx, a.services.Workspace, a.o.Data, create)
}

// chooseLanguage makes the language that was said for a door that of the
// workspace: the page takes it from there, and may change it.
func (a *app) chooseLanguage() {
	if !a.said.Swap(false) {
		return
	}
	if now, err := a.services.Settings.Get(); err == nil && now.Language == a.o.Lang {
		return
	}
	if _, err := a.services.Settings.Save(map[string]any{"language": a.o.Lang}); err != nil {
		a.log.Warn("language not chosen", "error", err)
	}
}

// copyAfter is how long after the start the daily copy is made.
const copyAfter = 5 * time.Second

// listen answers other starts for the workspace that has just been opened.
func (a *app) listen() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.second.Close()
	a.second = nil
	if a.answer == nil {
		return
	}
	d, err := handover.Listen(handoverDir(), a.store.Dir(), a.answer)
	if err != nil {
		a.log.Warn("a second start will not find this one", "error", err)
		return
	}
	a.second = d
}

// first asks the instance that has the workspace open, if there is one.
func (a *app) first(ctx context.Context) (handover.Answer, bool) {
	dir, err := workspace.Place(a.services.Workspace, a.o.Data)
	if err != nil {
		return handover.Answer{}, false
	}
	return handover.Ask(ctx, handoverDir(), dir)
}

// openForPage opens the workspace and makes the daily copy. What does not open
// is the page's to show.
func (a *app) openForPage(ctx context.Context) {
	if err := a.open(ctx); err != nil {
		a.log.Error("workspace not opened", "error", err)
		return
	}
	a.chooseLanguage()
	if a.o.Sample {
		// Who asks for the sample wants to look at once, not to be asked.
		if _, err := a.services.Settings.Save(map[string]any{"firstRunDone": true}); err != nil {
			a.log.Error("first run not marked as done", "error", err)
		}
		if _, err := a.services.Sample.Fill(); err != nil && !fault.Is(err, sample.CodeNotEmpty) {
			a.log.Error("sample not made", "error", err)
		}
	}
	go func() { // ends with the workspace
		select { // the first screens come first
		case <-time.After(copyAfter):
		case <-a.store.Context().Done():
			return
		}
		if _, err := backup.IfDue(a.store.Context(), a.store); err != nil {
			a.log.Error("daily copy not made", "error", err)
		}
	}()
	go a.everyDay(ctx)
}

// dayWatch is how often it is looked whether a new day has begun: the program
// may stay open for weeks.
const dayWatch = 10 * time.Minute

// everyDay does what follows from the calendar alone, once a day, until ctx ends.
func (a *app) everyDay(ctx context.Context) {
	wait := copyAfter
	for {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
		err := insight.Daily(a.store.Context(), a.services.Insight)
		if err != nil && !fault.Is(err, store.NotOpen) && !fault.Is(err, store.ReadOnly) {
			a.log.Error("the day not followed", "error", err)
		}
		if err := a.emptyOldTrash(ctx); err != nil && !fault.Is(err, store.NotOpen) && !fault.Is(err, store.ReadOnly) {
			a.log.Error("the trash not emptied by age", "error", err)
		}
		wait = dayWatch
	}
}

// emptyOldTrash deletes for good what is older than 30 days in the trash, where
// the owner chose so.
func (a *app) emptyOldTrash(ctx context.Context) error {
	chosen, err := settings.Load(a.store.Read(ctx))
	if err != nil || !chosen.PurgeTrash {
		return err
	}
	_, err = a.store.ExpireTrash(ctx)
	return err
}

// close ends what runs and closes the workspace.
func (a *app) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	a.mu.Lock()
	a.second.Close() // first: who starts now must not be sent to an end
	a.second = nil
	a.mu.Unlock()
	if err := a.jobs.Close(ctx); err != nil {
		a.log.Warn("work was still running at the end", "error", err)
	}
	if err := a.store.Close(); err != nil {
		a.log.Error("workspace not closed", "error", err)
	}
	if err := a.files.Close(); err != nil {
		a.log.Warn("transfer folder not removed", "error", err)
	}
}

// runWindow shows the window, or brings the one to the front that shows the
// same workspace already.
func (a *app) runWindow(ctx context.Context, door window.Door, page fs.FS, stderr io.Writer) int {
	a.answer = func() handover.Answer {
		door.Front()
		return handover.Answer{Door: door.Door(), PID: os.Getpid()}
	}
	if other, ok := a.first(ctx); ok && other.Door == door.Door() {
		return cli.OK
	}
	o := window.Options{
		Page: page, Bound: a.services.Bound(), Hub: a.hub, Files: a.files, Lang: a.language, Log: a.log, Icon: icon,
		Open: a.openForWindow, Close: a.close,
	}
	if a.o.Smoke {
		o.Smoke = func(text string) { fmt.Fprintln(stderr, text) }
	}
	if err := door.Run(o); err != nil {
		return cli.Fail(stderr, a.o, err)
	}
	return cli.OK
}

// openForWindow opens the workspace for the page; false when another window,
// started in the same moment, was quicker.
func (a *app) openForWindow(ctx context.Context) bool {
	a.openForPage(ctx)
	st, err := a.services.Workspace.Status()
	if err != nil || st.State != workspace.Locked && (st.Problem == nil || st.Problem.Code != store.Exists) {
		return true // Exists: both were about to make it
	}
	for range 10 { // it may be on its way through the opening
		if other, ok := a.first(ctx); ok {
			return other.Door != shell.Window
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(200 * time.Millisecond):
		}
	}
	return true // another user's, or one that does not answer: the page says so
}

func browserPlatform(stop context.CancelFunc) shell.Platform { return browser.Platform{Stop: stop} }

// runBrowser serves the page on 127.0.0.1 and prints where. A workspace that is
// served already is not served twice: the address is one of the first server.
func (a *app) runBrowser(ctx context.Context, page fs.FS, stdout, stderr io.Writer) int {
	defer a.close()
	if other, ok := a.first(ctx); ok {
		if other.Address == "" {
			return cli.Fail(stderr, a.o, fault.New("host.in_window", nil))
		}
		a.sayAddress(stdout, "host.address_of_first", other.Address, other.PID)
		return cli.OK
	}
	dispatch, err := host.NewDispatcher(a.services.Bound()...)
	if err != nil {
		return cli.Fail(stderr, a.o, err)
	}
	s, err := browser.Open(browser.Options{Port: a.o.Port, Page: page, Dispatch: dispatch, Hub: a.hub, Files: a.files, Log: a.log})
	if err != nil {
		return cli.Fail(stderr, a.o, err)
	}
	a.answer = func() handover.Answer {
		return handover.Answer{Door: shell.Browser, Address: s.Address(), PID: os.Getpid()}
	}
	a.openForPage(ctx)
	a.sayAddress(stdout, "host.address", s.Address(), os.Getpid())
	if err := s.Serve(ctx); err != nil {
		return cli.Fail(stderr, a.o, err)
	}
	return cli.OK
}

func (a *app) sayAddress(stdout io.Writer, code, address string, pid int) {
	if a.o.JSON {
		_ = json.NewEncoder(stdout).Encode(map[string]any{"address": address, "pid": pid})
	} else {
		fmt.Fprintln(stdout, locale.Text(a.language(), code, fault.P{"address": address, "pid": pid}))
	}
}

// runCommand runs one command and ends.
func (a *app) runCommand(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) int {
	defer a.close()
	dispatch, err := host.NewDispatcher(a.services.Bound()...)
	if err != nil {
		return cli.Fail(stderr, a.o, err)
	}
	return cli.Run(ctx, cli.Env{
		Options: a.o, Store: a.store, Services: a.services, Dispatch: dispatch, Parameters: parameters, Files: a.files, Press: a.press, Lang: a.language,
		Open: func(ctx context.Context) error { return a.open(ctx) }, Stdin: stdin, Stdout: stdout, Stderr: stderr,
	})
}

// cacheDir is for what may be lost: the log and files in passing.
func cacheDir() string {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	return filepath.Join(base, "Keyue")
}

// handoverDir is where instances find each other.
func handoverDir() string { return filepath.Join(cacheDir(), "open") }

// commit is the revision the binary was built from, where Go recorded it.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return ""
}
