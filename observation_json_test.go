package whomade

import (
	"testing"
	"time"
)

// FuzzAppendJSON holds AppendJSON against package encoding/json.
func FuzzAppendJSON(f *testing.F) {
	f.Add("a", "", int64(0), int64(0))
	f.Add("<&>\"\\\b\f\n\r\t\x00\x1f\x7f é 路\u2028\u2029", "bad \xff\xc3 end\xe2\x80", int64(3), int64(1700000000123456789))
	f.Add("\x85aaaaaaa", "aaaaaaa\x9f", int64(1), int64(1))
	f.Add("0123456789abcdef\u0085\u2028", "12345678<", int64(1), int64(1))
	f.Fuzz(func(t *testing.T, a, b string, n, nanos int64) {
		o := Observation{
			Artifact: a, Name: b, Locator: Locator{Frame: n, Length: nanos, Pointer: a, Cell: b},
			Subject: Subject{MAC: a, Context: b, Item: a}, Link: Link{b}, Attribute: a, Value: b, Encoding: EncodingText, Count: n,
		}
		if nanos != 0 {
			o.First, o.Last = time.Unix(0, nanos), time.Unix(n%1e9, 0)
		}
		want, err := o.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if got := string(o.AppendJSON(nil)); got != string(want) {
			t.Errorf("AppendJSON:\n%s\nwant\n%s", got, want)
		}
	})
}

func TestAppendTime(t *testing.T) {
	check := func(x time.Time) {
		if got, want := string(appendTime(nil, x)), `"`+x.UTC().Format(timeLayout)+`"`; got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	}
	for day := int64(0); day < 600*366; day++ {
		check(time.Unix(day*86400+day%86400, day*1000))
	}
	for _, seconds := range []int64{-1, lastPlainDay*86400 - 1, lastPlainDay * 86400} {
		check(time.Unix(seconds, 0))
		check(time.Unix(seconds, 999_999_999))
	}
}
