package template

import (
	"keyue/backend/date"
	"keyue/backend/locale"
	"keyue/backend/money"
)

// sampleDay is the day of sample data, fixed so that previews are the same
// every day.
const sampleDay date.Date = "2026-03-18"

// Sample gives data that fills every field of a definition, for previews and
// tests. The parties are invented.
func Sample(d *Definition) Data {
	data := SampleData(d.Kind, d.Language)
	r := newResolver(d, &data)
	for i := range d.Fields {
		f := &d.Fields[i]
		if r.values[f.Key].Set {
			continue
		}
		switch f.Type {
		case TypeParty:
			if f.Source == "" { // a third party
				data.Values[f.Key] = sampleThird(d.Language)
			}
		case TypeLines:
		case TypeList:
			data.Values[f.Key] = sampleRows(f, d.Language)
		case TypeChoice:
			if len(f.Choices) > 0 {
				data.Values[f.Key] = f.Choices[0].Value
			}
		case TypeYesNo:
			data.Values[f.Key] = true
		case TypeDate:
			data.Values[f.Key] = string(sampleDay.AddDays(30))
		case TypeMoney:
			data.Values[f.Key] = int64(1_000_000)
		case TypePercent:
			data.Values[f.Key] = int64(1000)
		case TypeInteger:
			data.Values[f.Key] = int64(3)
		case TypeNumber:
			data.Values[f.Key] = int64(120_000)
		default:
			data.Values[f.Key] = sampleText(f.Label, f.Help, "", d.Language)
		}
	}
	return data
}

// sampleThird is the party beside the two sides.
func sampleThird(tag locale.Tag) Party {
	if tag == locale.En {
		return Party{Kind: "company", Name: "Northgate Guarantee Ltd", TaxID: "GB 000 0000 01", LegalRepresentative: "Samuel Reed", Address: "3 Northgate, Leeds LS2 0XX, United Kingdom", Phone: "+44 113 496 0000", Contact: "Samuel Reed"}
	}
	return Party{Kind: "company", Name: "宁波远航融资担保有限公司", TaxID: "91330200MA00000003", LegalRepresentative: "林晓", Address: "浙江省宁波市鄞州区宁东路 66 号", Phone: "0574-00000000", Contact: "林晓"}
}

// SampleData gives two parties, three lines and the facts of a contract of the
// kind in the language.
func SampleData(kind Kind, tag locale.Tag) Data {
	d := Data{Values: map[string]any{}, Today: sampleDay, Contract: Facts{Number: "HT-2026-0018", SignDate: sampleDay,
		StartDate: sampleDay.AddDays(14), EndDate: sampleDay.AddMonths(12).AddDays(13), Amount: 3_680_000, Currency: money.CNY}}
	if tag == locale.En {
		d.Customer = Party{Kind: "company", Name: "Harbour Lane Trading Ltd", TaxID: "GB 000 0000 00", LegalRepresentative: "Alice Morgan", Address: "12 Harbour Lane, Bristol BS1 4XX, United Kingdom",
			ShippingAddress: "Unit 4, Dock Road Estate, Bristol BS11 9XX, United Kingdom", Phone: "+44 117 496 0000", Email: "orders@harbourlane.example", Contact: "Alice Morgan", Bank: "First Example Bank", Account: "00000000"}
		d.Company = Party{Kind: "company", Name: "Qinghe Instruments Co., Ltd.", TaxID: "91330000MA00000000", LegalRepresentative: "Chen Ming", Address: "88 Wensan Road, Hangzhou, Zhejiang, China",
			Phone: "+86 571 0000 0000", Email: "sales@qinghe.example", Contact: "Chen Ming", Bank: "Example Bank, Hangzhou Branch", Account: "0000 0000 0000 0000"}
		d.Contact = Person{Name: "Alice Morgan", Title: "Purchasing Manager", Phone: "+44 117 496 0001", Email: "alice@harbourlane.example"}
		d.Contract.Currency, d.Contract.OurSigner, d.Contract.TheirSigner = "USD", "Chen Ming", "Alice Morgan"
		d.Lines = []Line{{Code: "QH-200", Name: "Flow meter", Spec: "DN50, stainless steel", Unit: "pc", Qty: 10_000, ListPrice: 128_000, Price: 120_000, Tax: 0},
			{Code: "QH-310", Name: "Pressure transmitter", Spec: "0–1.6 MPa", Unit: "pc", Qty: 24_000, ListPrice: 45_000, Price: 45_000, Discount: 500},
			{Code: "SV-01", Name: "Commissioning on site", Unit: "day", Qty: 1_500, ListPrice: 68_000, Price: 68_000, Note: "Travel included"}}
		switch kind {
		case KindService:
			d.Lines = d.Lines[2:]
		case KindLease:
			d.Lines = []Line{{Code: "RT-10", Name: "Portable ultrasonic flow meter", Spec: "DN50–DN700", Unit: "pc", Qty: 24_000, ListPrice: 38_000, Price: 38_000, Note: "2 pcs for 12 months"}}
		}
		return d
	}
	d.Customer = Party{Kind: "company", Name: "杭州临江机电设备有限公司", TaxID: "91330100MA00000001", LegalRepresentative: "周静怡", Address: "浙江省杭州市滨江区江南大道 100 号",
		ShippingAddress: "浙江省杭州市萧山区临浦镇工业园 6 号仓库", Phone: "0571-00000000", Email: "caigou@linjiang.example", Contact: "周静怡", Bank: "中国样例银行杭州滨江支行", Account: "0000 0000 0000 0000 001"}
	d.Company = Party{Kind: "company", Name: "上海清禾仪表有限公司", TaxID: "91310000MA00000002", LegalRepresentative: "陈明", Address: "上海市徐汇区漕溪北路 88 号",
		Phone: "021-00000000", Email: "sales@qinghe.example", Contact: "陈明", Bank: "中国样例银行上海徐汇支行", Account: "0000 0000 0000 0000 002"}
	d.Contact = Person{Name: "吴凯", Title: "采购经理", Department: "采购部", Phone: "13800000000", Email: "wukai@linjiang.example"}
	d.Contract.OurSigner, d.Contract.TheirSigner = "陈明", "周静怡"
	if kind == KindLabour {
		// Work of one's own is done by a person.
		d.Customer = Party{Kind: "person", Name: "吴凯", TaxID: "330106199003070000", Address: "浙江省杭州市滨江区江南大道 100 号 2 幢 601 室", Phone: "13800000000"}
		d.Contract.TheirSigner = "吴凯"
	}
	d.Lines = []Line{{Code: "QH-200", Name: "电磁流量计", Spec: "DN50，316L 电极", Unit: "台", Qty: 10_000, ListPrice: 480_000, Price: 460_000, Tax: 1300},
		{Code: "QH-310", Name: "压力变送器", Spec: "0～1.6 MPa，4～20 mA", Unit: "台", Qty: 24_000, ListPrice: 98_000, Price: 98_000, Discount: 500, Tax: 1300},
		{Code: "SV-01", Name: "现场调试", Unit: "天", Qty: 1_500, ListPrice: 120_000, Price: 120_000, Tax: 600, Note: "含差旅"}}
	switch kind {
	case KindService:
		d.Lines = d.Lines[2:]
	case KindLease:
		d.Lines = []Line{{Code: "ZL-10", Name: "便携式超声波流量计", Spec: "DN50～DN700", Unit: "台", Qty: 24_000, ListPrice: 150_000, Price: 150_000, Tax: 1300, Note: "2 台，租 12 个月"}}
	}
	return d
}
