package lead

import "testing"

func TestANeedIsShortenedToANameOfWholeWords(t *testing.T) {
	for need, want := range map[string]string{
		"":       "",
		"30台净水器": "30台净水器",
		"想要30台净水器，下周三之前装好，要发票":                    "想要30台净水器",
		"门店翻新全套灯具含安装调试和三年质保以及旧灯具的拆除回收清运和复检":       "门店翻新全套灯具含安装调试和三年质保以及旧灯具的拆除回收清运",
		"needs 40 ceiling lamps for the new wing": "needs 40 ceiling lamps for the",
		"needs 40 ceiling lampshades of brass":    "needs 40 ceiling lampshades of",
		"asks about replacement transformers":     "asks about replacement",
		"ready to order; call after noon":         "ready to order",
	} {
		if got := gist(need); got != want {
			t.Errorf("%q: %q, want %q", need, got, want)
		}
	}
}
