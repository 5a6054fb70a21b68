package compare

import "testing"

func TestAnAmountAtTheStartOfALineIsNoClauseNumber(t *testing.T) {
	for text, want := range map[string]string{
		"850.00": "", "12.50": "", "3.5": "", "0.05%的违约金": "", "13.5％": "", "1.05 吨": "",
		"1.1 付款": "1.1 ", "2.3.4付款": "2.3.4", "1. 甲方": "1. ", "10.2.": "10.2.", "（一）付款": "（一）", "第八条 违约责任": "第八条 ", "Section 3.1 Payment": "Section 3.1 ", "Section 3.1": "Section 3.1",
	} {
		if got := typedLabel(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
