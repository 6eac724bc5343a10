package registry

import (
	"math/rand/v2"
	"testing"
)

// addresses returns 65,536 addresses, nine in ten inside assigned blocks of all
// three lengths in the proportion of the table.
func addresses(tb testing.TB, r *Registry) [][6]byte {
	tb.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	var blocks []Prefix
	for _, p := range r.Organisations {
		for _, b := range p {
			if b.MAC[0]&3 == 0 {
				blocks = append(blocks, b)
			}
		}
	}
	out := make([][6]byte, 0, 65536)
	known := 0
	for len(out) < cap(out) {
		v := rng.Uint64()
		m := [6]byte{byte(v>>40) &^ 3, byte(v >> 32), byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}
		if len(out)%10 != 0 {
			b := blocks[rng.IntN(len(blocks))]
			for i := range m {
				keep := byte(0xff)
				if n := b.Bits - 8*i; n <= 0 {
					keep = 0
				} else if n < 8 {
					keep = 0xff << (8 - n)
				}
				m[i] = b.MAC[i]&keep | m[i]&^keep
			}
			if _, ok := r.Lookup(m); !ok {
				tb.Fatalf("%x inside %v has no holder", m, b)
			}
			known++
		} else if _, ok := r.Lookup(m); ok {
			continue
		}
		out = append(out, m)
	}
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	tb.Logf("%d addresses, %d known", len(out), known)
	return out
}

func BenchmarkLookup(b *testing.B) {
	r := open(b)
	macs := addresses(b, r)
	b.ReportAllocs()
	b.ResetTimer()
	sum := 0
	for i := range b.N {
		info, _ := r.Lookup(macs[i&0xffff])
		sum += len(info.Org) + info.Bits
	}
	if sum == 0 {
		b.Fatal("nothing found")
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		open(b)
	}
}

func BenchmarkEnterprise(b *testing.B) {
	r := open(b)
	b.ReportAllocs()
	var buf []byte
	for i := range b.N {
		buf, _ = r.AppendEnterprise(buf[:0], uint32(i)%66000)
	}
}

func TestLookupAllocatesNothing(t *testing.T) {
	r := open(t)
	macs := addresses(t, r)[:1000]
	if n := testing.AllocsPerRun(10, func() {
		for _, m := range macs {
			r.Lookup(m)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
