package template

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"keyue/backend/fault"
	"keyue/backend/files"
	"keyue/backend/locale"
	"keyue/backend/store"
)

// picture is a small PNG.
func picture(t testing.TB, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	img.Set(w/2, h/2, color.RGBA{200, 30, 30, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func put(t testing.TB, s *Service, name string, data []byte) string {
	t.Helper()
	info, err := s.lent.Files.(*files.Registry).Put(name, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return info.Token
}

func got(t testing.TB, s *Service, url string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.lent.Files.(*files.Registry).Copy(url, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exported gives a template file with a picture and a clause of the owner's own.
func exported(t testing.TB, s *Service) []byte {
	t.Helper()
	clause, err := s.SaveClause(ClauseInput{Name: "验收", Language: locale.ZhCN, Lock: LockStandard, Body: Node{Type: nodeClause, Content: []Node{{Type: nodeHeading, Content: []Node{{Type: nodeText, Text: "验收"}}}}}})
	if err != nil {
		t.Fatal(err)
	}
	tpl := withClause(t, s, "带图合同", clause.Key)
	img, err := s.AddImage(put(t, s, "a.png", picture(t, 40, 30)))
	if err != nil || img.Width != 40 || img.URL == "" || !bytes.Equal(got(t, s, img.URL), picture(t, 40, 30)) {
		t.Fatalf("%v %+v", err, img)
	}
	d, err := s.Get(tpl.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveDraft(tpl.ID, Edit{Notation: d.Notation + "\n@附件 图样\n@图片 " + img.Key + " 120 居中\n@/\n"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish(tpl.ID); err != nil {
		t.Fatal(err)
	}
	x, err := s.Export(tpl.ID)
	if err != nil || x.Name != "带图合同.keyue-template" {
		t.Fatalf("%v %+v", err, x)
	}
	return got(t, s, x.URL)
}

func TestATemplateGoesToAnotherWorkspaceAsOneFile(t *testing.T) {
	_, from := openWorkspace(t)
	data := exported(t, from)
	if !IsFile(bytes.NewReader(data), int64(len(data))) {
		t.Error("not known as a template file")
	}
	_, to := openWorkspace(t)
	tpl, err := to.ImportFile(put(t, to, "x.keyue-template", data))
	if err != nil || tpl.CurrentID == 0 || tpl.Name != "带图合同" || tpl.Origin != OriginOwn {
		t.Fatalf("%v %+v", err, tpl)
	}
	a, b := named(t, from, "带图合同"), named(t, to, "带图合同")
	if a.Notation != b.Notation || len(b.Problems) != 0 {
		t.Errorf("was\n%s\nis\n%s", a.Notation, b.Notation)
	}
	keys := b.Version.Definition.Pictures()
	if len(keys) != 1 {
		t.Fatal(keys)
	}
	if img, err := to.Image(keys[0]); err != nil || img.Width != 40 {
		t.Errorf("the picture did not come along: %v", err)
	}
	list, err := to.Clauses(ClauseFilter{Text: "验收"})
	if err != nil || len(list) == 0 || list[0].Uses != 1 || list[0].Name != "验收" {
		t.Errorf("the clause did not come along: %v %+v", err, list)
	}
	if uses, err := to.ClauseUses(list[0].ID); err != nil || len(uses) != 1 || uses[0].Changed {
		t.Errorf("%v %+v", err, uses)
	}
	// Again: a second template, but no second clause.
	if _, err := to.ImportFile(put(t, to, "x.keyue-template", data)); err != nil {
		t.Fatal(err)
	}
	if again, err := to.Clauses(ClauseFilter{Text: "验收"}); err != nil || len(again) != len(list) || again[0].Uses != 2 {
		t.Errorf("%v %+v", err, again)
	}
	x, err := to.Export(tpl.ID)
	if err != nil {
		t.Fatal(err)
	}
	if again := got(t, to, x.URL); len(again) < len(data)/2 {
		t.Errorf("exported again it has %d bytes, first %d", len(again), len(data))
	}
}

func TestAClauseThatGoesAlongBringsItsOwnPictures(t *testing.T) {
	_, from := openWorkspace(t)
	body := Node{Type: nodeClause, Content: []Node{{Type: nodeHeading, Content: []Node{{Type: nodeText, Text: "验收"}}}}}
	clause, err := from.SaveClause(ClauseInput{Name: "验收", Language: locale.ZhCN, Lock: LockStandard, Body: body})
	if err != nil {
		t.Fatal(err)
	}
	tpl := withClause(t, from, "合同", clause.Key)
	// The library has a newer wording, with a picture that the template does not show yet.
	img, err := from.AddImage(put(t, from, "b.png", picture(t, 12, 8)))
	if err != nil {
		t.Fatal(err)
	}
	body.Content = append(body.Content, Node{Type: nodeImage, Attrs: &Attrs{Asset: img.Key, Width: 30}})
	in := ClauseInput{ID: clause.ID, Version: clause.Version, Name: "验收", Language: locale.ZhCN, Lock: LockStandard, Body: body}
	if _, err := from.SaveClause(in); err != nil {
		t.Fatal(err)
	}
	x, err := from.Export(tpl.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, to := openWorkspace(t)
	if _, err := to.ImportFile(put(t, to, "x.keyue-template", got(t, from, x.URL))); err != nil {
		t.Fatal(err)
	}
	if there, err := to.Image(img.Key); err != nil || there.Width != 12 {
		t.Errorf("the picture of the clause did not come along: %v", err)
	}
}

// rezip copies an archive with some parts changed, added or (nil) left out.
func rezip(t testing.TB, data []byte, change map[string][]byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	write := func(name string, data []byte) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range r.File {
		if _, ok := change[f.Name]; ok {
			continue
		}
		data, err := part(f, maxInside)
		if err != nil {
			t.Fatal(err)
		}
		write(f.Name, data)
	}
	for name, data := range change {
		if data != nil {
			write(name, data)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestABrokenForeignOrHostileFileIsRefusedWithASentence(t *testing.T) {
	_, s := openWorkspace(t)
	sound := exported(t, s)
	head := func(change func(m *manifest)) []byte {
		r, _ := zip.NewReader(bytes.NewReader(sound), int64(len(sound)))
		data, err := part(r.File[0], maxManifest)
		if err != nil {
			t.Fatal(err)
		}
		var m manifest
		if err := json.Unmarshal(data, &m); err != nil {
			t.Fatal(err)
		}
		change(&m)
		data, _ = json.Marshal(m)
		return data
	}
	flipped := bytes.Clone(sound)
	flipped[len(flipped)/3] ^= 0xff
	bomb := bytes.Repeat([]byte(" "), 2*maxNotation+2)
	script := []byte(`{"name":"x","kind":"sale","language":"en","page":{},"fields":[],"body":{"type":"doc","content":[{"type":"script"}]}}`)
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"nothing":              {nil, "template.file.foreign"},
		"a text":               {[]byte("甲方应当付款。"), "template.file.foreign"},
		"another archive":      {rezip(t, sound, map[string][]byte{manifestName: nil}), "template.file.foreign"},
		"a document of Word":   {rezip(t, sound, map[string][]byte{manifestName: nil, "word/document.xml": []byte("<x/>")}), "template.file.foreign"},
		"another format":       {rezip(t, sound, map[string][]byte{manifestName: head(func(m *manifest) { m.Format = "other" })}), "template.file.foreign"},
		"a newer version":      {rezip(t, sound, map[string][]byte{manifestName: head(func(m *manifest) { m.Version = 9 })}), "template.file.newer"},
		"no version":           {rezip(t, sound, map[string][]byte{manifestName: head(func(m *manifest) { m.Version = 0 })}), "template.file.damaged"},
		"half of it":           {sound[:len(sound)/2], "template.file.damaged"},
		"a flipped byte":       {flipped, "template.file.damaged"},
		"no template in it":    {rezip(t, sound, map[string][]byte{bodyName: nil}), "template.file.damaged"},
		"a changed template":   {rezip(t, sound, map[string][]byte{bodyName: script}), "template.file.damaged"},
		"a path upwards":       {rezip(t, sound, map[string][]byte{"images/../../x": []byte("x")}), "template.file.damaged"},
		"an absolute path":     {rezip(t, sound, map[string][]byte{"/etc/passwd": []byte("x")}), "template.file.damaged"},
		"a bomb":               {rezip(t, sound, map[string][]byte{bodyName: bomb}), "template.file.large"},
		"a script with a hash": {rezip(t, sound, map[string][]byte{bodyName: script, manifestName: head(func(m *manifest) { m.SHA256[bodyName] = sumOf(script) })}), "template.tree.node"},
		"a false picture": {rezip(t, sound, map[string][]byte{"images/img-" + strings.Repeat("a", 32): picture(t, 3, 3), manifestName: head(func(m *manifest) {
			m.SHA256["images/img-"+strings.Repeat("a", 32)] = sumOf(picture(t, 3, 3))
		})}), "template.file.damaged"},
	} {
		_, err := ReadFile(bytes.NewReader(c.data), int64(len(c.data)))
		if !fault.Is(err, c.code) || !locale.Has(c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if _, err := ReadFile(bytes.NewReader(nil), maxFile+1); !fault.Is(err, "template.file.large") {
		t.Error(err)
	}
}

func FuzzFile(f *testing.F) {
	var b bytes.Buffer
	d, _ := Parse("---\n名称: a\n---\n= a\n")
	if err := WriteFile(&b, &FileContent{Definition: d}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ReadFile(bytes.NewReader(data), int64(len(data)))
		if err == nil && CheckTree(c.Definition) != nil {
			t.Error("a tree that breaks the schema was read")
		}
	})
}

func TestPicturesAreCheckedBeforeTheyAreKept(t *testing.T) {
	st, s := openWorkspace(t)
	broken := picture(t, 50, 50)
	broken = broken[:len(broken)-20]
	var gif bytes.Buffer
	gif.WriteString("GIF89a")
	header := bytes.Clone(picture(t, 4, 4)) // claims to be far larger than it is
	copy(header[16:24], []byte{0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff})
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"a broken one": {broken, "template.image.broken"}, "a GIF": {gif.Bytes(), "template.image.type"}, "a text": {[]byte("x"), "template.image.type"},
		"a giant": {make([]byte, maxImageBytes+1), "template.image.large"},
	} {
		if _, err := s.AddImage(put(t, s, "x", c.data)); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadImage(header); !fault.Is(err, "template.image.pixels") && !fault.Is(err, "template.image.broken") && !fault.Is(err, "template.image.type") {
		t.Error(err)
	}
	var n int64
	st.Read(st.Context()).Model(&Image{}).Count(&n)
	if n != 0 {
		t.Errorf("%d pictures were kept", n)
	}
	for range 2 { // equal pictures are kept once
		if err := st.InTx(st.Context(), store.Step{Label: "x"}, func(tx *store.Tx) error { _, err := KeepImage(tx, picture(t, 5, 5)); return err }); err != nil {
			t.Fatal(err)
		}
	}
	st.Read(st.Context()).Model(&Image{}).Count(&n)
	if n != 1 {
		t.Errorf("%d rows for one picture", n)
	}
}

func TestVersionsAreComparedInTextFieldsSettingsAndLocks(t *testing.T) {
	_, s := openWorkspace(t)
	d := named(t, s, "zh-sale")
	before := d.Version.ID
	text := strings.NewReplacer("在十五日内提供", "在十日内提供", "- 签订地点 (signPlace): 文本; 同上次; 提示 写到市、区，可以不填\n", "", "? 签订地点 已填\n签订地点: {签订地点}\n?/\n", "",
		"- 每方份数 (copies): 整数; 必填; 默认 1", "- 每方份数 (copies): 整数; 必填; 默认 2", "- 其他约定 (special)", "- 监管方 (watch): 主体\n- 其他约定 (special)",
		"{#liability 标准}", "{#liability}", "条款编号: 第一条 1. （1）", "条款编号: 第一条 （一） （1）\n页脚: 第 {页码} 页").Replace(d.Notation)
	if text == d.Notation {
		t.Fatal("nothing replaced")
	}
	if _, err := s.SaveDraft(d.Template.ID, Edit{Notation: text}); err != nil {
		t.Fatal(err)
	}
	unsaved, err := s.DifferenceOfEdit(before, Edit{Notation: text})
	if err != nil {
		t.Fatal(err)
	}
	tpl, err := s.Publish(d.Template.ID)
	if err != nil {
		t.Fatal(err)
	}
	diff, err := s.Difference(before, tpl.CurrentID)
	if err != nil {
		t.Fatal(err)
	}
	if diff.Same || diff.From.N != 1 || diff.To.N != 2 || !diff.To.Current || len(unsaved.Changes) != len(diff.Changes) {
		t.Errorf("%+v %+v", diff.From, diff.To)
	}
	kinds := map[string]string{}
	for _, f := range diff.Fields {
		kinds[f.Key] = f.Kind
	}
	if len(kinds) != 3 || kinds["signPlace"] != "removed" || kinds["copies"] != "changed" || kinds["watch"] != "added" {
		t.Errorf("%v", kinds)
	}
	if len(diff.Settings) != 2 || diff.Settings[0].Setting != "numbering" || diff.Settings[1].New != "第 〔页码〕 页" {
		t.Errorf("%+v", diff.Settings)
	}
	if len(diff.Locks) != 1 || diff.Locks[0] != (LockChange{"第八条 违约责任", LockStandard, LockNegotiable}) {
		t.Errorf("%+v", diff.Locks)
	}
	found := false
	for _, c := range diff.Changes {
		found = found || c.Where == "第九条 不可抗力" && strings.Contains(spelled(c.Pieces), "并在十[-五-]日内提供")
	}
	if !found {
		t.Errorf("%+v", diff.Changes)
	}
	if len(diff.Changes) > 6 {
		t.Errorf("new numbers count as %d changes", len(diff.Changes))
	}
	if same, err := s.Difference(before, before); err != nil || !same.Same || len(same.Changes)+len(same.Fields)+len(same.Settings)+len(same.Locks) != 0 {
		t.Errorf("%v %+v", err, same)
	}
	if _, err := s.Difference(before, named(t, s, "en-sale").Version.ID); !fault.Is(err, "template.versions_apart") {
		t.Error(err)
	}
	// The old text comes back as a draft; what was published stays.
	back, err := s.RestoreVersion(before)
	if err != nil || back.CurrentID != tpl.CurrentID {
		t.Fatal(err)
	}
	if same, err := s.Difference(before, back.DraftID); err != nil || !same.Same {
		t.Errorf("%v %+v", err, same)
	}
}
