package store_test

import (
	"encoding/json"
	"strconv"
)

func jsonList(ids []int64) string {
	b, err := json.Marshal(ids)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func jsonOf(v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err)
	}
	return string(b)
}

func itoa(i int) string { return strconv.Itoa(i) }
