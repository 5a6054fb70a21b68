package product

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	_ "image/png" // pictures come as JPEG or PNG
	"io"
	"slices"
	"sync"

	xdraw "golang.org/x/image/draw"
	"gorm.io/gorm"

	"keyue/backend/attachment"
	"keyue/backend/fault"
	"keyue/backend/store"
)

// Pictures of a product are attachments that are images; the first one stands for
// it in lists.

// imageLimits hold for a picture: PNG or JPEG, 20 MiB, 60 million pixels, found
// from the header before anything is decoded.
var imageLimits = attachment.Limits{Bytes: 20 << 20, Pixels: 60_000_000, Image: true}

// thumbSide is the longer side of a thumbnail in pixels, thumbsKept how many are
// held in memory.
const (
	thumbSide  = 240
	thumbsKept = 1000
)

// Files is what pictures come in by and go out by.
type Files interface {
	attachment.Files
	Offer(name, mime string, content []byte) (string, error)
}

// thumbs keeps small pictures by the hash of the large one.
type thumbs struct {
	lock sync.Mutex
	by   map[string][]byte
}

// firstImage is the picture that stands for a product, 0 for none, in SQL.
var firstImage = `coalesce((select a.id from attachment a left join ` + store.Elements("product.pictures", "j") + ` on j.value = a.id
	where a.kind = 'product' and a.record_id = product.id and a.width > 0 and a.deleted_at is null order by j.key is null, j.key, a.id limit 1), 0)`

// Images gives the pictures of a product, the first one first. Fault
// fault.not_found.
func (s *Service) Images(id ID) (list []attachment.Attachment, err error) {
	defer fault.Recover(&err)
	p, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	return p.images(s.db())
}

func (p *Product) images(db *gorm.DB) ([]attachment.Attachment, error) {
	list, err := attachment.List(db, KindProduct, int64(p.ID))
	list = slices.DeleteFunc(list, func(a attachment.Attachment) bool { return a.Width == 0 })
	slices.Reverse(list)
	place := func(a attachment.Attachment) int {
		if i := slices.Index(p.Pictures, a.ID); i >= 0 {
			return i
		}
		return len(p.Pictures)
	}
	slices.SortStableFunc(list, func(a, b attachment.Attachment) int { return place(a) - place(b) })
	return list, err
}

// OrderImages puts the pictures of a product into the order of ids; those not
// named come behind. Fault fault.not_found.
func (s *Service) OrderImages(id ID, ids []attachment.ID) (err error) {
	defer fault.Recover(&err)
	p, err := Find(s.db(), id)
	if err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "product.images_ordered", Params: fault.P{"name": p.Name}}, func(tx *store.Tx) error {
		p, err := Find(tx.DB, id)
		if err != nil {
			return err
		}
		if p.DeletedAt != nil {
			return fault.Missing(KindProduct)
		}
		its, err := p.images(tx.DB)
		if err != nil {
			return err
		}
		p.Pictures = []attachment.ID{}
		for _, picture := range ids {
			if !slices.ContainsFunc(its, func(a attachment.Attachment) bool { return a.ID == picture }) {
				return fault.Missing(attachment.KindAttachment)
			}
			p.Pictures = append(p.Pictures, picture)
		}
		return tx.Update(p)
	})
}

// AddImage copies an uploaded picture into the workspace. Faults fault.not_found,
// attachment.too_large, attachment.empty, attachment.image.type,
// attachment.image.pixels; a picture that cannot be read to its end is none.
func (s *Service) AddImage(id ID, file string) (a *attachment.Attachment, err error) {
	defer fault.Recover(&err)
	p, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	in, err := attachment.Receive(s.st, s.files, file, imageLimits)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	// A file that is cut short has the header of a picture and shows nothing.
	content, err := in.Open()
	if err != nil {
		return nil, err
	}
	_, err = s.thumbnail(content, in.SHA256(), in.Name())
	_ = content.Close()
	if err != nil {
		return nil, err
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: "product.image_added", Params: fault.P{"name": p.Name}}, func(tx *store.Tx) error {
		p, err := Find(tx.DB, id)
		if err != nil {
			return err
		}
		if p.DeletedAt != nil {
			return fault.Missing(KindProduct)
		}
		tx.Touch(KindProduct, int64(id))
		a, err = in.Attach(tx, KindProduct, int64(id))
		return err
	})
	return a, err
}

// RemoveImage puts a picture into the trash; it can be undone. Fault
// fault.not_found.
func (s *Service) RemoveImage(id ID, picture attachment.ID) (err error) {
	defer fault.Recover(&err)
	p, err := Find(s.db(), id)
	if err != nil {
		return err
	}
	return s.st.InTx(s.st.Context(), store.Step{Label: "product.image_removed", Params: fault.P{"name": p.Name}}, func(tx *store.Tx) error {
		a, err := attachment.Find(tx.DB, picture)
		if err != nil {
			return err
		}
		if a.Kind != KindProduct || a.RecordID != int64(id) {
			return fault.Missing(attachment.KindAttachment)
		}
		tx.Touch(KindProduct, int64(id))
		return tx.Trash(attachment.KindAttachment, int64(picture))
	})
}

// Thumbnail is where the page finds a picture in small. Faults fault.not_found,
// attachment.lost, attachment.image.type.
func (s *Service) Thumbnail(picture attachment.ID) (url string, err error) {
	defer fault.Recover(&err)
	content, a, err := attachment.Open(s.st, picture)
	if err != nil {
		return "", err
	}
	defer content.Close()
	small, err := s.thumbnail(content, a.SHA256, a.Name)
	if err != nil {
		return "", err
	}
	return s.files.Offer("thumbnail.jpg", "image/jpeg", small)
}

// thumbnail gives a picture in small and keeps it by its hash. Fault
// attachment.image.type.
func (s *Service) thumbnail(content io.Reader, sum, name string) ([]byte, error) {
	s.thumbs.lock.Lock()
	defer s.thumbs.lock.Unlock() // one at a time: a large picture takes memory
	if small, ok := s.thumbs.by[sum]; ok {
		return small, nil
	}
	large, _, err := image.Decode(content)
	if err != nil {
		return nil, fault.Wrap(err, "attachment.image.type", fault.P{"name": name})
	}
	small, err := shrink(large)
	if err != nil {
		return nil, err
	}
	if s.thumbs.by == nil || len(s.thumbs.by) >= thumbsKept {
		s.thumbs.by = map[string][]byte{}
	}
	s.thumbs.by[sum] = small
	return small, nil
}

// shrink gives a picture as a JPEG that fits into a square, on white.
func shrink(large image.Image) ([]byte, error) {
	size := large.Bounds().Size()
	side := max(size.X, size.Y, 1)
	w, h := max(1, min(size.X, size.X*thumbSide/side)), max(1, min(size.Y, size.Y*thumbSide/side))
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(small, small.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	xdraw.ApproxBiLinear.Scale(small, small.Rect, large, large.Bounds(), draw.Over, nil)
	var out bytes.Buffer
	err := jpeg.Encode(&out, small, &jpeg.Options{Quality: 82})
	return out.Bytes(), err
}
