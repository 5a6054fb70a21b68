package customer

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestLandlinesAreReadAsTheNumberingPlanReadsThem(t *testing.T) {
	known := 0
	r := rand.New(rand.NewPCG(1, 2))
	for area := 10; area < 1000; area++ {
		for _, local := range []string{"2345678", "80000000", "12345678", "9234567", "71234567", "4008888",
			fmt.Sprintf("%07d", r.IntN(1e7)), fmt.Sprintf("%08d", r.IntN(1e8)), fmt.Sprintf("%08d", r.IntN(1e8))} {
			for _, front := range []string{"0", "+86"} {
				s := fmt.Sprint(front, area, local)
				p, ok := homeLine(s)
				if !ok {
					continue
				}
				known++
				if want, valid := fromLibrary(s); !valid || fmt.Sprint(want) != fmt.Sprint(p) {
					t.Errorf("%s: %+v, the library says %+v %v", s, p, want, valid)
				}
			}
		}
	}
	if known < 2000 {
		t.Errorf("only %d numbers are known without the library", known)
	}
	if p := ParsePhone("0571-88881234"); p.Number != "+8657188881234" || p.Display != "0571 8888 1234" || p.Type != PhoneFixed {
		t.Errorf("%+v", p)
	}
}
