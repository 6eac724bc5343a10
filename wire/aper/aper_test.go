package aper_test

import (
	"bytes"
	"testing"

	"github.com/whomade/whomade/wire/aper"
	at "github.com/whomade/whomade/wire/aper/apertest"
)

func TestWhole(t *testing.T) {
	for _, tc := range []struct {
		name       string
		in         []byte
		lo, hi     int
		want, then int // then: the four bits behind
	}{
		{"no choice", []byte{0xa0}, 7, 7, 7, 10},
		{"three bits", []byte{0b101_1111_0}, 1, 6, 6, 15},
		{"eight bits, not aligned", []byte{0b0000_0101, 0xf0}, 1, 150, 6, 15},
		{"range of 256 is aligned", []byte{0x05, 0xf0}, 0, 255, 5, 15},
		{"two octets", []byte{0x01, 0x02, 0xf0}, 0, 65535, 258, 15},
		{"two octets from one on", []byte{0x00, 0x00, 0xf0}, 1, 65535, 1, 15},
	} {
		r := aper.NewReader(tc.in)
		if got := r.Whole(tc.lo, tc.hi); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
		if got := int(r.Bits(4)); got != tc.then || !r.OK() {
			t.Errorf("%s: then %d (%v), want %d", tc.name, got, r.OK(), tc.then)
		}
	}
}

func TestReader(t *testing.T) {
	r := aper.NewReader([]byte{0x80, 2, 'a', 'b', 0x81, 0x00, 0x01})
	if !r.Bool() {
		t.Error("the first bit is not set")
	}
	if got := r.Open(); string(got) != "ab" {
		t.Errorf("open type field %q", got)
	}
	if got := r.Length(); got != 256 || !r.OK() {
		t.Errorf("length %d, %v", got, r.OK())
	}
	if got := r.Octets(2); got != nil || r.OK() {
		t.Errorf("octets behind the end: %x, %v", got, r.OK())
	}
	if r.Bits(1) != 0 || r.Rest() != nil {
		t.Error("something is read after a failure")
	}
}

func TestStrings(t *testing.T) {
	r := aper.NewReader(append(at.Name("node"), 0x80, 3, 'x', 'y', 'z'))
	if a, b := r.String(1, 150), r.String(1, 150); string(a) != "node" || string(b) != "xyz" || !r.OK() {
		t.Errorf("names %q, %q, %v", a, b, r.OK())
	}
	r = aper.NewReader([]byte{0x12, 0x34, 0x50})
	if v, n := r.BitString(20, 20); v != 0x12345 || n != 20 {
		t.Errorf("bit string %x of %d bits", v, n)
	}
	r = aper.NewReader([]byte{0x20, 0x01, 0x02})
	if v := r.Integer(5); v != 258 || !r.OK() {
		t.Errorf("integer %d", v)
	}
	r = aper.NewReader([]byte{0x81, 0x01, 7})
	if i, extended := r.Choice(2, true); i != 3 || !extended {
		t.Errorf("alternative %d, %v", i, extended)
	}
}

var form = aper.Form{Alternatives: 3, Extensible: true}

func TestMessage(t *testing.T) {
	long := bytes.Repeat([]byte{7}, 300)
	m, ok := aper.Parse(at.Message(at.Successful, 9, at.Element(1, []byte{5}), at.Element(500, long)), form)
	if !ok || m.Kind != aper.Successful || m.Procedure != 9 {
		t.Fatalf("message %v %v", m, ok)
	}
	elements := m.Elements()
	for _, want := range []aper.Element{{ID: 1, Value: []byte{5}}, {ID: 500, Value: long}} {
		if e, ok := elements.Next(); !ok || e.ID != want.ID || !bytes.Equal(e.Value, want.Value) {
			t.Errorf("element %v, %v", e, ok)
		}
	}
	if _, ok := elements.Next(); ok {
		t.Error("an element too many")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(at.Message(at.Initiating, 17, at.Element(60, at.Name("node"))))
	f.Add(at.Raw(at.Initiating, 39, []byte{0, 0, 0, 0x80, 2, 0x2b, 6, 0x40, 1, 0}))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, ok := aper.Parse(b, form)
		if !ok {
			return
		}
		total := 0
		for e := m.Elements(); ; {
			x, ok := e.Next()
			if !ok {
				break
			}
			total += 4 + len(x.Value)
		}
		for p := m.Private(); ; {
			if _, ok := p.Next(); !ok {
				break
			}
		}
		if total > len(b) {
			t.Errorf("%d octets of elements in %d", total, len(b))
		}
		r := aper.NewReader(b)
		for r.OK() {
			r.String(1, 150)
			r.Choice(3, true)
			r.BitString(22, 32)
			r.Integer(5)
		}
	})
}
