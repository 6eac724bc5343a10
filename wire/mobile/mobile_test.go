package mobile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
	"github.com/whomade/whomade/wire/wiretest"
)

func TestValues(t *testing.T) {
	hex := func(s string) []byte { return wiretest.Hex(t, s) }
	for name, tc := range map[string]struct {
		do   func(s wire.Sink)
		want []string
	}{
		"network of two digits":   {func(s wire.Sink) { mobile.PLMN("a.b", hex("00f110"), s) }, []string{`a.b "001-01"`}},
		"network of three digits": {func(s wire.Sink) { mobile.PLMN("a.b", hex("130062"), s) }, []string{`a.b "310-260"`}},
		"no digit":                {func(s wire.Sink) { mobile.PLMN("a.b", hex("0fa110"), s) }, nil},
		"short network":           {func(s wire.Sink) { mobile.PLMN("a.b", hex("00f1"), s) }, nil},
		"node":                    {func(s wire.Sink) { mobile.NodeID("a.b", hex("00f110"), 0, s) }, []string{`a.b "001-01-0"`}},
		"node of three digits":    {func(s wire.Sink) { mobile.NodeID("a.b", hex("130062"), 1234, s) }, []string{`a.b "310-260-1234"`}},
		"node without a network":  {func(s wire.Sink) { mobile.NodeID("a.b", hex("0fa110"), 1, s); mobile.NodeID("a.b", nil, 1, s) }, nil},
		"number":                  {func(s wire.Sink) { mobile.Number("a.b", 258, s) }, []string{"a.b 258"}},
		"pair":                    {func(s wire.Sink) { mobile.Pair("a.b", 2, 16383, s) }, []string{`a.b "2.16383"`}},
		"labels":                  {func(s wire.Sink) { mobile.Name("a.b", hex(`03"smf" 07"example" 00`), s) }, []string{`a.b "smf.example"`}},
		"text for labels":         {func(s wire.Sink) { mobile.Name("a.b", []byte("smf.example"), s) }, []string{`a.b "smf.example"`}},
		"empty name":              {func(s wire.Sink) { mobile.Name("a.b", hex("00"), s); mobile.Name("a.b", make([]byte, 300), s) }, nil},
		"address":                 {func(s wire.Sink) { mobile.Address("a.b", hex("c0000201"), s) }, []string{"a.b 192.0.2.1"}},
		"no address":              {func(s wire.Sink) { mobile.Address("a.b", make([]byte, 4), s); mobile.Address("a.b", hex("c00002"), s) }, nil},
		"function":                {func(s wire.Sink) { mobile.Function(mobile.MME, s) }, []string{`mobile.function "MME"`}},
		"no function":             {func(s wire.Sink) { mobile.Function(mobile.Unknown, s) }, nil},
		"blank name":              {func(s wire.Sink) { mobile.NodeName("a.b", []byte("  "), s) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var r wiretest.Recorder
			tc.do(&r)
			if diff := cmp.Diff(tc.want, r.Lines); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRolesHaveNames(t *testing.T) {
	for r := mobile.Unknown + 1; r <= mobile.Charging; r++ {
		if r.String() == "" {
			t.Errorf("role %d has no name", r)
		}
	}
	if mobile.Unknown.String() != "" || (mobile.Charging+1).String() != "" {
		t.Error("a role that is none has a name")
	}
}

func FuzzValues(f *testing.F) {
	f.Add([]byte("\x03smf\x07example"))
	f.Add([]byte{0, 0xf1, 0x10})
	f.Fuzz(func(t *testing.T, b []byte) {
		var c wiretest.Checker
		mobile.Name("a.b", b, &c)
		mobile.PLMN("a.b", b, &c)
		mobile.NodeID("a.b", b, 1<<63, &c)
		mobile.Address("a.b", b, &c)
		mobile.NodeName("a.b", b, &c)
		if c.Err != nil {
			t.Error(c.Err)
		}
	})
}
