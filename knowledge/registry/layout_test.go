package registry

import (
	"encoding/binary"
	"strings"
	"testing"
)

// smallOUI is a table with a withheld 24 bit block, a block without parts, one
// with parts of both sizes.
func smallOUI() string {
	b := []byte(orgMagic)
	for _, n := range []uint32{3, 3, 1, 1, 18} {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	b = append(b, 5, 6, 7)
	b = append(b, 0, 0, 1, 0, 0, 0, 0, 2, 0, 2, 0xfc, 0, 3, 0, 1)
	b = append(b, 0x0f, 0xc0, 0, 0x31, 0, 0)
	b = append(b, 0x0f, 0xc0, 0, 0x40, 0x05, 0, 1)
	return string(b) + "AlphaBeta &Private"
}

func smallPEN() string {
	b := []byte(penMagic)
	b = binary.BigEndian.AppendUint32(b, 66)
	b = binary.BigEndian.AppendUint32(b, 9)
	lengths := make([]byte, 256)
	lengths['A'], lengths[1] = 1, 4
	b = append(b, lengths...)
	b = append(b, " LtdA"...)
	names := make([]byte, 66)
	names[2], names[65] = 2, 7
	b = append(b, names...)
	return string(b) + "A\x01" + "A\x01\xffé\xffA"[:7]
}

func TestNewSmall(t *testing.T) {
	r, err := New(smallOUI(), smallPEN())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		mac  [6]byte
		want Info
	}{
		{[6]byte{0, 0, 1}, Info{Org: "Alpha", Bits: 24}},
		{[6]byte{0, 0, 2}, Info{Private: true, Bits: 24}},
		{[6]byte{0xfc, 0, 3, 0x10}, Info{Org: "Alpha", Bits: 28}},
		{[6]byte{0xfc, 0, 4, 0, 0x50}, Info{Org: "Beta &", Bits: 36}},
		{[6]byte{0xfc, 0, 3, 0x20}, Info{Org: "Beta &", Bits: 24}},
		{[6]byte{0xfc, 0, 4, 0, 0x60}, Info{}},
	} {
		if got, ok := r.Lookup(tt.mac); got != tt.want || ok != (got != Info{}) {
			t.Errorf("%x: %+v, %v; want %+v", tt.mac, got, ok, tt.want)
		}
	}
	if got, _ := r.Enterprise(2); got != "A Ltd" {
		t.Errorf("2: %q", got)
	}
	if got, _ := r.Enterprise(65); got != "A LtdéA" {
		t.Errorf("65: %q", got)
	}
}

// A table cut short or lengthened is refused, at every length.
func TestTruncated(t *testing.T) {
	oui, pen := smallOUI(), smallPEN()
	for n := range len(oui) {
		if _, err := New(oui[:n], pen); err == nil {
			t.Errorf("oui: %d of %d octets accepted", n, len(oui))
		}
	}
	for n := range len(pen) {
		if _, err := New(oui, pen[:n]); err == nil {
			t.Errorf("pen: %d of %d octets accepted", n, len(pen))
		}
	}
	if _, err := New(oui+"x", pen); err == nil {
		t.Error("oui: trailing octet accepted")
	}
	if _, err := New(oui, pen+"x"); err == nil {
		t.Error("pen: trailing octet accepted")
	}
}

// A block may be held as a whole and in parts of both sizes; a table with more
// subdivided blocks than the registry can have is refused.
func TestSubdivided(t *testing.T) {
	table := func(n int) string {
		b := []byte(orgMagic)
		for _, c := range []uint32{3, 1, 1, uint32(n), 3} {
			b = binary.BigEndian.AppendUint32(b, c)
		}
		b = append(b, 1, 1, 1)
		b = append(b, 0, 0, 0, 0, 0)
		b = append(b, 0, 0, 0, 1, 0, 1)
		for i := range n {
			b = binary.BigEndian.AppendUint32(append(b, 0), uint32(i)<<12|0x11)
			b = append(b, 0, 2)
		}
		return string(b) + "ABC"
	}
	r, err := New(table(50), smallPEN())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		mac  [6]byte
		want Info
	}{
		{[6]byte{0, 0, 0, 0x01, 0x10}, Info{Org: "C", Bits: 36}},
		{[6]byte{0, 0, 0, 0x10, 0x10}, Info{Org: "B", Bits: 28}},
		{[6]byte{0, 0, 0, 0x20, 0x10}, Info{Org: "A", Bits: 24}},
	} {
		if got, _ := r.Lookup(tt.mac); got != tt.want {
			t.Errorf("%x: %+v, want %+v", tt.mac, got, tt.want)
		}
	}
	if _, err := New(table(maxWide+1), smallPEN()); err == nil {
		t.Error("too many subdivided blocks accepted")
	}
}

func FuzzNew(f *testing.F) {
	f.Add(smallOUI(), smallPEN(), uint64(0xfc0003100000), uint32(65))
	f.Add(strings.Repeat("\x00", 64), penMagic, uint64(0), uint32(0))
	f.Fuzz(func(t *testing.T, oui, pen string, mac uint64, number uint32) {
		r := &Registry{}
		var err error
		if r.orgs, err = openOrgs(oui); err == nil {
			r.Lookup([6]byte{byte(mac >> 40), byte(mac >> 32), byte(mac >> 24), byte(mac >> 16), byte(mac >> 8), byte(mac)})
			for name := range r.Organisations {
				if name == "" {
					t.Error("empty name")
				}
			}
		}
		if r.pens, err = openPens(pen); err == nil {
			one, ok := r.Enterprise(number)
			for n, name := range r.Enterprises {
				if n == number && (!ok || name != one) {
					t.Errorf("%d: %q and %q", n, name, one)
				}
			}
		}
	})
}
