package manuscript

import (
	"context"
	"io"

	"keyue/backend/fault"
)

// readPDF refuses: reading the text of a PDF comes with the next change.
func readPDF(_ context.Context, _ *Manuscript, _ *drops, _ io.ReaderAt, _ int64) error {
	return fault.New(WrongType, fault.P{"what": "PDF"})
}
