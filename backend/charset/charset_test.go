package charset

import (
	"bytes"
	"io"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

func TestAContractIsReadInTheEncodingItHas(t *testing.T) {
	const text = "甲方（买方）：北京可阅科技有限公司\n乙方（卖方）：____________\n第一条　货物的名称、数量与价格"
	encode := func(b []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	traditional := "甲方（買方）：臺北閱讀有限公司\n第一條　貨物的名稱、數量與價格，雙方應依本契約履行"
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"UTF-8", text, []byte(text)},
		{"UTF-8", text, []byte("\uFEFF" + text)},
		{"GBK", text, encode(simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text)))},
		{"Big5", traditional, encode(traditionalchinese.Big5.NewEncoder().Bytes([]byte(traditional)))},
		{"UTF-16LE", text, encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text)))},
		{"UTF-16BE", text, encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text)))},
		{"UTF-16BE", text, encode(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text)))},
		{"UTF-16LE", text, encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text)))},
	} {
		name, mark := Guess(c.data, true)
		r, ok := Reader(bytes.NewReader(c.data), int64(len(c.data)), name, mark)
		if !ok {
			t.Fatalf("%s is not known", name)
		}
		got, err := io.ReadAll(r)
		if err != nil || name != c.name || string(got) != c.want {
			t.Errorf("%s read as %s: %q %v", c.name, name, got, err)
		}
	}
	if _, ok := Reader(bytes.NewReader(nil), 0, "EBCDIC", 0); ok {
		t.Error("EBCDIC is known")
	}
}
