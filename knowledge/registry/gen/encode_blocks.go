package main

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
)

const orgMagic = "WHOMADE/oui/1\n\x00\x00"

// encodeBlocks lays out the address blocks as package registry reads them.
func encodeBlocks(blocks map[block]string) ([]byte, map[string]int, error) {
	index := map[string]int{}
	for _, name := range blocks {
		index[name] = 0
	}
	names := sortedKeys(index, cmp.Compare[string])
	var lengths, heap []byte
	for i, name := range names {
		index[name] = i
		lengths = append(lengths, byte(len(name)))
		heap = append(heap, name...)
	}
	if len(names) > 1<<16 || len(heap) > 1<<20 {
		return nil, nil, fmt.Errorf("%d names of %d octets exceed the layout", len(names), len(heap))
	}
	keys := sortedKeys(blocks, func(a, b block) int {
		return cmp.Or(cmp.Compare(a.bits, b.bits), cmp.Compare(a.key, b.key))
	})
	var records []byte
	counts := map[int]int{}
	for _, k := range keys {
		counts[k.bits]++
		var key [8]byte
		binary.BigEndian.PutUint64(key[:], k.key)
		records = append(records, key[8-(k.bits+7)/8:]...)
		records = binary.BigEndian.AppendUint16(records, uint16(index[blocks[k]]))
	}
	out := []byte(orgMagic)
	for _, n := range []int{len(names), counts[24], counts[28], counts[36], len(heap)} {
		out = binary.BigEndian.AppendUint32(out, uint32(n))
	}
	entries := map[string]int{"names": len(names)}
	for bits, n := range counts {
		entries[strconv.Itoa(bits)+" bit"] = n
	}
	return slices.Concat(out, lengths, records, heap), entries, nil
}
