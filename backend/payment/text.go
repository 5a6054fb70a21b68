package payment

import (
	"strings"

	"gorm.io/gorm"

	"keyue/backend/date"
	"keyue/backend/money"
	"keyue/backend/search"
	"keyue/backend/store"
)

// SearchSource tells the type-ahead how payments are found: by number, by the payer
// on the bank slip and by the remark. By the customer's name the customer is found.
func SearchSource() search.Source {
	return search.Source{Kind: KindPayment, Table: KindPayment, Docs: documents}
}

// wordsFound is how many characters of a remark find its payment.
const wordsFound = 100

func documents(db *gorm.DB, ids []int64) ([]search.Doc, error) {
	var rows []struct {
		ID                              int64
		Number, Customer, Payer, Remark string
		Direction                       string
		PaidOn                          date.Date
		Amount                          money.Amount
		Currency                        money.Currency
	}
	err := store.IDs(live(db), "payment.id", ids).Select("payment.id, payment.number, c.name as customer, payment.payer, payment.remark, payment.direction, payment.paid_on, payment.amount, payment.currency").
		Scan(&rows).Error
	docs := make([]search.Doc, len(rows))
	for i, r := range rows {
		p := Payment{Direction: r.Direction}
		docs[i] = search.Doc{Kind: KindPayment, ID: r.ID, Title: r.Number, Numbers: []string{r.Number},
			Subtitle: strings.Join([]string{r.Customer, (p.sign() * r.Amount).Format(r.Currency), string(r.PaidOn)}, " · ")}
		for _, text := range []string{r.Payer, beginning(r.Remark)} {
			if text != "" {
				docs[i].Names = append(docs[i].Names, text)
			}
		}
	}
	return docs, err
}

func beginning(text string) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), wordsFound)])
}
