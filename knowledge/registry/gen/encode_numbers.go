package main

import (
	"cmp"
	"encoding/binary"
	"fmt"
)

const (
	penMagic  = "WHOMADE/pen/1\n\x00\x00"
	penEscape = 0xff
)

// encodeNumbers lays out the enterprise numbers as package registry reads them.
func encodeNumbers(numbers map[uint32]string) ([]byte, map[string]int, error) {
	keys := sortedKeys(numbers, cmp.Compare[uint32])
	count := int(keys[len(keys)-1]) + 1
	if count > 4*len(keys)+1024 {
		return nil, nil, fmt.Errorf("number %d is far from the others: the layout is for dense lists", count-1)
	}
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = numbers[k]
	}
	phrases, packed := pack(names)
	lengths := make([]byte, count)
	var heap []byte
	for i, k := range keys {
		if len(packed[i]) > 255 {
			return nil, nil, fmt.Errorf("name of %d is too long", k)
		}
		lengths[k] = byte(len(packed[i]))
		heap = append(heap, packed[i]...)
	}
	out := []byte(penMagic)
	out = binary.BigEndian.AppendUint32(out, uint32(count))
	out = binary.BigEndian.AppendUint32(out, uint32(len(heap)))
	var text []byte
	for _, p := range phrases {
		out = append(out, byte(len(p)))
		text = append(text, p...)
	}
	out = append(out, text...)
	out = append(out, lengths...)
	return append(out, heap...), map[string]int{"numbers": len(keys)}, nil
}
