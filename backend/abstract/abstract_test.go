package abstract

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"keyue/backend/manuscript"
	"keyue/backend/money"
)

func TestSumsAreReadAsPeopleWriteThem(t *testing.T) {
	for line, want := range map[string][]money.Amount{
		"合同总价款为人民币 128,600.50 元（大写：壹拾贰万捌仟陆佰元伍角整）": {12_860_050, 12_860_050},
		"总价：￥3.5万元":                                    {3_500_000},
		"人民币（大写）叁佰贰拾伍元零肆分":                             {32_504},
		"大写：壹佰万零壹拾元整（¥1000010）":                        {100_001_000, 100_001_000},
		"借款金额为三万五千元整":                                  {3_500_000},
		"壹亿零壹万元整":                                      {10_001_000_000},
		"The price is USD 12,000.":                     {1_200_000},
		"a fee of $1,500 per month":                    {150_000},
		"合同编号 2026-031，第 3 页":                          nil,
		"每一万元收取手续费":                                    nil,
		"占 30% 的部分":                                    nil,
		"总价为美元壹万贰仟元整（USD 12,000）":                      {1_200_000, 1_200_000},
		"合同金额：1.25万美元":                                 {1_250_000},
		"总投资 3 百万元，每平方米 3 万":                           {300_000_000},
		"人民币 1,200 万元":                                 {1_200_000_000},
		"日元伍拾万元整（JPY 500,000）":                         {50_000_000, 50_000_000},
		"1月1日元旦放假":                                     nil,
		"SAY US DOLLARS ONE THOUSAND TWO HUNDRED ONLY": {120_000},
		"Say: United States Dollars Twelve Thousand Three Hundred and Forty-Five and Cents Sixty-Seven Only": {1_234_567},
		"USD 1,500.50 (one thousand five hundred US dollars and fifty cents)":                                {150_050, 150_050},
		"the sum of Twelve thousand three hundred forty-five and 67/100":                                     {1_234_567},
		"EUR 2.5 million (two million five hundred thousand euros)":                                          {250_000_000, 250_000_000},
		"JPY 3,000,000 (Japanese Yen three million only)":                                                    {300_000_000, 300_000_000},
		"$12,000 (twelve thousand)":                                                                          {1_200_000, 1_200_000},
		"the greater of $__ million US Dollars and nothing":                                                  nil,
		"within thirty (30) days, one hundred or more units in two parts":                                    nil,
	} {
		var got []money.Amount
		for _, s := range sums(line) {
			got = append(got, s.amount)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", line, got, want)
		}
	}
}

func TestADollarIsThatOfTheCountryNamed(t *testing.T) {
	for line, want := range map[string]string{
		"Total price: S$12,000.00":             "1200000 SGD",
		"Total price: SGD 12,000.00":           "1200000 SGD",
		"Total price: SGD $12,000.00":          "1200000 SGD",
		"Total price: A$ 12,000":               "1200000 AUD",
		"Total price: AU$12,000":               "1200000 AUD",
		"Total price: HK$12,000":               "1200000 HKD",
		"Total price: NT$120,000":              "12000000 TWD",
		"Total price: NTD 120,000":             "12000000 TWD",
		"Total price: C$9,500.50":              "950050 CAD",
		"Total price: NZ$9,500":                "950000 NZD",
		"Total price: US$9,500":                "950000 USD",
		"Total price: USD$9,500":               "950000 USD",
		"Total price: $9,500":                  "950000 USD",
		"Total price: 9,500 Singapore dollars": "950000 SGD",
		"Total price: 9,500 dollars":           "950000 USD",
		"合同总价：新台币120,000元":                     "12000000 TWD",
		"合同总价：9,500 澳元":                        "950000 AUD",
		"合同总价：新加坡元（大写）玖仟伍佰元整":                  "950000 SGD",
		"合同总价：S$9,500（新加坡元玖仟伍佰元整）":             "950000 SGD",
		"Total price: S$9,500 (Singapore dollars nine thousand five hundred only)": "950000 SGD",
		"Total price: R$9,500":        "0 ", // nothing is better than the wrong dollar
		"The contract price is$9,500": "950000 USD",
		"TOTAL PRICE$9,500":           "950000 USD",
		"合同总价：RMB ¥12,000.00":         "1200000 CNY",
		"合同总价：人民币￥12,000.00":          "1200000 CNY",
	} {
		a, currency := amountOf([]string{line})
		if got := fmt.Sprintf("%d %s", a.Value, currency); got != want || a.Problem != nil {
			t.Errorf("%s: %s, want %s (%v)", line, got, want, a.Problem)
		}
	}
}

func TestEverySumInWordsThatWeWriteIsReadAgain(t *testing.T) {
	for _, a := range []money.Amount{1, 5, 10, 55, 101, 1000, 1050, 10_000_000, 11_000, 32_504, 100_010, 100_100, 140_950, 168_032, 600_714, 1_000_100, 1_640_902, 10_000_100,
		10_100_000, 10_700_053, 20_690_032, 100_001_000, 100_500_000, 10_000_000_001, 10_000_100_000, 10_001_000_000, 100_000_000_000_000} {
		text := money.InWords(a, money.CNY, "zh-CN")
		if a < 100 {
			continue // below a yuan there is no 元 to know a sum by
		}
		if got, ok := wordsAmount(text); !ok || got != a {
			t.Errorf("%s: %d, want %d", text, got, a)
		}
	}
}

func TestFiguresAndWordsAreHeldAgainstEachOther(t *testing.T) {
	for line, want := range map[string]string{
		"Total price: USD 1,200.00 (SAY US DOLLARS ONE THOUSAND TWO HUNDRED ONLY)":               "$1,200.00 USD ok",
		"Total price: USD 2,100.00 (SAY US DOLLARS ONE THOUSAND TWO HUNDRED ONLY)":               "$1,200.00 USD abstract.amount_differs",
		"The purchase price is $12,000 (ten thousand dollars).":                                  "$10,000.00 USD abstract.amount_differs",
		"合同总价：12,800.00 美元（大写：壹万贰仟捌佰美元整）":                                                        "$12,800.00 USD ok",
		"合同总价：USD 12,800.00（大写：壹万贰仟捌佰元整）":                                                        "$12,800.00 USD ok",
		"合同总价：1.28万元（大写：壹万贰仟捌佰元整）":                                                               "¥12,800.00 CNY ok",
		"合同总价：1.28万元（大写：壹拾贰万捌仟元整）":                                                               "¥128,000.00 CNY abstract.amount_differs",
		"合同总价为人民币 86,400 元（大写：人民币捌万陆仟肆佰元整），约合 USD 12,000":                                        "¥86,400.00 CNY ok",
		"合同总价为 USD 12,000，折合人民币（大写）捌万陆仟肆佰元整（¥86,400.00）":                                         "¥86,400.00 CNY ok",
		"合同总价：USD 10,000（大写：人民币壹万元整）":                                                            "$10,000.00 USD abstract.currency_differs",
		"Total amount: RMB 500,000 (Renminbi Yuan five hundred thousand only), about USD 70,000": "¥500,000.00 CNY ok",
	} {
		a, currency := amountOf([]string{line})
		got := a.Value.Format(currency) + " " + string(currency) + " "
		if a.Problem == nil {
			got += "ok"
		} else {
			got += a.Problem.Code
		}
		if got != want || a.Words == 0 || a.Digits == 0 {
			t.Errorf("%s: %s (%d, %d), want %s", line, got, a.Digits, a.Words, want)
		}
	}
}

func TestEverySumInEnglishWordsThatWeWriteIsReadAgain(t *testing.T) {
	for _, a := range []money.Amount{1, 55, 100, 110, 1_100, 2_100, 10_000, 10_050, 123_456, 1_234_567, 10_000_001, 100_000_000, 987_654_321_00} {
		text := money.InWords(a, "USD", "en")
		got := sums("the sum of " + text + " US dollars")
		if len(got) != 1 || got[0].amount != a {
			t.Errorf("%s: %+v, want %d", text, got, a)
		}
	}
}

func TestDaysAreReadAsPeopleWriteThem(t *testing.T) {
	for line, want := range map[string]string{
		"签订日期：2026年3月18日":                          "2026-03-18",
		"日期：2026 年 12 月 1 日":                       "2026-12-01",
		"自2026.4.1起至2027-03-31止":                   "2026-04-01 2027-03-31",
		"二〇二五年三月十八日":                               "2025-03-18",
		"二○二六年十二月三十一日":                             "2026-12-31",
		"dated as of 01/20/2021 and 18 March 2025": "2025-03-18 2021-01-20",
		"on March 3rd, 2026":                       "2026-03-03",
		"2026年13月1日，日期：    年  月  日":                "",
	} {
		var got []string
		for _, d := range days(line) {
			got = append(got, string(d.date))
		}
		slices.Sort(got)
		fields := strings.Fields(want)
		slices.Sort(fields)
		if !slices.Equal(got, fields) {
			t.Errorf("%s: %v, want %s", line, got, want)
		}
	}
}

func TestPartiesAreFoundWhereverTheyAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		"甲方（买方）：苏州天合纺织有限公司\n乙方（卖方）：恒信建材有限公司":         "甲方=苏州天合纺织有限公司 乙方=恒信建材有限公司",
		"甲方（买方）\n名称：苏州天合纺织有限公司\n乙方（卖方）\n名称：恒信建材有限公司": "甲方=苏州天合纺织有限公司 乙方=恒信建材有限公司",
		"出租方：王芳　承租方：李雷": "出租方=王芳 承租方=李雷",
		"甲方：苏州天合纺织有限公司（以下简称甲方）　　乙方：恒信建材有限公司": "甲方=苏州天合纺织有限公司 乙方=恒信建材有限公司",
		"甲方：____________\n乙方：": "",
		"甲方：应当按照约定付款。\n乙方：负责安装调试，并承担费用。":                                                                                               "",
		"甲方（盖章）：\n乙方（盖章）：":                                                                                                             "",
		"Buyer: Harbour Lane Trading Ltd\nSeller: Qinghe Instruments Co., Ltd.":                                                        "Buyer=Harbour Lane Trading Ltd Seller=Qinghe Instruments Co., Ltd.",
		`This Agreement is made between Acme Exports, a Delaware corporation ("Exporter"), and Dan's Imports, a company ("Importer").`: "1=Acme Exports 2=Dan's Imports",
	} {
		var got []string
		for _, p := range partiesOf(strings.Split(text, "\n")) {
			got = append(got, p.Role+"="+p.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestForeignContractsGiveNoFalseFacts reads what others wrote: nearly all are
// forms to be filled in, so that what is found is found wrongly.
func TestForeignContractsGiveNoFalseFacts(t *testing.T) {
	root := corpora(t)
	parties, amounts, read, kept := 0, 0, 0, 0
	for _, folder := range []string{"5-contracts-zh-text", "4-docx-contracts", "4-pdf"} {
		files, err := filepath.Glob(filepath.Join(root, folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			m, err := manuscript.Read(filepath.Base(name), bytes.NewReader(data), int64(len(data)))
			if err != nil {
				kept++
				continue
			}
			read++
			f := Read(m)
			for _, p := range f.Parties {
				parties++
				t.Logf("%s: %s %q from %q", filepath.Base(name), p.Role, p.Name, p.From)
			}
			if f.Amount.Found {
				amounts++
				t.Logf("%s: %v (%d %%) from %q", filepath.Base(name), f.Amount.Value, f.Amount.Confidence, f.Amount.From)
			}
		}
	}
	t.Logf("%d files read, %d kept unread: %d parties, %d amounts", read, kept, parties, amounts)
	if parties > 2 || amounts > 6 {
		t.Errorf("%d parties and %d amounts in forms that hold one party", parties, amounts)
	}
}

// TestForeignFormsFilledInAreRead fills the Chinese forms of the corpora as
// people do and looks for what was filled in.
func TestForeignFormsFilledInAreRead(t *testing.T) {
	root := corpora(t)
	files, err := filepath.Glob(filepath.Join(root, "5-contracts-zh-text", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"苏州天合纺织有限公司", "杭州临江机电设备有限公司"}
	total := regexp.MustCompile(`人民币（大写）[^元（￥]*元?[^元（￥]*（￥[^元）]*元）`)
	name := regexp.MustCompile(`(?m)^(名称|姓名|单位名称)：[ _　\x{a0}]*$`)
	side := regexp.MustCompile(`(?m)^((?:甲方|乙方)(?:（[^（）\n]{1,8}）)?)：[ _　\x{a0}]*$`)
	parties, found, sums, right := 0, 0, 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text, n := string(data), 0
		fill := func(s string) string {
			if n++; n > len(names) {
				return s
			}
			return s + names[n-1]
		}
		text = name.ReplaceAllStringFunc(text, func(s string) string { return fill(strings.TrimRight(s, " _　\u00a0")) })
		if n == 0 {
			text = side.ReplaceAllStringFunc(text, func(s string) string { return fill(strings.TrimRight(s, " _　\u00a0")) })
		}
		priced := false
		text = total.ReplaceAllStringFunc(text, func(s string) string {
			if priced {
				return s
			}
			priced = true
			return "人民币（大写）叁拾贰万伍仟元整（￥325,000.00 元）"
		})
		f := Read(open(t, filepath.Base(file), []byte(text)))
		for i := range min(n, len(names)) {
			parties++
			if slices.ContainsFunc(f.Parties, func(p Party) bool { return p.Name == names[i] }) {
				found++
			} else {
				t.Logf("%s: %s is not found: %+v", filepath.Base(file), names[i], f.Parties)
			}
		}
		if priced {
			sums++
			if f.Amount.Value == 32_500_000 && f.Amount.Problem == nil {
				right++
			} else {
				t.Logf("%s: amount %+v", filepath.Base(file), f.Amount)
			}
		}
	}
	t.Logf("%d of %d parties, %d of %d amounts", found, parties, right, sums)
	if parties == 0 || sums == 0 || found < parties*8/10 || right < sums*8/10 {
		t.Error("fewer than eight in ten")
	}
}

// open reads bytes as a document.
func open(t *testing.T, name string, data []byte) *manuscript.Manuscript {
	t.Helper()
	m, err := manuscript.Read(name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(name, err)
	}
	return m
}

// corpora is the folder of test data, found upwards from here.
func corpora(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		for _, c := range []string{filepath.Join(dir, "corpora"), filepath.Join(dir, "shared", "corpora")} {
			if _, err := os.Stat(c); err == nil {
				return c
			}
		}
		if filepath.Dir(dir) == dir {
			t.Skip("no corpora here")
		}
		dir = filepath.Dir(dir)
	}
}

func TestWithoutACurrencyTheOnlyOneOfTheDocumentCounts(t *testing.T) {
	for want, all := range map[string][]string{
		"2328000 USD": {"The Goods are priced in USD.", "The total price is 23,280.00."},
		"2328000 EUR": {"Unit price (EUR)", "Total amount: 23,280.00", "Deposit: €500"},
		"2328000 ":    {"The total price is 23,280.00."},
		"2328001 ":    {"Prices in USD or EUR.", "The total price is 23,280.01."},
		"2328000 CNY": {"Prices in USD.", "合同总价：23280元"},
		"1000000 CNY": {"合同总价：10000.00（大写：壹万元整）"},
	} {
		a, currency := amountOf(all)
		if got := fmt.Sprintf("%d %s", a.Value, currency); got != want {
			t.Errorf("%q: %s, want %s", all, got, want)
		}
	}
}
