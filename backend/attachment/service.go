package attachment

import (
	"context"

	"gorm.io/gorm"

	"keyue/backend/fault"
	"keyue/backend/store"
)

// Service is what the page may call.
type Service struct {
	st    *store.Store
	files Files
}

// NewService makes the service.
func NewService(st *store.Store, files Files) *Service { return &Service{st: st, files: files} }

func (s *Service) db() *gorm.DB { return s.st.Read(s.st.Context()) }

// List gives the attachments of a record, newest first.
func (s *Service) List(kind string, id int64) (rows []Attachment, err error) {
	defer fault.Recover(&err)
	return List(s.db(), kind, id)
}

// Add copies an uploaded file into the workspace and attaches it to a live
// record. Faults fault.not_found, attachment.too_large, attachment.empty.
func (s *Service) Add(kind string, id int64, file string) (a *Attachment, err error) {
	defer fault.Recover(&err)
	if err := s.exists(s.db(), kind, id); err != nil {
		return nil, err
	}
	in, err := Receive(s.st, s.files, file, DefaultLimits)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	err = s.st.InTx(s.st.Context(), store.Step{Label: "attachment.added", Params: fault.P{"name": in.a.Name}}, func(tx *store.Tx) error {
		if err := s.exists(tx.DB, kind, id); err != nil {
			return err
		}
		row, err := in.Attach(tx, kind, id)
		a = row
		return err
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// exists checks that a record of a registered kind is live.
func (s *Service) exists(db *gorm.DB, kind string, id int64) error {
	for _, k := range s.st.Kinds() {
		if k.Name != kind || kind == KindAttachment {
			continue
		}
		var n int64
		if err := store.Live(db.Table(k.Table)).Where("id = ?", id).Count(&n).Error; err != nil {
			return err
		}
		if n == 1 {
			return nil
		}
	}
	return fault.Missing(kind)
}

// Rename gives an attachment another name; its ending stays when the new name
// has none.
func (s *Service) Rename(id ID, name string) (a *Attachment, err error) {
	defer fault.Recover(&err)
	name = cleanName(name)
	err = s.st.InTx(s.st.Context(), store.Step{Label: "attachment.renamed", Params: fault.P{"name": name}}, func(tx *store.Tx) error {
		row, err := Find(tx.DB, id)
		if err != nil {
			return err
		}
		row.Name = withEnding(name, row.Name)
		if err := fault.Invalid(row.Validate()); err != nil {
			return err
		}
		a = row
		return tx.Update(row)
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Trash moves an attachment to the trash; its content stays until it is purged.
func (s *Service) Trash(id ID) (err error) {
	defer fault.Recover(&err)
	a, err := Find(s.db(), id)
	if err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "attachment.trashed", Params: fault.P{"name": a.Name}}, func(tx *store.Tx) error {
		return tx.Trash(KindAttachment, int64(id))
	})
}

// URL is where the page finds the content. Faults fault.not_found, attachment.lost.
func (s *Service) URL(id ID) (url string, err error) {
	defer fault.Recover(&err)
	return Offer(s.st, s.files, id)
}

// OnOpen sweeps content that nothing refers to, for store.Options.OnOpen.
func OnOpen(st *store.Store) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		_, _, err := Sweep(ctx, st)
		return err
	}
}
