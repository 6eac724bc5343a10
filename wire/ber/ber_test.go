package ber

import (
	"bytes"
	"testing"
)

func TestNext(t *testing.T) {
	long := append([]byte{0x04, 0x81, 0x80}, make([]byte, 128)...)
	for _, c := range []struct {
		name string
		in   []byte
		tag  byte
		size int // of the content; -1: not readable
	}{
		{"short form", []byte{0x04, 2, 'h', 'i'}, TagOctetString, 2},
		{"empty", []byte{0x05, 0}, TagNull, 0},
		{"long form", long, TagOctetString, 128},
		{"longer length than needed", []byte{0x02, 0x84, 0, 0, 0, 1, 7}, TagInteger, 1},
		{"eight length octets", []byte{0x02, 0x88, 0, 0, 0, 0, 0, 0, 0, 1, 7}, TagInteger, 1},
		{"nine length octets", []byte{0x02, 0x89, 0, 0, 0, 0, 0, 0, 0, 0, 1, 7}, 0, -1},
		{"indefinite", []byte{0x30, 0x80, 0, 0}, 0, -1},
		{"multi-octet tag", []byte{0x1f, 0x81, 1, 0}, 0, -1},
		{"end of contents", []byte{0, 0}, 0, -1},
		{"cut value", []byte{0x04, 3, 'h', 'i'}, 0, -1},
		{"cut length", []byte{0x04, 0x82, 1}, 0, -1},
		{"huge length", []byte{0x04, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, 0, -1},
		{"nothing", nil, 0, -1},
	} {
		r := New(c.in)
		tag, content, ok := r.Next()
		switch {
		case c.size < 0 && ok:
			t.Errorf("%s: read %d octets of something unreadable", c.name, len(content))
		case c.size >= 0 && (!ok || tag != c.tag || len(content) != c.size):
			t.Errorf("%s: got tag %#x, %d octets, %v", c.name, tag, len(content), ok)
		case c.size >= 0 && !r.Empty():
			t.Errorf("%s: %d octets left", c.name, len(r.Rest()))
		}
	}
}

func TestInt(t *testing.T) {
	for _, c := range []struct {
		in   []byte
		want int64
		ok   bool
	}{
		{[]byte{2, 1, 0}, 0, true},
		{[]byte{2, 1, 0xff}, -1, true},
		{[]byte{2, 2, 1, 0}, 256, true},
		{[]byte{2, 8, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, 1<<63 - 1, true},
		{[]byte{2, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 0, false},
		{[]byte{2, 0}, 0, false},
		{[]byte{4, 1, 0}, 0, false},
	} {
		r := New(c.in)
		if got, ok := r.Int(); got != c.want || ok != c.ok {
			t.Errorf("%x: got %d, %v", c.in, got, ok)
		}
	}
}

func TestEnter(t *testing.T) {
	// The inner sequence claims 100 octets and has 3.
	r := New([]byte{0x30, 5, 0x30, 100, 2, 1, 9, 0xde, 0xad})
	outer, ok := r.Enter(TagSequence)
	if !ok || len(r.Rest()) != 2 {
		t.Fatalf("outer: %v, %d octets after it", ok, len(r.Rest()))
	}
	inner, ok := outer.Enter(TagSequence)
	if !ok {
		t.Fatal("a cut sequence is not entered")
	}
	if v, ok := inner.Int(); v != 9 || !ok {
		t.Errorf("got %d, %v", v, ok)
	}
	if _, ok := inner.Enter(TagSequence); ok {
		t.Error("entered nothing")
	}
}

func TestDepth(t *testing.T) {
	b := bytes.Repeat([]byte{0x30, 0x7f}, 60)
	r, depth := New(b), 0
	for {
		inner, ok := r.Enter(TagSequence)
		if !ok {
			break
		}
		r, depth = inner, depth+1
	}
	if depth != MaxDepth {
		t.Errorf("entered %d levels, want %d", depth, MaxDepth)
	}
}

func TestAllocations(t *testing.T) {
	b := []byte{0x30, 5, 2, 1, 0, 4, 0}
	if n := testing.AllocsPerRun(100, func() {
		r := New(b)
		seq, _ := r.Enter(TagSequence)
		seq.Int()
		seq.Skip()
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte{0x30, 5, 2, 1, 0, 4, 0})
	f.Add([]byte{0x30, 0x84, 0, 0, 0, 3, 2, 1, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		walk(t, New(b), len(b))
	})
}

// walk reads everything and checks that no content is longer than what holds it.
func walk(t *testing.T, r Reader, limit int) {
	for !r.Empty() {
		if r.Tag()&0x20 != 0 {
			inner, ok := r.Enter(r.Tag())
			if !ok {
				return
			}
			walk(t, inner, limit)
			continue
		}
		_, c, ok := r.Next()
		if !ok {
			return
		}
		if len(c) > limit {
			t.Fatalf("content of %d octets in %d", len(c), limit)
		}
	}
}
