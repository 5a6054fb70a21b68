package typeset_test

import (
	"fmt"
	"testing"

	"keyue/backend/typeset"
)

// BenchmarkThreePageContract lays out the Chinese sample with the real faces.
func BenchmarkThreePageContract(b *testing.B) {
	d := load(b, "purchase-zh")
	benchmark(b, d)
}

// BenchmarkThousandRowTable lays out a statement of a thousand lines.
func BenchmarkThousandRowTable(b *testing.B) {
	table := &typeset.Table{
		Columns: []typeset.Column{{}, {Weight: 2}, {Weight: 2}, {}, {Align: typeset.AlignRight}, {Align: typeset.AlignRight}, {Align: typeset.AlignRight}},
		Head:    []typeset.Row{row("序号", "名称", "规格", "单位", "数量", "单价", "金额")},
		Foot:    []typeset.Row{row("合计", "", "", "", "", "", "1,234,567.00")},
	}
	for i := range 1000 {
		table.Rows = append(table.Rows, row(fmt.Sprint(i+1), "精密数控机床配件（进口）", fmt.Sprintf("ZK-%04d/主轴 5.5kW", i), "台", "12", "1,234.50", "14,814.00"))
	}
	benchmark(b, typeset.Document{Language: "zh-CN", Blocks: []typeset.Block{{Table: table}}})
}

func benchmark(b *testing.B, d typeset.Document) {
	set := fonts(b, d.Language)
	var pages int
	for b.Loop() {
		res, err := typeset.Layout(d, set, nil)
		if err != nil {
			b.Fatal(err)
		}
		pages = len(res.Pages)
	}
	b.ReportMetric(float64(pages), "pages")
	b.ReportAllocs()
}
