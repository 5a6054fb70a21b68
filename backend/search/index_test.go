package search

import (
	"bufio"
	"context"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

func sampleIndex() *Index {
	x := NewIndex()
	x.Put(
		Doc{Kind: "customer", ID: 1, Title: "杭州云栖科技有限公司", Subtitle: "浙江 杭州", Names: []string{"云栖", "张三"}, Phones: []string{"+8657188881234", "13800138000"}, Emails: []string{"Zhang.San@yunqi.example"}, Numbers: []string{"91330100MA27XXXX0X"}},
		Doc{Kind: "customer", ID: 2, Title: "张三丰", Phones: []string{"+86 139 1234 5678"}},
		Doc{Kind: "customer", ID: 3, Title: "单雄信", Phones: []string{"13700000001"}},
		Doc{Kind: "customer", ID: 4, Title: "重庆长安汽车股份有限公司"},
		Doc{Kind: "customer", ID: 5, Title: "Acme Trading (Shanghai) Co., Ltd.", Emails: []string{"sales@acme.example"}, Phones: []string{"+1 650 253 0000"}},
		Doc{Kind: "customer", ID: 6, Title: "張三貿易行"},
		Doc{Kind: "customer", ID: 7, Title: "吕布"},
		Doc{Kind: "customer", ID: 8, Title: "新区银行"},
		Doc{Kind: "contract", ID: 1, Title: "买卖合同", Numbers: []string{"HT-2026-0001"}},
	)
	return x
}

func keys(hits []Hit) string {
	var out []string
	for _, h := range hits {
		out = append(out, fmt.Sprintf("%s%d", h.Kind[:2], h.ID))
	}
	return strings.Join(out, " ")
}

func TestRecordsAreFoundByWhatAPersonTypes(t *testing.T) {
	x := sampleIndex()
	for _, c := range []struct{ query, want string }{
		{"张三", "cu1 cu6 cu2"}, // the contact person who is called exactly so, then titles that begin with it, newest first
		{"張三", "cu1 cu6 cu2"},
		{"三丰", "cu2"},
		{"zhangsan", "cu1 cu6 cu2"},
		{"zhangs", "cu1 cu6 cu2"},
		{"zs", "cu1 cu6 cu2"},
		{"zhang三", "cu1 cu6 cu2"},
		{"张san", "cu1 cu6 cu2"},
		{"zsf", "cu2"},
		{"shanxiong", "cu3"},
		{"danxiong", "cu3"},
		{"chongqing", "cu4"},
		{"zhongqing", ""},
		{"cqca", "cu4"},
		{"changan", "cu4"},
		{"yinhang", "cu8"},
		{"lvbu", "cu7"},
		{"lyubu", "cu7"},
		{"lubu", "cu7"},
		{"lüb", "cu7"},
		{"138", "cu1"},
		{"8000", "cu1"},
		{"0138", "cu1"},
		{"+86 138-0013 8000", "cu1"},
		{"008613800138000", "cu1"},
		{"139 1234 5678", "cu2"},
		{"0571", "cu1"},
		{"88881234", "cu1"},
		{"1650253", "cu5"},
		{"acme", "cu5"},
		{"ＡＣＭＥ", "cu5"},
		{"trading acme", "cu5"},
		{"acmetr", "cu5"},
		{"shanghai", "cu5"},
		{"sales@acme", "cu5"},
		{"zhang.san@", "cu1"},
		{"HT-2026", "co1"},
		{"ht20260001", "co1"},
		{"2026-0001", "co1"},
		{"91330100ma", "cu1"},
		{"云栖 1380", "cu1"},
		{"云栖 1390", ""},
		{"有限公司 重庆", "cu4"},
		{"hz 科技", "cu1"},
		{"不存在", ""},
		{"", ""},
		{"   ", ""},
		{"·", ""},
	} {
		if got := keys(x.Query(c.query, nil, 10)); got != c.want {
			t.Errorf("%q finds %q, want %q", c.query, got, c.want)
		}
	}
}

func TestTheMatchingPartIsMarked(t *testing.T) {
	x := sampleIndex()
	x.Put(Doc{Kind: "customer", ID: 9, Title: "𠮷田·张三 商社"})
	cut := func(s string, r [][2]int) string {
		var parts []string
		for _, p := range r {
			// The titles here are of one UTF-16 unit per rune but for 𠮷.
			var b strings.Builder
			at := 0
			for _, c := range s {
				if at >= p[0] && at < p[1] {
					b.WriteRune(c)
				}
				at++
				if c > 0xFFFF {
					at++
				}
			}
			parts = append(parts, b.String())
		}
		return strings.Join(parts, "|")
	}
	for _, c := range []struct {
		query     string
		id        int64
		title, at string
	}{
		{"zss", 9, "张三 商", ""},
		{"三丰", 2, "三丰", ""},
		{"cqca", 4, "重庆长安", ""},
		{"有限 重庆", 4, "重庆|有限", ""},
		{"8000", 1, "", "8000"},
		{"san@", 1, "", "san@"},
		{"zhangs", 1, "", "张三"},
	} {
		var hit Hit
		for _, h := range x.Query(c.query, []string{"customer"}, 20) {
			if h.ID == c.id {
				hit = h
			}
		}
		if got := cut(hit.Title, hit.Ranges); got != c.title {
			t.Errorf("%q marks %q in %q, want %q", c.query, got, hit.Title, c.title)
		}
		if got := cut(hit.Match, hit.MatchRanges); got != c.at {
			t.Errorf("%q marks %q in %q, want %q", c.query, got, hit.Match, c.at)
		}
	}
}

func TestLatinNamesAreFoundWithoutTheirAccents(t *testing.T) {
	x := NewIndex()
	x.Put(
		Doc{Kind: "customer", ID: 1, Title: "Müller Lichttechnik GmbH"},
		Doc{Kind: "customer", ID: 2, Title: "JOSÉ ÁLVAREZ"},
		Doc{Kind: "customer", ID: 3, Title: "Weiß & Söhne"},
		Doc{Kind: "customer", ID: 4, Title: "Nguyễn Đức Łukasz Sørensen", Names: []string{"Œuvre"}},
		Doc{Kind: "customer", ID: 5, Title: "Jos" + "e\u0301 Muller"}, // the accent is a character of its own
		Doc{Kind: "customer", ID: 6, Title: "吕氏路桥"},
	)
	for _, c := range []struct{ query, want, marked string }{
		{"Müller", "cu1 cu5", "Müller"},
		{"muller", "cu1 cu5", "Müller"},
		{"MUELLER", "cu1", "Müller"},
		{"muel", "cu1", "Mül"},
		{"jose", "cu5 cu2", "Jose\u0301"},
		{"José", "cu5 cu2", "Jose\u0301"},
		{"alvarez", "cu2", "ÁLVAREZ"},
		{"weiss", "cu3", "Weiß"},
		{"Weiß", "cu3", "Weiß"},
		{"weis", "cu3", "Weiß"},
		{"soehne", "cu3", "Söhne"},
		{"sohne", "cu3", "Söhne"},
		{"nguyen duc", "cu4", "Nguyễn|Đức"},
		{"lukasz", "cu4", "Łukasz"},
		{"soerensen", "cu4", "Sørensen"},
		{"oeuvre", "cu4", ""},
		{"lüshi", "cu6", "吕氏"},
		{"mvller", "", ""},
	} {
		hits := x.Query(c.query, nil, 10)
		if got := keys(hits); got != c.want {
			t.Errorf("%q finds %q, want %q", c.query, got, c.want)
			continue
		}
		if len(hits) == 0 {
			continue
		}
		title := utf16.Encode([]rune(hits[0].Title))
		var marked []string
		for _, r := range hits[0].Ranges {
			marked = append(marked, string(utf16.Decode(title[r[0]:r[1]])))
		}
		if got := strings.Join(marked, "|"); got != c.marked {
			t.Errorf("%q marks %q in %q, want %q", c.query, got, hits[0].Title, c.marked)
		}
	}
}

func TestChangesReachTheIndex(t *testing.T) {
	x := sampleIndex()
	x.Put(Doc{Kind: "customer", ID: 2, Title: "李四"})
	if got := keys(x.Query("zsf", nil, 5)); got != "" {
		t.Errorf("the old name still finds %s", got)
	}
	if got := keys(x.Query("ls", []string{"customer"}, 5)); got != "cu2" {
		t.Errorf("the new name finds %q", got)
	}
	x.Remove("customer", 2, 99)
	if got := keys(x.Query("lisi", nil, 5)); got != "" || x.Len() != 8 {
		t.Errorf("removed record still finds %s; %d records", got, x.Len())
	}
	for range 3 {
		for id := range int64(5000) {
			x.Put(Doc{Kind: "customer", ID: 100 + id, Title: fmt.Sprintf("客户%d", id)})
		}
	}
	if got := x.IDs("customer", "kehu", 3); !slices.Equal(got, []int64{5099, 5098, 5097}) {
		t.Errorf("after compaction the newest are %v", got)
	}
	if got := x.IDs("customer", "客户", 1<<30); len(got) != 5000 {
		t.Errorf("%d of 5000 found", len(got))
	}
}

func TestALoadKeepsWhatChangedMeanwhile(t *testing.T) {
	x := NewIndex()
	err := x.Load(context.Background(), func(yield func(Doc) bool) error {
		yield(Doc{Kind: "customer", ID: 1, Title: "旧名"})
		yield(Doc{Kind: "customer", ID: 2, Title: "已删"})
		yield(Doc{Kind: "customer", ID: 3, Title: "不变"})
		x.Put(Doc{Kind: "customer", ID: 1, Title: "新名"})
		x.Remove("customer", 2)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := keys(x.Query("ming", nil, 5)) + keys(x.Query("新", nil, 5)) + keys(x.Query("bubian", nil, 5)) + keys(x.Query("已删", nil, 5)); got != "cu1cu1cu3" {
		t.Errorf("after the load: %q", got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := x.Load(ctx, func(yield func(Doc) bool) error { return nil }); err == nil || x.Len() != 2 {
		t.Errorf("a cancelled load must leave the index: %v, %d", err, x.Len())
	}
	if err := x.Wait(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestAWalkOverEverythingAgreesWithTheFastWay(t *testing.T) {
	docs := population(t, 3000)
	x := NewIndex()
	if err := x.Load(context.Background(), func(yield func(Doc) bool) error {
		for _, d := range docs {
			yield(d)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	queries := slices.Clone(benchmarkQueries)
	for i := 0; i < len(docs); i += 60 { // cut anywhere: syllables, initials, half syllables
		full, initials := Pinyin(docs[i].Title)
		queries = append(queries, full, full[:len(full)/2+1], full[len(full)/3:], initials, full[:3]+initials[1:], "l"+full)
	}
	for _, q := range queries {
		words := parse(q)
		for k := range words {
			words[k].prepare(&x.sets)
			words[k].mask, words[k].pairs, words[k].ways = 0, 0, []uint64{0} // the walk reads every name
		}
		var slow []int
		for i := range x.kind {
			score := 0
			for k := range words {
				score = max(score, x.score(&words[k], i))
			}
			if score < noScore {
				slow = append(slow, score)
			}
		}
		all := x.IDs("customer", q, 1<<30)
		// Two letters are only compared with the beginnings of addresses: score is wider there.
		if len(all) > len(slow) || len(q) > 2 && len(all) != len(slow) {
			t.Errorf("%q: %d found, %d by walking", q, len(all), len(slow))
		}
		x.split = 1000
		if halves := x.IDs("customer", q, 1<<30); !slices.Equal(halves, all) {
			t.Errorf("%q: %d found in one piece, %d in two", q, len(all), len(halves))
		}
		if halves := x.IDs("customer", q, 20); !slices.Equal(halves, all[:min(20, len(all))]) {
			t.Errorf("%q: the first 20 of two halves are not the first of all", q)
		}
		x.split = splitFrom
		first := x.IDs("customer", q, 20)
		if n := min(20, len(all)); !slices.Equal(first, all[:n]) {
			t.Errorf("%q: the first 20 are not the first of all\n%v\n%v", q, first, all[:n])
		}
	}
}

var benchmarkQueries = []string{
	"张", "王伟", "李建国", "杭州", "有限公司", "科技有限公司", "厦门", "重庆", "东方红机械",
	"z", "w", "zs", "ls", "wxx", "zhang", "zhangs", "zhangsan", "lijianguo", "hangzhou", "hzkj", "keji", "gs",
	"zhang伟", "李jg", "1", "13", "138", "8000", "13800138", "0571", "zhang@", "example", "an", "abc",
	"杭州 科技", "li 138", "王 wei 1380", "e", "o", "不存在的名字", "qqqq", "shanghaimaoyi",
}

// population makes customers with the name, company, district and phone lists of the corpora; the same every time.
func population(t testing.TB, n int) []Doc {
	lists := map[string][]string{}
	f, err := os.Open(filepath.Join(corpus(t, "6-unicode-zh"), "joke2k.faker__faker_zh_CN_lists.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if p := strings.Split(sc.Text(), "\t"); len(p) >= 2 {
			lists[p[0]] = append(lists[p[0]], p[1])
		}
	}
	rnd := rand.New(rand.NewSource(1))
	pick := func(list string) string { return lists[list][rnd.Intn(len(lists[list]))] }
	trades := []string{"科技", "贸易", "机械设备", "电子", "信息技术", "建筑工程", "食品", "服饰", "物流", "餐饮管理", "广告传媒", "医疗器械", "化工", "汽车配件", "包装材料", "五金制品"}
	ends := []string{"有限公司", "有限公司", "有限责任公司", "股份有限公司", "经营部", "商行", "厂"}
	// Family names are as uneven as in life: half of all people share a dozen.
	family := func() string {
		all := lists["person.last_names"]
		return all[int(float64(len(all))*rnd.Float64()*rnd.Float64()*rnd.Float64())]
	}
	given := func() string {
		name := pick("person.first_names_male")
		if rnd.Intn(2) == 0 {
			name = pick("person.first_names_female")
		}
		if rnd.Intn(2) == 0 {
			name += pick("person.first_names_male")
		}
		return name
	}
	docs := make([]Doc, n)
	for i := range docs {
		d := Doc{Kind: "customer", ID: int64(i + 1)}
		person := family() + given()
		if rnd.Intn(10) < 7 {
			city := strings.TrimSuffix(strings.TrimSuffix(pick("address.cities"), "市"), "县")
			d.Title = city + pick("company.company_prefixes") + trades[rnd.Intn(len(trades))] + ends[rnd.Intn(len(ends))]
			if rnd.Intn(4) > 0 { // most real names are not of the 80 prefixes
				d.Title = city + given() + trades[rnd.Intn(len(trades))] + ends[rnd.Intn(len(ends))]
			}
			d.Names = []string{person}
			d.Numbers = []string{fmt.Sprintf("91%06d%09d", rnd.Intn(1e6), rnd.Intn(1e9))}
			d.Subtitle = person
		} else {
			d.Title = person
			d.Subtitle = pick("address.provinces")
		}
		d.Phones = []string{fmt.Sprintf("+86%s%08d", strings.Trim(pick("phone_number.phonenumber_prefixes"), "#")[:3], rnd.Intn(1e8))}
		if rnd.Intn(3) == 0 {
			d.Phones = append(d.Phones, fmt.Sprintf("+86571%08d", 80000000+rnd.Intn(1e7)))
		}
		if rnd.Intn(3) == 0 {
			full, _ := Pinyin(person)
			d.Emails = []string{fmt.Sprintf("%s%d@%s.example", full, rnd.Intn(1000), []string{"mail", "corp", "qq", "163"}[rnd.Intn(4)])}
		}
		docs[i] = d
	}
	return docs
}
