package job

import "keyue/backend/fault"

// Service is what the page may ask about long work. Changes also arrive as
// "job" events.
type Service struct{ r *Runner }

// NewService returns the page's view of r.
func NewService(r *Runner) *Service { return &Service{r: r} }

// List returns the running and lately finished jobs, oldest first.
func (s *Service) List() (list []Job, err error) {
	defer fault.Recover(&err)
	return s.r.List(), nil
}

// Get returns one job. Fault "job.unknown".
func (s *Service) Get(id ID) (j Job, err error) {
	defer fault.Recover(&err)
	return s.r.Get(id)
}

// Cancel asks a job to stop. Fault "job.unknown".
func (s *Service) Cancel(id ID) (err error) {
	defer fault.Recover(&err)
	return s.r.Cancel(id)
}
