package manuscript

import (
	"slices"
	"strings"
	"testing"
)

func TestLinesOfPicturesBecomeParagraphs(t *testing.T) {
	for lines, want := range map[string][]string{
		"买卖合同\n甲方：苏州天合纺织有限公司\n一、本合同总价款为人民币壹拾贰万捌仟陆佰元整，甲方应当于签\n订之日起十日内付清。\n二、交付": {
			"买卖合同", "甲方：苏州天合纺织有限公司", "一、本合同总价款为人民币壹拾贰万捌仟陆佰元整，甲方应当于签订之日起十日内付清。", "二、交付"},
		// A line that ends a sentence at the edge, and one that begins a label, stay apart.
		"甲方应当于本合同签订之日起十日内付清全部款项给乙方。\n签订日期：2026年11月20日\n本合同一式两份，双方各执一份，自双方签字盖章之日起\n签订地点：苏州": {
			"甲方应当于本合同签订之日起十日内付清全部款项给乙方。", "签订日期：2026年11月20日", "本合同一式两份，双方各执一份，自双方签字盖章之日起", "签订地点：苏州"},
		"This Agreement is made between Harbour Fabrics\nLtd and Hengxin Supplies Ltd.": {"This Agreement is made between Harbour Fabrics Ltd and Hengxin Supplies Ltd."},
		"甲方：苏州天合纺织有限公司\t乙方：恒信建材有限公司\n地址":                                                {"甲方：苏州天合纺织有限公司\t乙方：恒信建材有限公司", "地址"},
		"短\n行": {"短", "行"},
	} {
		m := FromLines("a", [][]string{strings.Split(lines, "\n")})
		got := strings.Split(strings.TrimSuffix(m.Text(), "\n"), "\n")
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if m := FromLines("a", [][]string{{"一"}, {}, {"二"}}); len(m.Blocks) != 4 || m.Chars != 2 {
		t.Errorf("%+v", m)
	}
}
