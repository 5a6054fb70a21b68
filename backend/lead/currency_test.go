package lead

import (
	"testing"

	"keyue/backend/money"
)

func TestAnAmountThatNamesOurCurrencyIsABudget(t *testing.T) {
	for _, x := range []struct {
		home   money.Currency
		line   string
		amount money.Amount
	}{
		{money.CNY, "Anna Berg 0171 5556677 needs 20 lamps budget €5000", 0},
		{"EUR", "Anna Berg 0171 5556677 needs 20 lamps budget €5.000", 5_000_00},
		{"EUR", "Anna Berg 0171 5556677 needs 20 lamps 2.500,50 EUR", 2_500_50},
		{"EUR", "Anna Berg 0171 5556677 needs 20 lamps 5k euro", 5_000_00},
		{"EUR", "Anna Berg 0171 5556677 needs 20 lamps ¥3000", 0},
		{"EUR", "Anna Berg 0171 5556677 needs 20 lamps $3000", 0},
		{"USD", "Anna Berg 0171 5556677 needs 20 lamps $3,000", 3_000_00},
		{"SGD", "Anna Berg 0171 5556677 needs 20 lamps SGD 3000", 3_000_00},
	} {
		lex := testLexicon()
		lex.own = ownAmount(x.home)
		got, _ := parseLine(x.line, lex)
		if got.Amount != x.amount || got.Phone == "" {
			t.Errorf("%s %q: %d, %q, %q", x.home, x.line, got.Amount, got.Phone, got.Remark)
		}
	}
}
