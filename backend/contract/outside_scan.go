package contract

import (
	"context"
	"image"
	_ "image/jpeg" // what a scan comes as
	_ "image/png"  // the same
	"io"

	_ "golang.org/x/image/tiff" // the same

	"keyue/backend/abstract"
	"keyue/backend/fault"
	"keyue/backend/job"
	"keyue/backend/manuscript"
)

// Recogniser reads the lines of a picture, from top to bottom; the application lends
// the one of the machine. A picture without text has no lines; its faults have
// sentences for a person.
type Recogniser func(ctx context.Context, picture []byte) (lines []string, err error)

// Scan tells what of a file a recogniser can be shown.
type Scan string

// Kinds of scan; NoScan for files with text, and for those that show nothing.
const (
	NoScan      Scan = ""
	ScanPicture Scan = "picture" // the file is a picture
	ScanPages   Scan = "pages"   // a PDF: pictures of its pages, which the page draws
)

// ScanPagesMax is how many pages are read: who, how much and when stand on the first
// and last.
const ScanPagesMax = 6

const (
	// pictureMax is how large a picture of a page may be, in bytes.
	pictureMax = 64 << 20
	// recognised is the share in percent of its confidence that a fact keeps when its
	// text was recognised in a picture.
	recognised = 75
)

// scanOf tells what a recogniser can be shown of a file that could not be read.
func scanOf(f io.ReadSeeker, err error) Scan {
	if fault.Is(err, manuscript.Scanned) || fault.Is(err, manuscript.Unreadable) {
		return ScanPages
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return NoScan
	}
	if _, _, err := image.DecodeConfig(f); err != nil {
		return NoScan
	}
	return ScanPicture
}

// ReadScan recognises the text of a contract made outside that is a scan, and reads
// its facts, as a job that can be cancelled. file is the upload's token, pages are
// those of pictures of its pages, at most [ScanPagesMax]; none when the file itself is
// the picture. The result is an OutsideProposal: when nothing could be recognised, one
// that is not readable and whose problem says why. Faults: files.*.
func (s *Service) ReadScan(file string, pages []string) (id job.ID, err error) {
	defer fault.Recover(&err)
	f, info, err := s.files.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if len(pages) == 0 {
		pages = []string{file}
	}
	pages = pages[:min(len(pages), ScanPagesMax)]
	return s.jobs.Start("contract.recognising", fault.P{"name": info.Name}, func(ctx context.Context, p *job.Progress) (any, error) {
		return s.readScan(ctx, file, pages, p.Set)
	}), nil
}

func (s *Service) readScan(ctx context.Context, file string, pages []string, progress func(done, total int64)) (*OutsideProposal, error) {
	p, err := s.ReadOutside(file)
	if err != nil || p.Readable || p.Scan == NoScan {
		return p, err
	}
	total := int64(len(pages))
	progress(0, total)
	var read [][]string
	for i, token := range pages {
		lines, err := s.recognisePage(ctx, token)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			p.Problem = fault.From(err) // what was read before counts
			break
		}
		if len(lines) > 0 {
			read = append(read, lines)
		}
		progress(int64(i)+1, total)
	}
	if len(read) == 0 {
		if fault.Is(p.Problem, unread) {
			p.Problem = fault.New("contract.outside.no_text", nil)
		}
		return p, nil
	}
	p.Problem, p.Readable, p.Recognised = nil, true, true
	a := abstract.Read(manuscript.FromLines(baseName(p.Name), read))
	a.Doubt(recognised)
	p.take(a)
	return p, p.match(s.st.Read(s.st.Context()))
}

func (s *Service) recognisePage(ctx context.Context, token string) ([]string, error) {
	f, _, err := s.files.Open(token)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	picture, err := io.ReadAll(io.LimitReader(f, pictureMax))
	if err != nil {
		return nil, err
	}
	return s.recognise(ctx, picture)
}
