package customer

import "testing"

func TestNamesThatDifferOnlyInFormAreTheSame(t *testing.T) {
	for _, same := range [][]string{
		{"杭州恒信建材有限公司", "杭州恒信建材有限责任公司", "杭州恒信建材", " 杭州 恒信建材 有限公司 ", "杭州恒信建材股份有限公司"},
		{"Acme Co., Ltd.", "ACME CO.,LTD", "acme", "Ａｃｍｅ　Ｃｏ．，Ｌｔｄ．", "Acme Inc."},
		{"上海云帆（集团）有限公司", "上海云帆(集团)有限公司", "上海云帆"},
		{"华为技术有限公司", "华为技术"},
	} {
		for _, s := range same[1:] {
			if NormalName(s) != NormalName(same[0]) {
				t.Errorf("%q → %q but %q → %q", same[0], NormalName(same[0]), s, NormalName(s))
			}
		}
	}
}

func TestNamesThatAreDifferentStayDifferent(t *testing.T) {
	for _, pair := range [][2]string{
		{"Swag", "Sw"}, {"Spag", "Sp"}, {"张三", "张三丰"}, {"有限公司", ""}, {"公司", ""}, {"Ltd", ""}, {"李明1", "李明"},
	} {
		if NormalName(pair[0]) == NormalName(pair[1]) {
			t.Errorf("%q and %q are both %q", pair[0], pair[1], NormalName(pair[0]))
		}
	}
}

func TestThePlaceInFrontOfANameIsNotItsCore(t *testing.T) {
	for _, c := range []struct {
		name, province, city, want string
	}{
		{"杭州恒信建材有限公司", "浙江省", "杭州市", "恒信建材"},
		{"浙江省杭州市恒信建材有限公司", "浙江省", "杭州市", "恒信建材"},
		{"恒信建材", "浙江省", "杭州市", "恒信建材"},
		{"苏州市天合纺织有限公司", "", "", "天合纺织"},
		{"杭州", "浙江省", "杭州市", ""},
	} {
		if got := coreName(NormalName(c.name), c.province, c.city); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestHostileTextIsKeptAsText(t *testing.T) {
	for in, want := range map[string]string{
		`<script>alert(1)</script>`:   `<script>alert(1)</script>`,
		`=HYPERLINK("http://x","y")`:  `=HYPERLINK("http://x","y")`,
		`@SUM(1+1)*cmd|' /C calc'!A0`: `@SUM(1+1)*cmd|' /C calc'!A0`,
		"a\x00b\u202e c\n d":          "ab c d",
		"王\u200b小\ufeff明":             "王小明",
		"𠮷野家 🍜":                       "𠮷野家 🍜",
		"bad \xff utf8":               "bad \uFFFD utf8",
		"''; drop table customer; --": "''; drop table customer; --",
	} {
		if got := oneLine(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestEmailsAreFoldedAndGentlyChecked(t *testing.T) {
	for in, want := range map[string]string{
		" Ann.Lee@Example.COM ": "ann.lee@example.com",
		"mailto:a@b.cn":         "a@b.cn",
		"王小明 <wang@例子.中国>":      "wang@例子.中国",
		"ａ＠ｂ．ｃｎ":                "a@b.cn",
	} {
		got := NormalEmail(in)
		if got != want || !ValidEmail(got) {
			t.Errorf("%q: got %q valid %v, want %q", in, got, ValidEmail(got), want)
		}
	}
	for _, bad := range []string{"", "a", "a@", "@b.cn", "a@b", "a b@c.cn", "a@b..cn", "a@b@c.cn", "无", "a@.cn"} {
		if ValidEmail(NormalEmail(bad)) {
			t.Errorf("%q passes", bad)
		}
	}
	if got := normalEmails([]string{"a@b.cn; C@D.cn，a@B.cn", ""}); len(got) != 2 || got[1] != "c@d.cn" {
		t.Errorf("several in one: %q", got)
	}
}

func TestTaxIDsAreDoubtedOnlyWhenTheirCheckCharacterIsWrong(t *testing.T) {
	for id, want := range map[string]string{
		"91330100799655058B": "", // a published example of GB 32100
		"91330100799655058C": "customer.tax_id.checksum",
		"913301007996550":    "",
		"9133010079965505":   "customer.tax_id.length",
		"11010519491231002X": "", // the standard's example of a citizen's number
		"DE123456789":        "",
		"":                   "",
	} {
		if got := taxIDDoubt(NormalTaxID(id)); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if NormalTaxID(" ９１33-0100 79965505 8b ") != "91330100799655058B" {
		t.Error("tax id is not folded")
	}
}

func TestABranchIsNotItsHeadOffice(t *testing.T) {
	for name, want := range map[string]string{
		"杭州恒信建材有限公司上海分公司": "杭州恒信建材上海分公司",
		"杭州恒信建材上海分公司":     "杭州恒信建材上海分公司",
		"恒信建材分公司":         "恒信建材分公司",
		"張記麵館二店":          "张记面馆二店",
		"恒信门店":            "恒信门店",
	} {
		if got := NormalName(name); got != want {
			t.Errorf("%s → %s, want %s", name, got, want)
		}
	}
}

func TestNamesThatSoundAlikeInOneTownHaveOneSound(t *testing.T) {
	for _, c := range []struct {
		a, b, town string
		same       bool
	}{
		{"恒信建材", "衡信建材", "杭州", true},
		{"长沙金诚科技", "长沙金城科技", "长沙", true},
		{"恒信建材", "宏信建材", "杭州", false},
		{"兰天食品", "蓝天食品", "杭州", true},
		{"恒信", "衡信", "杭州", false}, // two characters say too little
		{"恒信建材", "衡信建材", "", false},
	} {
		a, b := soundOf(c.a, c.town), soundOf(c.b, c.town)
		if (a != "" && a == b) != c.same {
			t.Errorf("%s %q, %s %q", c.a, a, c.b, b)
		}
	}
}

func TestWhatTwoNamesSayOfEachOther(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want likeness
	}{
		{"杭州恒信建材有限公司", "杭州恒信建材有限公司上海分公司", branches},
		{"杭州恒信建材北京分公司", "杭州恒信建材南京分公司", branches},
		{"杭州恒信建材上海分公司", "杭州恒倍建材上海分公司", alike},
		{"恒信建材", "恒信建材商行", alike},
		{"恒信建材", "天合纺织", unlike},
		{"Acme Trading", "Acme Tradnig", alike},
		{"", "恒信建材", unsaid},
	} {
		a, b := factsOf(&Customer{Name: c.a, Kind: Company}), factsOf(&Customer{Name: c.b, Kind: Company})
		if got := a.likeTo(b); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
