package main

import (
	"context"
	"os"
	"time"

	"keyue/backend/attachment"
	"keyue/backend/backup"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/fault"
	"keyue/backend/host/handover"
	"keyue/backend/lead"
	"keyue/backend/locale"
	"keyue/backend/opportunity"
	"keyue/backend/sample"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/shell"
	"keyue/backend/store"
	"keyue/backend/template"
	"keyue/backend/workspace"
)

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
	search.Patient(a.services.Search)
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
		if err := workspace.Verify(a.store.Context(), a.services.Workspace); err != nil {
			a.log.Error("workspace closed", "error", err)
			a.hub.Publish("change", store.Change{Quiet: true, Touched: map[string][]int64{workspace.Kind: {}}})
			return
		}
		if _, err := backup.IfDue(a.store.Context(), a.store); err != nil {
			a.log.Error("daily copy not made", "error", err)
		}
	}()
	go a.everyDay(ctx)
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
