package template

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"keyue/backend/fault"
	"keyue/backend/store"

	"gorm.io/gorm"
)

// A template file (.keyue-template) is a ZIP archive:
//
//	keyue-template.json   {"format":"keyue-template","version":1,"name":…,"n":3,"sha256":{"template.json":…,…}}
//	template.json         the definition
//	clauses.json          the library clauses it has copies of
//	images/img-…          its pictures
//
// Nothing else may be in it, and everything is checked against its hash.

// FileExtension is how the name of a template file ends.
const FileExtension = ".keyue-template"

// MimeFile is the type of a template file.
const MimeFile = "application/vnd.keyue.template+zip"

const (
	fileFormat   = "keyue-template"
	fileVersion  = 1
	manifestName = "keyue-template.json"
	bodyName     = "template.json"
	clausesName  = "clauses.json"
	imagesDir    = "images/"
)

// Limits of a template file. What is inside is counted while it is unpacked:
// the sizes that an archive gives of itself are not believed.
const (
	maxFile     = 48 << 20
	maxEntries  = 260
	maxManifest = 1 << 20
	maxInside   = 64 << 20
)

// FileContent is what a template file holds.
type FileContent struct {
	Definition *Definition
	Clauses    []*Clause
	Images     map[string][]byte
	// N is the version it was exported from, 0 for a draft.
	N int
}

type manifest struct {
	Format  string            `json:"format"`
	Version int               `json:"version"`
	Name    string            `json:"name"`
	N       int               `json:"n"`
	SHA256  map[string]string `json:"sha256"`
}

// IsFile reports whether content is a template file, sound or not: commands and
// screens that take several kinds of files ask it first.
func IsFile(r io.ReaderAt, size int64) bool {
	z, err := zip.NewReader(r, size)
	return err == nil && slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == manifestName })
}

// ReadFile reads a template file. Faults template.file.large {max MiB},
// template.file.foreign for another kind of file, template.file.newer {version}
// for one made by a newer program, template.file.damaged for one that is not what
// was written, and those of the tree.
func ReadFile(r io.ReaderAt, size int64) (*FileContent, error) {
	if size > maxFile {
		return nil, fault.New("template.file.large", fault.P{"max": maxFile >> 20})
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		code := "template.file.foreign"
		if begins := make([]byte, 4); size >= 4 {
			if _, err := r.ReadAt(begins, 0); err == nil && string(begins) == "PK\x03\x04" {
				code = "template.file.damaged" // an archive without its end
			}
		}
		return nil, fault.Wrap(err, code, nil)
	}
	parts, err := unpack(z)
	if err != nil {
		return nil, err
	}
	m, err := readManifest(parts)
	if err != nil {
		return nil, err
	}
	d, err := Decode(parts[bodyName])
	if err != nil {
		return nil, err
	}
	c := &FileContent{Definition: d, Images: map[string][]byte{}, N: m.N}
	if c.Clauses, err = readClauses(parts[clausesName]); err != nil {
		return nil, err
	}
	for name, data := range parts {
		if key, ok := strings.CutPrefix(name, imagesDir); ok {
			img, err := ReadImage(data)
			if err != nil {
				return nil, err
			}
			if img.Key != key {
				return nil, fault.New("template.file.damaged", nil)
			}
			c.Images[key] = data
		}
	}
	return c, nil
}

var imagePart = regexp.MustCompile(`^images/img-[0-9a-f]{32}$`)

// unpack reads the parts that a template file may have, and refuses any other:
// a name never becomes a path.
func unpack(z *zip.Reader) (map[string][]byte, error) {
	if len(z.File) > maxEntries {
		return nil, fault.New("template.file.foreign", nil)
	}
	if !slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == manifestName }) {
		return nil, fault.New("template.file.foreign", nil)
	}
	parts, left := map[string][]byte{}, int64(maxInside)
	for _, f := range z.File {
		limit := int64(2 * maxNotation)
		switch {
		case f.Name == manifestName:
			limit = maxManifest
		case f.Name == bodyName, f.Name == clausesName:
		case imagePart.MatchString(f.Name):
			limit = maxImageBytes
		default:
			return nil, fault.New("template.file.damaged", nil)
		}
		if _, twice := parts[f.Name]; twice || f.Mode()&fs.ModeType != 0 {
			return nil, fault.New("template.file.damaged", nil)
		}
		data, err := part(f, min(limit, left))
		if err != nil {
			return nil, err
		}
		parts[f.Name], left = data, left-int64(len(data))
	}
	return parts, nil
}

func part(f *zip.File, limit int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fault.Wrap(err, "template.file.damaged", nil)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fault.Wrap(err, "template.file.damaged", nil)
	}
	if int64(len(data)) > limit {
		return nil, fault.New("template.file.large", fault.P{"max": maxFile >> 20})
	}
	return data, nil
}

// readManifest checks format, version and every hash.
func readManifest(parts map[string][]byte) (*manifest, error) {
	var m manifest
	if err := json.Unmarshal(parts[manifestName], &m); err != nil {
		return nil, fault.Wrap(err, "template.file.damaged", nil)
	}
	if m.Format != fileFormat {
		return nil, fault.New("template.file.foreign", nil)
	}
	if m.Version > fileVersion {
		return nil, fault.New("template.file.newer", fault.P{"version": m.Version})
	}
	if m.Version < 1 || parts[bodyName] == nil || len(m.SHA256) != len(parts)-1 {
		return nil, fault.New("template.file.damaged", nil)
	}
	for name, data := range parts {
		if name != manifestName && m.SHA256[name] != sumOf(data) {
			return nil, fault.New("template.file.damaged", nil)
		}
	}
	return &m, nil
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func readClauses(data []byte) ([]*Clause, error) {
	if data == nil {
		return nil, nil
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil || len(raw) > maxEntries {
		return nil, fault.New("template.file.damaged", nil)
	}
	var out []*Clause
	for _, r := range raw {
		c, err := decodeClause(r)
		var f *fault.Error
		switch {
		case errors.As(err, &f):
			return nil, err
		case err != nil || c.Key() == "" || !plainID(c.Key()):
			return nil, fault.New("template.file.damaged", nil)
		}
		out = append(out, c)
	}
	return out, nil
}

// WriteFile writes a template file. The same content gives the same bytes.
func WriteFile(w io.Writer, c *FileContent) error {
	parts := map[string][]byte{}
	var err error
	if parts[bodyName], err = json.Marshal(c.Definition); err != nil {
		return err
	}
	if len(c.Clauses) > 0 {
		if parts[clausesName], err = json.Marshal(c.Clauses); err != nil {
			return err
		}
	}
	for key, data := range c.Images {
		parts[imagesDir+key] = data
	}
	m := manifest{Format: fileFormat, Version: fileVersion, Name: c.Definition.Name, N: c.N, SHA256: map[string]string{}}
	for name, data := range parts {
		m.SHA256[name] = sumOf(data)
	}
	head, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	add := func(name string, data []byte, method uint16) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = f.Write(data)
		}
		return err
	}
	if err := add(manifestName, head, zip.Deflate); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		method := zip.Deflate
		if strings.HasPrefix(name, imagesDir) {
			method = zip.Store
		}
		if err := add(name, parts[name], method); err != nil {
			return err
		}
	}
	return z.Close()
}

// content collects what an exported version needs.
func content(db *gorm.DB, e *Edition) (*FileContent, error) {
	c := &FileContent{Definition: &e.Definition}
	if e.State == StatePublished {
		c.N = e.N
	}
	trees := []*Node{&e.Definition.Body}
	seen := map[string]bool{}
	for _, k := range LockedClauses(&e.Definition) {
		key := k.Node.attrs().Library
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		clause, err := clauseOfKey(db, key)
		if err != nil {
			return nil, err
		}
		if clause != nil && clause.DeletedAt == nil {
			c.Clauses, trees = append(c.Clauses, clause), append(trees, &clause.Body)
		}
	}
	var err error
	c.Images, err = Images(db, pictures(trees...))
	return c, err
}

// clauseOfKey finds a clause, also one in the trash; nil for none.
func clauseOfKey(db *gorm.DB, key string) (*Clause, error) {
	var c Clause
	err := db.Where("uid = ? or code = ? and code <> ''", key, key).Order("deleted_at is not null, id").Limit(1).Find(&c).Error
	if err != nil || c.ID == 0 {
		return nil, err
	}
	return &c, nil
}

// Exported is a template file ready to be fetched.
type Exported struct {
	URL  string `json:"url,omitempty"`
	Name string `json:"name"`
	Size int    `json:"size"`
}

// Export offers a template as one file: its current version, else its draft:
// {url, name, size}. ExportVersion does so with any version.
func (s *Service) Export(id ID) (x *Exported, err error) {
	defer fault.Recover(&err)
	t, err := Find(s.db(), id)
	if err != nil {
		return nil, err
	}
	vid := t.CurrentID
	if vid == 0 {
		vid = t.DraftID
	}
	return s.export(t, vid)
}

// ExportVersion offers one version of a template as a file.
func (s *Service) ExportVersion(id VersionID) (x *Exported, err error) {
	defer fault.Recover(&err)
	e, err := Version(s.db(), id)
	if err != nil {
		return nil, err
	}
	t, err := Find(s.db(), e.TemplateID)
	if err != nil {
		return nil, err
	}
	return s.export(t, id)
}

func (s *Service) export(t *Template, id VersionID) (*Exported, error) {
	if s.lent.Files == nil {
		return nil, fault.New("template.file.no_files", nil)
	}
	e, err := Version(s.db(), id)
	if err != nil {
		return nil, err
	}
	e.Definition.Name = t.Name
	c, err := content(s.db(), e)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := WriteFile(&b, c); err != nil {
		return nil, err
	}
	x := &Exported{Name: t.Name + FileExtension, Size: b.Len()}
	x.URL, err = s.lent.Files.Offer(x.Name, MimeFile, b.Bytes())
	return x, err
}

// ImportFile adds the template of an uploaded template file, published when it
// is sound, with its pictures and the library clauses that are not here yet.
// Faults as ReadFile.
func (s *Service) ImportFile(file string) (t *Template, err error) {
	defer fault.Recover(&err)
	data, _, err := s.upload(file, maxFile, "template.file.large")
	if err != nil {
		return nil, err
	}
	c, err := ReadFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	err = s.add("template.created", c.Definition.Name, func(tx *store.Tx) error {
		t, err = Keep(tx, c)
		return err
	})
	return t, err
}

// Keep adds what a template file holds to the workspace, inside tx.
func Keep(tx *store.Tx, c *FileContent) (*Template, error) {
	for _, key := range slices.Sorted(maps.Keys(c.Images)) {
		if _, err := KeepImage(tx, c.Images[key]); err != nil {
			return nil, err
		}
	}
	for _, clause := range c.Clauses {
		old, err := clauseOfKey(tx.DB, clause.Key())
		if err != nil {
			return nil, err
		}
		if old != nil {
			continue // the one that is here stays as it is, also in the trash
		}
		fresh := *clause
		fresh.Origin = OriginOwn
		n := fresh.N
		if err := fresh.insertAs(tx, n); err != nil {
			return nil, err
		}
	}
	d := *c.Definition
	d.Code = ""
	return create(tx, &d, OriginOwn, Sound(Check(&d)))
}

// insertAs adds a clause that has wordings behind it, so that the copies in the
// template that came with it are known to be its newest.
func (c *Clause) insertAs(tx *store.Tx, n int) error {
	c.N = max(n, 1)
	if c.N > 10_000 {
		return fault.New("template.file.damaged", nil)
	}
	c.Hashes = make([]string, c.N)
	c.Hashes[c.N-1] = clauseHash(&c.Body)
	return tx.Insert(c)
}
