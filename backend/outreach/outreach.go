// Package outreach plans where to go and whom to see: how many customers there
// are in a region, who is near whom, the sheet that is taken along on a visit,
// and the regions of customers who have an address but no region yet.
package outreach

import (
	"context"

	"gorm.io/gorm"

	"keyue/backend/files"
	"keyue/backend/job"
	"keyue/backend/locale"
	"keyue/backend/store"
	"keyue/backend/typeset/press"
)

// Lent is what the service needs of others.
type Lent struct {
	Press *press.Press
	Files *files.Registry
	Jobs  *job.Runner
	// Lang is the language of the screen.
	Lang func() locale.Tag
	// Running selects the customers with a running contract.
	Running func(db *gorm.DB) *gorm.DB
}

// Service is what the page may call.
type Service struct {
	st *store.Store
	Lent
}

// NewService makes the service.
func NewService(st *store.Store, lent Lent) *Service { return &Service{st: st, Lent: lent} }

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// within gives a context that ends with the job and with the workspace.
func (s *Service) within(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.st.Context(), cancel)
	return ctx, func() { stop(); cancel() }
}
