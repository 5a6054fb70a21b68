package manuscript

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"path"
	"strings"

	"keyue/backend/fault"
)

// Limits of a package (ECMA-376 part 2): real contracts stay far below, and
// what goes beyond cannot be read in a few seconds or in bounded memory.
const (
	// partsMax is how many parts a package may have.
	partsMax = 4096
	// unzippedMax is how large all parts may be unpacked, in bytes.
	unzippedMax = 256 << 20
	// xmlMax is how large the XML parts that are read may be together, in bytes.
	xmlMax = 40 << 20
	// ratioMax is how much smaller than its content a part above 1 MB may be
	// packed; real ones reach 60.
	ratioMax = 400
	// pictureMax is the largest picture kept, in bytes.
	pictureMax = 16 << 20
)

// opc is an open package: parts by their lower-case names, because names of
// parts do not differ by case alone (ECMA-376 part 2, 6.2.2.3).
type opc struct {
	ctx   context.Context
	parts map[string]*zip.File
	xml   int64 // bytes of XML read so far
	nodes int   // elements read so far
}

// relation is one line of a .rels part.
type relation struct {
	kind   string // last word of the type: "styles", "image"
	target string // name of the part, or the address of something outside
	extern bool
}

// openPackage opens the zip and checks its measures before anything is unpacked.
func openPackage(ctx context.Context, r io.ReaderAt, size int64) (*opc, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fault.Wrap(err, Damaged, nil)
	}
	if len(z.File) > partsMax {
		return nil, fault.New(Bomb, nil)
	}
	p := &opc{ctx: ctx, parts: make(map[string]*zip.File, len(z.File))}
	var total uint64
	for _, f := range z.File {
		total += f.UncompressedSize64
		if total > unzippedMax || f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/max(f.CompressedSize64, 1) > ratioMax {
			return nil, fault.New(Bomb, nil)
		}
		if f.Flags&1 != 0 {
			return nil, fault.New(Encrypted, nil)
		}
		name := partName(f.Name)
		if p.parts[name] == nil {
			p.parts[name] = f
		}
	}
	return p, nil
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, "\\", "/")), "/"))
}

// foreign says what a package that is no Word document is.
func (p *opc) foreign() error {
	for name := range p.parts {
		switch {
		case strings.HasPrefix(name, "xl/"):
			return fault.New(WrongType, fault.P{"what": "Excel"})
		case strings.HasPrefix(name, "ppt/"):
			return fault.New(WrongType, fault.P{"what": "PowerPoint"})
		case name == "content.xml", strings.HasPrefix(name, "index/") && strings.HasSuffix(name, ".iwa"):
			return fault.New(Other, nil)
		case name == "meta-inf/container.xml":
			return fault.New(WrongType, fault.P{"what": "EPUB"})
		case strings.HasPrefix(name, "word/"), name == "[content_types].xml":
			return fault.New(Damaged, nil)
		}
	}
	return fault.New(WrongType, fault.P{"what": "ZIP"})
}

// bytes unpacks a part, at most limit bytes whatever its header says.
func (p *opc) bytes(name string, limit int64) ([]byte, error) {
	f := p.parts[name]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, fault.Wrap(err, Damaged, nil)
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(io.LimitReader(&watched{p.ctx, r}, limit+1))
	if err != nil {
		return nil, fault.Wrap(err, Damaged, nil)
	}
	if int64(len(data)) > limit {
		return nil, fault.New(Bomb, nil)
	}
	return data, nil
}

// watched is a reader that ends with its context.
type watched struct {
	ctx context.Context
	r   io.Reader
}

func (w *watched) Read(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.r.Read(b)
}

// tree reads an XML part; nil when the package has none of that name.
func (p *opc) tree(name string) (*node, error) {
	data, err := p.bytes(name, xmlMax-p.xml)
	if err != nil || data == nil {
		return nil, err
	}
	p.xml += int64(len(data))
	root, nodes, err := parseXML(p.ctx, data, nodesMax-p.nodes)
	p.nodes += nodes
	return root, err
}

// extra is tree for a part that a document is readable without: one that is
// damaged is as good as none, one that attacks is still refused.
func (p *opc) extra(name string) (*node, error) {
	n, err := p.tree(name)
	if fault.Is(err, Damaged) {
		return nil, nil
	}
	return n, err
}

// relations reads the .rels of a part (ECMA-376 part 2, 6.5); those of the
// package itself for "".
func (p *opc) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	root, err := p.extra(dir + "_rels/" + base + ".rels")
	if err != nil || root == nil {
		return nil, err
	}
	list := make(map[string]relation, len(root.kids))
	for _, k := range root.kids {
		if !strings.HasSuffix(k.name, ":Relationship") {
			continue
		}
		r := relation{kind: k.attr("Type"), target: k.attr("Target"), extern: strings.EqualFold(k.attr("TargetMode"), "External")}
		r.kind = r.kind[strings.LastIndexByte(r.kind, '/')+1:]
		if !r.extern {
			if strings.HasPrefix(r.target, "/") {
				r.target = partName(r.target)
			} else {
				r.target = partName(path.Join(dir, strings.ReplaceAll(r.target, "\\", "/")))
			}
		}
		list[k.attr("Id")] = r
	}
	return list, nil
}

// main finds the part that holds the text.
func (p *opc) main() (string, error) {
	list, err := p.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range list {
		if r.kind == "officeDocument" && p.parts[r.target] != nil {
			return r.target, nil
		}
	}
	if p.parts["word/document.xml"] != nil {
		return "word/document.xml", nil
	}
	return "", p.foreign()
}

// isUTF16 tells whether an XML part begins like UTF-16 does.
func isUTF16(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\xFF\xFE")) || bytes.HasPrefix(b, []byte("\xFE\xFF")) ||
		bytes.HasPrefix(b, []byte("<\x00")) || bytes.HasPrefix(b, []byte("\x00<"))
}
