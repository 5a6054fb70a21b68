package ocr

import (
	"slices"
	"testing"
)

func TestPiecesBecomeTheLinesOfAPage(t *testing.T) {
	for said, want := range map[string][]string{
		// A Chinese recogniser parts characters; a later piece stands above.
		"10\t50\t300\t70\t合 同 总 价 ： 6,600.00 元\n10\t10\t300\t30\t采 购 合 同\n": {"采购合同", "合同总价：6,600.00元"},
		// Both parties beside each other, the right one a little lower.
		"500\t104\t800\t124\t乙方：恒信建材有限公司\n10\t100\t300\t120\t甲方：苏州天合纺织有限公司\n": {"甲方：苏州天合纺织有限公司\t乙方：恒信建材有限公司"},
		// The next line begins where this one ends.
		"0.1\t0.10\t0.9\t0.12\tSupply Agreement\n0.1\t0.121\t0.9\t0.141\tTotal: USD 6,600.00\n": {"Supply Agreement", "Total: USD 6,600.00"},
		"1\t2\t3\ttoo few\nx\t1\t2\t3\tno number\n5\t5\t5\t9\tno width\n1\t1\t2\t2\t  \n":       {},
		"0\t0\t9\t9\tA\tB\r\n": {"A\tB"},
		"":                     {},
	} {
		if got := rows(piecesOf(said)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

func TestSpacesStayWhereWordsArePartedByThem(t *testing.T) {
	for line, want := range map[string]string{
		"甲 方 （ 买 方 ） ： 苏 州 天 合":             "甲方（买方）：苏州天合",
		"本合同总价为人民币 6,600.00 元 （ 大写":         "本合同总价为人民币6,600.00元（大写",
		"made between Harbour Fabrics  Ltd": "made between Harbour Fabrics Ltd",
		"甲方：王芳      乙方：李雷":                  "甲方：王芳\t乙方：李雷",
		"Buyer: A     Seller: B":            "Buyer: A\tSeller: B",
		" \t ":                              "",
	} {
		if got := tidy(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
