package template

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestBrokenStartersNeverPanicAndRoundTripWhereTheyAreReadable puts pieces of
// notation at random places of the starters: what a person does to a text.
func TestBrokenStartersNeverPanicAndRoundTripWhereTheyAreReadable(t *testing.T) {
	var all []string
	for _, name := range []string{"starter/zh/sale.txt", "starter/en/sale.txt", "starter/zh/loan.txt", "starter/zh/delivery.txt", "starter/en/statement.txt"} {
		all = append(all, starterFiles(t)[name])
	}
	bits := []string{"? 安装\n", "?/\n", "@/\n", "#/\n", "@逐项 明细\n", "- x\n", "  - y\n", "  z\n", "# h\n", "## h2\n", "#. t\n", "@信息\na: b\n", "@表格\n| a ||\n", "|--|--|\n",
		"@签署\n甲: {b}\n  日期: __\n", "@附件 q\n", "**", "++", "____", "{", "}", "\\", "[[", "]]", "[?", "|", ":", "~>> ", "\n", " ", "\u3000", "{#a 标准}"}
	rounds, read := 600, 0
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 9))
		text := all[r.IntN(len(all))]
		end := strings.Index(text, "\n---\n") + 5
		lines := strings.SplitAfter(text[end:], "\n")
		from := r.IntN(len(lines))
		body := []rune(strings.Join(lines[from:min(len(lines), from+25)], ""))
		for range r.IntN(6) {
			k := r.IntN(len(body) + 1)
			body = append(body[:k:k], append([]rune(bits[r.IntN(len(bits))]), body[k:]...)...)
		}
		text = text[:end] + string(body)
		d, problems := Parse(text)
		CheckText(text)
		Merge(d, Sample(d), Options{})
		if len(problems) > 0 || CheckTree(d) != nil {
			continue
		}
		read++
		sameAfterPrint(t, d)
	}
	if read < rounds/10 {
		t.Errorf("only %d of %d texts could be read", read, rounds)
	}
}
