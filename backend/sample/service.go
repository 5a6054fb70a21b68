package sample

import (
	"context"

	"keyue/backend/fault"
	"keyue/backend/job"
	"keyue/backend/locale"
	"keyue/backend/store"
	"keyue/backend/typeset/press"
)

// Service is what the page may ask about the sample business. Taking it away is
// settings.Service.RemoveSample, which knows every marked row.
type Service struct {
	st    *store.Store
	press *press.Press
	jobs  *job.Runner
	lang  func() locale.Tag
}

// NewService makes the service; lang is the language the business is made in.
func NewService(st *store.Store, p *press.Press, jobs *job.Runner, lang func() locale.Tag) *Service {
	return &Service{st: st, press: p, jobs: jobs, lang: lang}
}

// Fill makes the sample business as a job; its result is Made. The workspace
// must be empty: fault sample.not_empty comes as the job's failure.
func (s *Service) Fill() (id job.ID, err error) {
	defer fault.Recover(&err)
	return s.jobs.Start("sample.fill", nil, func(ctx context.Context, p *job.Progress) (any, error) {
		return Fill(ctx, s.st, s.press, s.lang(), p.Set)
	}), nil
}
