package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"keyue/backend/approval"
	"keyue/backend/attachment"
	"keyue/backend/backup"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/date"
	"keyue/backend/exchange"
	"keyue/backend/files"
	"keyue/backend/forecast"
	"keyue/backend/group"
	"keyue/backend/history"
	"keyue/backend/host"
	"keyue/backend/host/cli"
	"keyue/backend/host/handover"
	"keyue/backend/insight"
	"keyue/backend/intake"
	"keyue/backend/interaction"
	"keyue/backend/job"
	"keyue/backend/lead"
	"keyue/backend/locale"
	"keyue/backend/ocr"
	"keyue/backend/opportunity"
	"keyue/backend/outreach"
	"keyue/backend/payment"
	"keyue/backend/product"
	"keyue/backend/region"
	"keyue/backend/relation"
	"keyue/backend/sample"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/shell"
	"keyue/backend/staff"
	"keyue/backend/store"
	"keyue/backend/template"
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
		Actor:    func() string { return staff.Actor(a.store) },
		OnChange: a.changed,
		OnOpen:   []func(context.Context) error{a.opened},
		Lang:     a.language,
		Log:      a.log,
	})
	a.files = files.New(files.Options{Dir: filepath.Join(cacheDir(), "transfer"), Now: a.store.Now})
	a.jobs = job.NewRunner(ctx, job.Options{Now: a.store.Now, Log: a.log, OnChange: func(j job.Job) { a.hub.Publish("job", j) }})
	spaces := workspace.NewService(a.store, workspace.Options{Log: a.log})
	templates := template.NewService(a.store, template.Lent{Render: a.render, Files: a.files})
	chances := forecast.Learned(a.store)
	insights := insight.NewService(a.store, keeper, a.jobs, chances)
	customers := customer.NewService(a.store, customer.Options{Find: a.finder(customer.KindCustomer), Jobs: a.jobs, Followers: host.Followers(),
		Computed: joined(contract.CustomerValues(), payment.CustomerValues(), opportunity.CustomerValues(chances), group.CustomerValues(), insight.CustomerValues(insights)),
		Counters: []func(*gorm.DB, customer.ID) (map[string]int64, error){contract.CustomerCounts, interaction.CustomerCounts, opportunity.CustomerCounts},
		Extras:   []func(*gorm.DB, []int64) (map[int64]map[string]any, error){contract.CustomerColumns, payment.CustomerColumns(func() date.Date { return date.FromTime(a.store.Now()) }), interaction.CustomerColumns, insight.CustomerColumns(insights)}})
	a.services = host.Services{
		Approval:   approval.NewService(a.store, map[approval.What]func(*store.Tx, *approval.Approval) error{approval.Lost: opportunity.CloseApproved}),
		Attachment: attachment.NewService(a.store, a.files),
		Backup:     backup.NewService(a.store, func() string { return workspace.Dir(spaces) }, a.files, a.jobs),
		Contract:   contract.NewService(a.store, a.index, a.press, a.files, a.jobs, ocr.Text),
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
		Opportunity: opportunity.NewService(a.store, opportunity.Lent{Lang: a.language, Find: a.finder(opportunity.KindOpportunity), Learned: chances}),
		Payment:     payment.NewService(a.store, func(text string, limit int) ([]int64, error) { return a.finder(customer.KindCustomer)(text, limit) }),
		Product:     product.NewService(a.store, a.finder(product.KindProduct), a.files),
		Relation:    relation.NewService(a.store),
		Insight:     insights,
		Outreach: outreach.NewService(a.store, outreach.Lent{Press: a.press, Files: a.files, Jobs: a.jobs, Lang: a.language,
			Running: func(db *gorm.DB) *gorm.DB { return contract.Running(db, date.FromTime(a.store.Now())) }}),
		Region:   region.NewService(),
		Sample:   sample.NewService(a.store, a.press, a.jobs, a.language),
		Search:   search.WithTexts(search.NewService(a.store, a.index, host.SearchSources()...), host.TextSources()...),
		Settings: settings.NewService(a.store, a.files),
		Shell: shell.NewService(shell.Options{Context: ctx, Platform: platform, Files: a.files, Lang: a.language,
			Version: version, Commit: commit()}),
		Staff:     staff.NewService(a.store, host.Held()),
		Template:  templates,
		Workspace: spaces,
	}
	return a
}

func (a *app) language() locale.Tag { return a.lang.Load().(locale.Tag) }

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
