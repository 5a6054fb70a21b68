package fault

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func TestAnUnknownErrorBecomesInternalAndKeepsItsCausePrivate(t *testing.T) {
	e := From(io.ErrUnexpectedEOF)
	if e.Code != Internal || !errors.Is(e, io.ErrUnexpectedEOF) {
		t.Fatalf("got %v", e)
	}
	if strings.Contains(e.JSON(), "EOF") {
		t.Fatalf("the cause reached the page: %s", e.JSON())
	}
}

func TestRecoverTurnsAPanicIntoAnError(t *testing.T) {
	f := func() (err error) {
		defer Recover(&err)
		panic("boom")
	}
	if err := f(); !Is(err, Internal) {
		t.Fatalf("got %v", err)
	}
}

func TestInvalidWithoutFieldsIsNoError(t *testing.T) {
	if err := Invalid(nil); err != nil {
		t.Fatalf("got %v", err)
	}
}

func TestAParameterThatCannotBeEncodedDoesNotHideTheCode(t *testing.T) {
	if got := New("x.y", P{"f": func() {}}).JSON(); got != `{"code":"x.y"}` {
		t.Fatalf("got %s", got)
	}
}
