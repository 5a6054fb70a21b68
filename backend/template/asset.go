package template

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/jpeg" // pictures of templates
	_ "image/png"  // pictures of templates
	"io"
	"maps"
	"slices"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// Limits of a picture in a template: it is read whole, and again for every
// contract that is printed.
const (
	maxImageBytes  = 4 << 20
	maxImagePixels = 16_000_000
)

// assetLogo is the asset that stands for the own company's logo.
const assetLogo = "logo"

// Image is a picture that templates show. Its key is made from its bytes: equal
// pictures are kept once, and what a published version shows never changes.
type Image struct {
	// Key is what the asset attribute of an image node holds.
	Key string `gorm:"primaryKey" json:"key"`
	// Mime is image/png or image/jpeg; Width and Height are in pixels.
	Mime   string `json:"mime"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Data   []byte `json:"-"`
	// URL is where the page can show it; only in answers to the page.
	URL string `gorm:"-" json:"url,omitempty"`
}

// TableName names the table for GORM.
func (Image) TableName() string { return "template_asset" }

// ReadImage checks that data is a picture that can be printed: PNG or JPEG, at
// most 4 MiB and 16 million pixels, sound to the last byte. Faults
// template.image.large {max MiB}, template.image.type, template.image.pixels
// {max million}, template.image.broken.
func ReadImage(data []byte) (*Image, error) {
	if len(data) > maxImageBytes {
		return nil, fault.New("template.image.large", fault.P{"max": maxImageBytes >> 20})
	}
	// The size is read from the header, before anything is decoded.
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case format != "png" && format != "jpeg":
		return nil, fault.New("template.image.type", nil)
	case err != nil || c.Width <= 0 || c.Height <= 0:
		return nil, fault.Wrap(err, "template.image.broken", nil)
	case int64(c.Width)*int64(c.Height) > maxImagePixels:
		return nil, fault.New("template.image.pixels", fault.P{"max": maxImagePixels / 1_000_000})
	}
	if _, _, err := image.Decode(bytes.NewReader(data)); err != nil {
		return nil, fault.Wrap(err, "template.image.broken", nil)
	}
	sum := sha256.Sum256(data)
	return &Image{Key: "img-" + hex.EncodeToString(sum[:16]), Mime: "image/" + format, Width: c.Width, Height: c.Height, Data: data}, nil
}

// KeepImage keeps a picture inside tx and gives the key for image nodes. A
// picture is no record of its own: it is there as long as the workspace is, and
// there is nothing to undo.
func KeepImage(tx *store.Tx, data []byte) (*Image, error) {
	img, err := ReadImage(data)
	if err != nil {
		return nil, err
	}
	return img, tx.Exec("insert into template_asset (key, mime, width, height, data) values (?, ?, ?, ?, ?) on conflict (key) do nothing",
		img.Key, img.Mime, img.Width, img.Height, img.Data).Error
}

// Pictures names the pictures that a definition shows, without the logo.
func (d *Definition) Pictures() []string { return pictures(&d.Body) }

// pictures names the pictures that trees show, without the logo.
func pictures(trees ...*Node) []string {
	keys := map[string]bool{}
	for _, tree := range trees {
		walk(tree, func(n *Node) {
			if key := n.attrs().Asset; n.Type == nodeImage && key != assetLogo {
				keys[key] = true
			}
		})
	}
	return slices.Sorted(maps.Keys(keys))
}

// Images gives the bytes of pictures by key; those that are not there are left
// out, and the page setter warns of them.
func Images(db *gorm.DB, keys []string) (map[string][]byte, error) {
	out := make(map[string][]byte, len(keys))
	if len(keys) == 0 {
		return out, nil
	}
	var rows []Image
	if err := db.Where("key in ?", keys).Find(&rows).Error; err != nil {
		return nil, err
	}
	for _, r := range rows {
		out[r.Key] = r.Data
	}
	return out, nil
}

// AddImage keeps an uploaded picture (a token of POST /upload) and gives its key,
// size and address: {key, mime, width, height, url}. Faults template.image.*.
func (s *Service) AddImage(file string) (img *Image, err error) {
	defer fault.Recover(&err)
	data, _, err := s.upload(file, maxImageBytes, "template.image.large")
	if err != nil {
		return nil, err
	}
	err = s.st.InTx(s.st.Context(), store.Step{Label: "template.image.added", Quiet: true, NoUndo: true}, func(tx *store.Tx) error {
		img, err = KeepImage(tx, data)
		return err
	})
	if err != nil {
		return nil, err
	}
	img.URL, err = s.lent.Files.Offer(imageName(img), img.Mime, img.Data)
	return img, err
}

// Image gives a picture with an address the page can show. Fault
// template.image.missing.
func (s *Service) Image(key string) (img *Image, err error) {
	defer fault.Recover(&err)
	img = &Image{}
	if err := s.db().Where("key = ?", key).Limit(1).Find(img).Error; err != nil {
		return nil, err
	}
	if img.Key == "" {
		return nil, fault.New("template.image.missing", nil)
	}
	if s.lent.Files == nil {
		return nil, fault.New("template.file.no_files", nil)
	}
	img.URL, err = s.lent.Files.Offer(imageName(img), img.Mime, img.Data)
	return img, err
}

func imageName(img *Image) string { return img.Key + "." + strings.TrimPrefix(img.Mime, "image/") }

// upload reads what the page uploaded, at most limit bytes; large is the fault
// for more, with {max MiB}.
func (s *Service) upload(token string, limit int64, large string) (data []byte, name string, err error) {
	if s.lent.Files == nil {
		return nil, "", fault.New("template.file.no_files", nil)
	}
	f, info, err := s.lent.Files.Open(token)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	if data, err = io.ReadAll(io.LimitReader(f, limit+1)); err != nil {
		return nil, "", fault.Wrap(err, "files.unreadable", fault.P{"name": info.Name})
	}
	if int64(len(data)) > limit {
		return nil, "", fault.New(large, fault.P{"max": limit >> 20})
	}
	return data, info.Name, nil
}
