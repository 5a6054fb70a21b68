package region_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"keyue/backend/region"
)

func TestAddressesAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct{ address, want string }{
		// In full, shortened, with parts left out.
		{"浙江省杭州市西湖区文三路1号", "浙江省 杭州市 西湖区"},
		{"浙江杭州西湖区文三路1号", "浙江省 杭州市 西湖区"},
		{"浙江杭州西湖文三路1号", "浙江省 杭州市 西湖区"},
		{"杭州市西湖区文三路1号", "浙江省 杭州市 西湖区"},
		{"杭州西湖区文三路 1 号", "浙江省 杭州市 西湖区"},
		{"浙江省西湖区文三路1号", "浙江省 杭州市 西湖区"},
		{"余杭区五常大道188号", "浙江省 杭州市 余杭区"},
		{"浙江 杭州 余杭", "浙江省 杭州市 余杭区"},
		{"浙江省-杭州市-滨江区-网商路699号", "浙江省 杭州市 滨江区"},
		{"浙江省，杭州市，滨江区，网商路699号", "浙江省 杭州市 滨江区"},
		{"中国浙江省杭州市滨江区网商路699号", "浙江省 杭州市 滨江区"},
		{"310051 浙江省杭州市滨江区网商路699号", "浙江省 杭州市 滨江区"},
		{"地址：浙江省杭州市滨江区网商路699号", "浙江省 杭州市 滨江区"},
		{"中华人民共和国江苏省南京市玄武区", "江苏省 南京市 玄武区"},
		{"杭州", "浙江省 杭州市 "},
		{"浙江", "浙江省  "},
		{"江苏南通", "江苏省 南通市 "},
		// Municipalities.
		{"北京市朝阳区建国路88号", "北京市 北京市 朝阳区"},
		{"北京朝阳建国路88号", "北京市 北京市 朝阳区"},
		{"北京市市辖区东城区东四十条", "北京市 北京市 东城区"},
		{"上海市上海市浦东新区张江路", "上海市 上海市 浦东新区"},
		{"上海浦东张江高科", "上海市 上海市 浦东新区"},
		{"重庆市江北区观音桥", "重庆市 重庆市 江北区"},
		{"重庆市县云阳县双江街道", "重庆市 重庆市 云阳县"},
		{"重庆彭水县汉葭街道", "重庆市 重庆市 彭水苗族土家族自治县"},
		{"天津滨海新区第三大街", "天津市 天津市 滨海新区"},
		// Towns of the rank of a county, and what stands directly under a province.
		{"义乌市稠州北路699号", "浙江省 金华市 义乌市"},
		{"浙江义乌稠州北路699号", "浙江省 金华市 义乌市"},
		{"江苏昆山花桥镇", "江苏省 苏州市 昆山市"},
		{"江苏省常熟市海虞北路27号", "江苏省 苏州市 常熟市"},
		{"三河市燕郊开发区", "河北省 廊坊市 三河市"},
		{"河南省济源市黄河大道", "河南省 济源市 "},
		{"湖北省省直辖县级行政区划仙桃市沔阳大道", "湖北省 仙桃市 "},
		{"新疆石河子市北四路", "新疆维吾尔自治区 石河子市 "},
		{"广东省东莞市长安镇", "广东省 东莞市 "},
		{"海南省文昌市文城镇", "海南省 文昌市 "},
		// Autonomous prefectures, counties, banners and regions.
		{"广西南宁市青秀区民族大道", "广西壮族自治区 南宁市 青秀区"},
		{"广西省桂林市七星区", "广西壮族自治区 桂林市 七星区"},
		{"内蒙古呼和浩特市赛罕区", "内蒙古自治区 呼和浩特市 赛罕区"},
		{"内蒙呼和浩特新城区", "内蒙古自治区 呼和浩特市 新城区"},
		{"内蒙古自治区鄂尔多斯市鄂托克前旗", "内蒙古自治区 鄂尔多斯市 鄂托克前旗"},
		{"内蒙古锡林郭勒盟锡林浩特市", "内蒙古自治区 锡林郭勒盟 锡林浩特市"},
		{"新疆乌鲁木齐市天山区", "新疆维吾尔自治区 乌鲁木齐市 天山区"},
		{"新疆喀什地区喀什市", "新疆维吾尔自治区 喀什地区 喀什市"},
		{"新疆维吾尔自治区伊犁州伊宁市", "新疆维吾尔自治区 伊犁哈萨克自治州 伊宁市"},
		{"湖北恩施土家族苗族自治州恩施市", "湖北省 恩施土家族苗族自治州 恩施市"},
		{"湖北省恩施州利川市", "湖北省 恩施土家族苗族自治州 利川市"},
		{"云南大理州大理市古城", "云南省 大理白族自治州 大理市"},
		{"西双版纳景洪市", "云南省 西双版纳傣族自治州 景洪市"},
		{"吉林延边延吉市", "吉林省 延边朝鲜族自治州 延吉市"},
		{"四川凉山州西昌市", "四川省 凉山彝族自治州 西昌市"},
		{"浙江丽水景宁县", "浙江省 丽水市 景宁畲族自治县"},
		{"宁夏银川市金凤区", "宁夏回族自治区 银川市 金凤区"},
		{"西藏拉萨城关区", "西藏自治区 拉萨市 城关区"},
		// Names that several have.
		{"吉林省吉林市船营区", "吉林省 吉林市 船营区"},
		{"吉林市船营区", "吉林省 吉林市 船营区"},
		{"吉林长春市朝阳区", "吉林省 长春市 朝阳区"},
		{"朝阳区建国路", "  "},
		{"鼓楼区中山北路", "  "},
		{"江苏鼓楼区", "江苏省  "},
		{"福州市鼓楼区铜盘路", "福建省 福州市 鼓楼区"},
		{"辽宁朝阳双塔区", "辽宁省 朝阳市 双塔区"},
		{"海南三亚吉阳区", "海南省 三亚市 吉阳区"},
		{"青海海南州共和县", "青海省 海南藏族自治州 共和县"},
		{"河南洛阳涧西区", "河南省 洛阳市 涧西区"},
		// Old names.
		{"杭州市下城区体育场路", "浙江省 杭州市 拱墅区"},
		{"浙江省萧山市城厢镇", "浙江省 杭州市 萧山区"},
		{"北京市宣武区广安门", "北京市 北京市 西城区"},
		{"北京崇文区", "北京市 北京市 东城区"},
		{"上海市卢湾区淮海中路", "上海市 上海市 黄浦区"},
		{"上海闸北区天目西路", "上海市 上海市 静安区"},
		{"上海市南汇区惠南镇", "上海市 上海市 浦东新区"},
		{"南京市白下区", "江苏省 南京市 秦淮区"},
		{"江苏省苏州市吴县市", "江苏省 苏州市 "},
		{"苏州市吴江市松陵镇", "江苏省 苏州市 吴江区"},
		{"湖北襄樊市樊城区", "湖北省 襄阳市 樊城区"},
		{"湖北襄樊樊城区", "湖北省 襄阳市 樊城区"},
		{"广东顺德市大良镇", "广东省 佛山市 顺德区"},
		{"广州市东山区", "广东省 广州市 越秀区"},
		{"山东省莱芜市莱城区", "山东省 济南市 莱芜区"},
		{"青岛胶南市", "山东省 青岛市 黄岛区"},
		{"湖南望城县", "湖南省 长沙市 望城区"},
		{"云南思茅市", "云南省 普洱市 "},
		{"西安市户县", "陕西省 西安市 鄠邑区"},
		{"密云县鼓楼东大街", "北京市 北京市 密云区"},
		// Traditional characters, full width.
		{"浙江省溫州市鹿城區車站大道", "浙江省 温州市 鹿城区"},
		{"廣東省廣州市天河區體育東路", "广东省 广州市 天河区"},
		{"臺灣省臺北市", "台湾省  "},
		{"香港特別行政區九龍油尖旺區", "香港特别行政区 九龙 油尖旺区"},
		{"香港九龙观塘区", "香港特别行政区 九龙 观塘区"},
		{"澳门特别行政区", "澳门特别行政区  "},
		// Streets, parks and firms that have a city's name.
		{"北京东路668号", "  "},
		{"南京西路1376号上海商城", "  "},
		{"中山北路100号", "  "},
		{"上海南京东路100号", "上海市 上海市 "},
		{"昆山玉山镇高新区长阳路78号", "江苏省 苏州市 昆山市"},
		{"江苏昆山市", "江苏省 苏州市 昆山市"},
		{"深圳龙华新区大浪", "广东省 深圳市 龙华区"},
		{"广州大道北1号", "  "},
		{"杭州市萧山桥南开发区", "浙江省 杭州市 萧山区"},
		{"广州市北京路", "广东省 广州市 "},
		{"长沙黄兴路", "湖南省 长沙市 "},
		{"环城东路151号", "  "},
		{"黄山大道水星A1", "  "},
		{"西湖文化广场", "  "},
		{"北京大学", "  "},
		{"", "  "},
		{"——", "  "},
		{"张三", "  "},
		// In Latin letters.
		{"8 Wensan Road, Xihu District, Hangzhou, Zhejiang 310012, China", "浙江省 杭州市 西湖区"},
		{"No. 8 Wensan Rd Xihu District Hangzhou Zhejiang China", "浙江省 杭州市 西湖区"},
		{"Room 1203, Chaoyang District, Beijing", "北京市 北京市 朝阳区"},
		{"Pudong New Area, Shanghai", "上海市 上海市 浦东新区"},
		{"Shanghai 200120", "上海市 上海市 "},
		{"Xi'an, Shaanxi", "陕西省 西安市 "},
		{"Taiyuan, Shanxi", "山西省 太原市 "},
		{"HARBIN CITY, HEILONGJIANG PROVINCE", "黑龙江省 哈尔滨市 "},
		{"Suzhou, Anhui", "安徽省 宿州市 "},
		{"Suzhou, Jiangsu", "江苏省 苏州市 "},
		{"Suzhou", "江苏省 苏州市 "},
		{"Taizhou", "  "},
		{"Yiwu City, Zhejiang", "浙江省 金华市 义乌市"},
		{"Kunshan, Jiangsu, P.R. China", "江苏省 苏州市 昆山市"},
		{"Nanjing Road 100, Shanghai", "上海市 上海市 "},
		{"Jilin", "吉林省  "},
		{"Jilin City, Jilin Province", "吉林省 吉林市 "},
		{"Urumqi, Xinjiang", "新疆维吾尔自治区 乌鲁木齐市 "},
		{"Kowloon, Hong Kong", "香港特别行政区 九龙 "},
		{"hangzhoushi xihuqu", "浙江省 杭州市 西湖区"},
		{"123 Main Street, Springfield, IL 62701, USA", "  "},
		{"Beijing Road, Singapore", "  "},
		{"10 Downing Street, London", "  "},
		{"Obere Str. 57, Berlin", "  "},
	} {
		m := region.Parse(c.address)
		if got := m.Province + " " + m.City + " " + m.District; got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.address, got, c.want)
		}
	}
}

// corpus finds a file of the shared corpora above the package; the test is skipped without it.
func corpus(t testing.TB, name string) []byte {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for range 6 {
		for _, at := range []string{"corpora", filepath.Join("shared", "corpora")} {
			if data, err := os.ReadFile(filepath.Join(dir, at, name)); err == nil {
				return data
			}
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("corpora are not here")
	return nil
}

func TestBusinessAddressesAreFoundWhereTheyAre(t *testing.T) {
	lines := strings.Split(string(corpus(t, "6-unicode-zh/DQinYuan.chinese_province_city_area_mapper__zh_business_addresses.tsv")), "\n")
	table, err := os.ReadFile("testdata/business_addresses.txt")
	if err != nil {
		t.Fatal(err)
	}
	var right, wrong, missed, none int
	for row := range strings.Lines(string(table)) {
		if strings.HasPrefix(row, "#") {
			continue
		}
		number, want, _ := strings.Cut(strings.TrimSpace(row), " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			t.Fatal(err)
		}
		got := region.Parse(lines[n]).Code
		switch {
		case want == "-" && got == "":
			none++
		case got == want:
			right++
		case got == "":
			missed++
		default:
			wrong++
			t.Errorf("%s: got %s, want %s", lines[n], got, want)
		}
	}
	t.Logf("right %d, missed %d, wrong %d, said nothing and meant nothing %d: precision %.3f, recall %.3f", right, missed, wrong, none,
		float64(right)/float64(right+wrong), float64(right)/float64(right+missed+wrong))
	if missed > 5 {
		t.Errorf("%d addresses that say where they are were not understood", missed)
	}
	var found int
	for _, l := range lines[1:] {
		if region.Parse(l).Code != "" {
			found++
		}
	}
	t.Logf("of all %d addresses %d are placed", len(lines)-1, found)
}

func TestEveryDivisionIsFoundByItsNames(t *testing.T) {
	var all, short, shortWrong int
	for _, p := range region.Children("") {
		for _, c := range region.Children(p.Code) {
			places := region.Children(c.Code)
			if len(c.Code) == 6 {
				places = []region.Division{c}
			}
			for _, d := range places {
				at := region.At(d.Code)
				all++
				if m := region.Parse(at.Province + at.City + at.District + "人民路1号"); m.Code != d.Code || !m.Sure {
					t.Errorf("%s%s%s: got %s", at.Province, at.City, at.District, m.Code)
				}
				if m := region.Parse(at.City + at.District + "人民路1号"); m.Code != "" && m.Code != d.Code {
					t.Errorf("%s%s: got %s, want %s", at.City, at.District, m.Code, d.Code)
				}
				// Without any word for the kind it may be another, but seldom.
				short++
				if m := region.Parse(region.Stem(at.Province) + region.Stem(at.City) + region.Stem(at.District) + " 人民路1号"); !strings.HasPrefix(d.Code, m.Code) {
					shortWrong++
				}
				if got := region.Resolve(at.Province, at.City, at.District); got.Code != d.Code {
					t.Errorf("resolve %+v: got %+v", at, got)
				}
			}
		}
	}
	t.Logf("%d divisions; %d of %d shortened names are read as another", all, shortWrong, short)
	if all < 2800 || shortWrong > all/100 {
		t.Errorf("%d divisions, %d read as another", all, shortWrong)
	}
}

func TestThreeFieldsNameAPlaceHoweverTheyAreSpelled(t *testing.T) {
	for _, c := range []struct{ province, city, district, want string }{
		{"浙江省", "杭州市", "西湖区", "330106"},
		{"浙江", "杭州", "西湖", "330106"},
		{"", "杭州", "", "3301"},
		{"", "杭州市", "余杭", "330110"},
		{"浙江", "", "", "33"},
		{"江苏", "昆山", "", "320583"},
		{"上海", "上海", "浦东", "310115"},
		{"Zhejiang", "Hangzhou", "", "3301"},
		{"California", "Springfield", "", ""},
		{"广东省", "外星市", "", "44"},
		{"", "", "", ""},
	} {
		if got := region.Resolve(c.province, c.city, c.district).Code; got != c.want {
			t.Errorf("%s/%s/%s: got %s, want %s", c.province, c.city, c.district, got, c.want)
		}
	}
}

func TestWhatIsKnownDecidesBetweenNamesakes(t *testing.T) {
	for _, c := range []struct{ address, city, want string }{
		{"朝阳区建国路88号", "北京市", "110105"},
		{"朝阳区建国路88号", "长春市", "220104"},
		{"鼓楼区中山北路", "南京", "320106"},
		{"西湖文三路1号", "杭州市", "330106"},
		{"上海市浦东新区", "杭州市", "310115"},
	} {
		if got := region.ParseWith(c.address, region.Resolve("", c.city, "")).Code; got != c.want {
			t.Errorf("%s in %s: got %s, want %s", c.address, c.city, got, c.want)
		}
	}
}

func TestAPlaceIsChosenStepByStep(t *testing.T) {
	names := func(code string) string {
		var out []string
		for _, d := range region.Children(code) {
			out = append(out, d.Name)
		}
		return strings.Join(out, " ")
	}
	if n := len(region.Children("")); n != 34 {
		t.Errorf("%d provinces", n)
	}
	if got := names("41"); !strings.HasSuffix(got, "驻马店市 济源市") {
		t.Errorf("河南: %s", got)
	}
	if got := names("5001"); !strings.Contains(got, "渝中区") || !strings.Contains(got, "云阳县") {
		t.Errorf("重庆: %s", got)
	}
	if got := region.CityOf("500235"); got != "50" {
		t.Errorf("云阳 is in %s", got)
	}
	if got := region.CityOf("419001"); got != "419001" {
		t.Errorf("济源 is in %s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"浙江杭州西湖区文三路1号", "8 Wensan Road, Hangzhou", "İstanbul 市辖区", "\xff市"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m := region.Parse(s)
		if (m.Code == "") != (m.Province == "") {
			t.Errorf("%q: %+v", s, m)
		}
		if m.Code != "" && region.At(m.Code) != m.Place {
			t.Errorf("%q: %+v", s, m)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		region.Parse("浙江杭州西湖区文三路1号")
	}
}

func TestASuggestionAddsToWhatWasTypedAndNeverContradictsIt(t *testing.T) {
	for _, c := range []struct{ address, province, city, district, want string }{
		{"浙江省杭州市西湖区文三路1号", "", "", "", "330106"},
		{"西湖区文三路1号", "", "杭州", "", "330106"},
		{"文三路1号", "浙江省", "杭州市", "", ""},
		{"浙江省杭州市西湖区文三路1号", "浙江省", "杭州市", "西湖区", ""},
		{"浙江省杭州市西湖区文三路1号", "江苏省", "", "", ""},
		{"杭州市文三路", "Bayern", "München", "", ""},
		{"", "", "", "", ""},
	} {
		if got := region.Suggest(c.address, c.province, c.city, c.district).Code; got != c.want {
			t.Errorf("%+v: got %q", c, got)
		}
	}
}
