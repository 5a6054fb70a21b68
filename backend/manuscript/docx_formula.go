package manuscript

// formula sets a formula in one line (ECMA-376 part 1, 22.1): every character
// of it is kept, fractions with a stroke, powers raised.
func (l *line) formula(n *node, lk look) {
	l.drops.add(DroppedFormula, "")
	l.math(n, lk)
}

func (l *line) math(n *node, lk look) {
	if n == nil {
		return
	}
	for _, k := range n.kids {
		switch k.name {
		case "m:t":
			if k.text != "" {
				l.write(k.text, lk)
			}
		case "w:t":
			l.write(textOf(k), lk)
		case "m:f":
			l.math(k.kid("m:num"), lk)
			if k.kid("m:fPr").kid("m:type").attr("m:val") != "noBar" {
				l.write("/", lk)
			}
			l.math(k.kid("m:den"), lk)
		case "m:sSup":
			l.math(k.kid("m:e"), lk)
			up := lk
			up.super = true
			l.math(k.kid("m:sup"), up)
		case "m:d":
			pr := k.kid("m:dPr")
			l.write(sign(pr.kid("m:begChr"), "("), lk)
			first := true
			for _, e := range k.kids {
				if e.name != "m:e" {
					continue
				}
				if !first {
					l.write(sign(pr.kid("m:sepChr"), "|"), lk)
				}
				first = false
				l.math(e, lk)
			}
			l.write(sign(pr.kid("m:endChr"), ")"), lk)
		case "m:nary":
			l.write(sign(k.kid("m:naryPr", "m:chr"), "∫"), lk)
			l.math(k, lk)
		case "m:rad":
			l.write("√", lk)
			l.math(k, lk)
		case "m:acc":
			l.math(k.kid("m:e"), lk)
			l.write(sign(k.kid("m:accPr", "m:chr"), "\u0302"), lk)
		case "m:ctrlPr", "w:rPr", "m:rPr":
		case "w:del", "w:moveFrom":
			l.drops.add(DroppedTracked, k.texts(""))
		default:
			l.math(k, lk)
		}
	}
}

// sign is a character given as an attribute; the default where none is said.
func sign(n *node, or string) string {
	if n == nil {
		return or
	}
	return n.attr("m:val")
}
