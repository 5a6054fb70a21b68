package exchange

import (
	"slices"
	"testing"
)

func TestNameBesideAContactColumnIsTheCustomer(t *testing.T) {
	d := newDictionary(columnsOf(fixedFields()), synonyms)
	for _, c := range []struct{ heads, want []string }{
		{[]string{"Name", "Contact", "Phone", "City"}, []string{"name", "contact.name", "phone", "city"}},
		{[]string{"姓名", "联系人", "电话"}, []string{"name", "contact.name", "phone"}},
		{[]string{"公司", "姓名", "手机"}, []string{"name", "contact.name", "contact.phone"}},
		{[]string{"客戶名稱", "聯絡人", "聯絡電話", "行動電話", "統一編號", "備註"}, []string{"name", "contact.name", "phone", "contact.phone", "billing.taxId", "remark"}},
		{[]string{"Firma", "Ansprechpartner", "Funktion", "Straße und Hausnr.", "PLZ", "Ort", "Bundesland", "Tel.", "Mobil", "E-Mail", "Kundenklasse", "letzter Kontakt", "Nächster Schritt", "USt-IdNr.", "Bemerkung", "Kd-Nr."},
			[]string{"name", "contact.name", "contact.title", "address", "postcode", "city", "province", "phone", "contact.phone", "contact.email", "tier", "last.at", "next.title", "billing.taxId", "remark", "code"}},
		{[]string{"Kunde", "Straße", "Telefon 1", "Letzter Kontakt am", "Wiedervorlage", "Branche"}, []string{"name", "address", "phone", "last.at", "next.due", "industry"}},
		{[]string{"Société", "Nom", "Prénom", "Fonction", "Adresse", "Code postal", "Ville", "Téléphone", "Portable", "Courriel", "Dernier contact", "N° TVA", "Remarques"},
			[]string{"name", "contact.lastName", "contact.firstName", "contact.title", "address", "postcode", "city", "phone", "contact.phone", "contact.email", "last.at", "billing.taxId", "remark"}},
		{[]string{"Raison sociale", "Telephone", "Numero de TVA"}, []string{"name", "phone", "billing.taxId"}}, // typed without accents
		{[]string{"Empresa", "Persona de contacto", "Cargo", "Dirección", "Código postal", "Ciudad", "Provincia", "Teléfono", "Móvil", "Correo electrónico", "Último contacto", "NIF", "Observaciones"},
			[]string{"name", "contact.name", "contact.title", "address", "postcode", "city", "province", "phone", "contact.phone", "contact.email", "last.at", "billing.taxId", "remark"}},
		{[]string{"得意先コード", "得意先名", "業種", "都道府県", "市区町村", "電話番号", "携帯番号", "最終訪問日", "メモ"}, []string{"code", "name", "industry", "province", "city", "phone", "phone", "last.at", "remark"}},
		{[]string{"会社名", "氏名", "電話番号", "メールアドレス", "備考"}, []string{"name", "contact.name", "phone", "contact.email", "remark"}},
	} {
		if got := d.guess(c.heads); !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.heads, got, c.want)
		}
	}
}

func TestAColumnNameStandsForOneField(t *testing.T) {
	of := map[string]string{}
	for key, words := range synonyms {
		for _, w := range words {
			if other := of[headerKey(w)]; other != "" && other != key {
				t.Errorf("%q is %s and %s", w, other, key)
			}
			of[headerKey(w)] = key
		}
	}
}
