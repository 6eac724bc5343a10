package pcap

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestDirections holds the table of directions against a map.
func TestDirections(t *testing.T) {
	d, m := newDirections(), map[uint64]uint32{}
	r := rand.New(rand.NewPCG(1, 2))
	keys := make([]uint64, 3000)
	for i := range keys {
		// Many share a home, around the table's end too.
		keys[i] = uint64(r.IntN(40)+i%2*(1<<directionBits-40))<<directionShift | uint64(i+1)<<directionBits
	}
	for range 200_000 {
		k := keys[r.IntN(len(keys))]
		n, ok := d.find(k)
		if want, there := m[k]; ok != there || ok && n != want {
			t.Fatalf("find(%x) = %d, %v; want %d, %v", k, n, ok, want, there)
		}
		if ok && r.IntN(2) == 0 {
			d.remove(k, n)
			delete(m, k)
		} else if !ok {
			v := uint32(r.IntN(maxFlows))
			d.put(k, v)
			m[k] = v
		}
	}
}

// TestTable finds every number by its digest while it grows.
func TestTable(t *testing.T) {
	x := newTable(4)
	r := rand.New(rand.NewPCG(3, 4))
	var all []uint64
	for i := range 5000 {
		h := r.Uint64()
		if i%3 == 0 && i > 0 {
			h = all[i-1] // the same digest
		}
		n, at, ok := x.next(h, x.probe(h))
		found := false
		for ; ok; n, at, ok = x.next(h, x.after(at)) {
			found = found || all[n] == h
		}
		if found != (i%3 == 0 && i > 0) {
			t.Fatalf("%d: found %v", i, found)
		}
		x.put(h, at, uint32(i))
		all = append(all, h)
	}
}

func TestArena(t *testing.T) {
	var a arena
	var spans []span
	text := func(i int) string { return fmt.Sprintf("%0*d", i*37%40000, i) }
	for i := range 3000 {
		spans = append(spans, a.keep([]byte(text(i))))
	}
	for i, s := range spans {
		if got := a.text(s); got != text(i) {
			t.Fatalf("%d: %d octets differ", i, len(got))
		}
	}
}
