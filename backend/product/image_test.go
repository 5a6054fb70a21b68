package product_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"keyue/backend/attachment"
	"keyue/backend/product"
)

// picture is a PNG of a size, of one colour.
func picture(t *testing.T, w, h int, shade uint8) []byte {
	t.Helper()
	im := image.NewGray(image.Rect(0, 0, w, h))
	for i := range im.Pix {
		im.Pix[i] = shade
	}
	var out bytes.Buffer
	if err := png.Encode(&out, im); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// claiming is a small PNG whose header says that it is huge.
func claiming(t *testing.T, w, h uint32) []byte {
	t.Helper()
	data := picture(t, 1, 1, 0)
	binary.BigEndian.PutUint32(data[16:], w)
	binary.BigEndian.PutUint32(data[20:], h)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

func (b *bench) upload(name string, data []byte) string {
	b.t.Helper()
	in, err := b.files.Put(name, bytes.NewReader(data))
	if err != nil {
		b.t.Fatal(err)
	}
	return in.Token
}

func TestAProductHasPicturesTheFirstStandsForIt(t *testing.T) {
	b := newBench(t)
	p := b.add(product.Product{Name: "净水器"})
	row := func() product.Row {
		t.Helper()
		return must[*product.Page](t)(b.s.List(product.Query{})).Rows[0]
	}
	if row().Image != 0 {
		t.Errorf("a picture from nowhere: %d", row().Image)
	}
	first := must[*attachment.Attachment](t)(b.s.AddImage(p.ID, b.upload("front.png", picture(t, 900, 300, 40))))
	second := must[*attachment.Attachment](t)(b.s.AddImage(p.ID, b.upload("back.png", picture(t, 10, 20, 80))))
	list := must[[]attachment.Attachment](t)(b.s.Images(p.ID))
	if len(list) != 2 || list[0].ID != first.ID || list[1].ID != second.ID || row().Image != first.ID {
		t.Fatalf("%+v, the list shows %d", list, row().Image)
	}
	for id, want := range map[attachment.ID]image.Point{first.ID: {X: 240, Y: 80}, second.ID: {X: 10, Y: 20}} {
		var small bytes.Buffer
		if err := b.files.Copy(must[string](t)(b.s.Thumbnail(id)), &small); err != nil {
			t.Fatal(err)
		}
		im, err := jpeg.Decode(&small)
		if err != nil || im.Bounds().Size() != want {
			t.Errorf("thumbnail %v, %v; want %v", im.Bounds(), err, want)
		}
	}
	// On white where it is transparent.
	clear := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	clear.Set(0, 0, color.Transparent)
	var out bytes.Buffer
	if err := png.Encode(&out, clear); err != nil {
		t.Fatal(err)
	}
	third := must[*attachment.Attachment](t)(b.s.AddImage(p.ID, b.upload("clear.png", out.Bytes())))
	var small bytes.Buffer
	if err := b.files.Copy(must[string](t)(b.s.Thumbnail(third.ID)), &small); err != nil {
		t.Fatal(err)
	}
	if im, err := jpeg.Decode(&small); err != nil || color.GrayModel.Convert(im.At(1, 1)).(color.Gray).Y < 250 {
		t.Errorf("transparent turned dark: %v", err)
	}

	// Another order; a copy takes the pictures along in it, with its own to remove.
	if err := b.s.OrderImages(p.ID, []attachment.ID{third.ID, first.ID}); err != nil {
		t.Fatal(err)
	}
	ids := func(of product.ID) (list []attachment.ID) {
		t.Helper()
		for _, a := range must[[]attachment.Attachment](t)(b.s.Images(of)) {
			list = append(list, a.ID)
		}
		return list
	}
	if got := ids(p.ID); !slices.Equal(got, []attachment.ID{third.ID, first.ID, second.ID}) || row().Image != third.ID {
		t.Errorf("in order: %v, the list shows %d", got, row().Image)
	}
	twin := must[*product.Detail](t)(b.s.Copy(p.ID))
	its := must[[]attachment.Attachment](t)(b.s.Images(twin.ID))
	if len(its) != 3 || its[0].Name != "clear.png" || its[1].Name != "front.png" || its[2].Name != "back.png" {
		t.Fatalf("the copy has %+v", its)
	}
	if err := b.s.RemoveImage(twin.ID, its[0].ID); err != nil || len(ids(p.ID)) != 3 {
		t.Errorf("removing a picture of the copy left %v, %v", ids(p.ID), err)
	}
	b.undo()
	b.undo()
	if d := must[*product.Detail](t)(b.s.Get(twin.ID)); d.DeletedAt == nil {
		t.Error("the copy is still there")
	}
	if err := b.s.OrderImages(p.ID, []attachment.ID{its[0].ID}); err == nil {
		t.Error("a picture of another product was put in order")
	}
	b.undo()
	if got := ids(p.ID); !slices.Equal(got, []attachment.ID{first.ID, second.ID, third.ID}) {
		t.Errorf("the undo of the order: %v", got)
	}

	if err := b.s.RemoveImage(p.ID, first.ID); err != nil || row().Image != second.ID {
		t.Errorf("after removing the first: %d, %v", row().Image, err)
	}
	b.undo()
	if row().Image != first.ID {
		t.Error("the undo did not bring it back")
	}
	other := b.add(product.Product{Name: "滤芯"})
	if err := b.s.RemoveImage(other.ID, first.ID); err == nil {
		t.Error("a picture of another product was removed")
	}
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	b := newBench(t)
	p := b.add(product.Product{Name: "净水器"})
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"note.png":      {[]byte("no picture at all"), "attachment.image.type"},
		"page.svg":      {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "attachment.image.type"},
		"cut.png":       {picture(t, 900, 300, 40)[:200], "attachment.image.type"},
		"gigapixel.png": {claiming(t, 40_000, 30_000), "attachment.image.pixels"},
	} {
		if _, err := b.s.AddImage(p.ID, b.upload(name, c.data)); len(codes(err)) == 0 || codes(err)[0] != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if list := must[[]attachment.Attachment](t)(b.s.Images(p.ID)); len(list) != 0 {
		t.Errorf("kept all the same: %+v", list)
	}
}
