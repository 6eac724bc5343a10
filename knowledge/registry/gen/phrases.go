package main

const (
	maxPhrase = 32  // longest phrase, octets
	separator = 256 // symbol between two names; never part of a phrase
	literal   = 512 // symbols from here on are octets written as they are
)

// pack replaces frequent strings of the names by single bytes (byte pair
// encoding). It returns the phrase of every byte value and the packed names.
//
// The printable ASCII characters stand for themselves, the other values below
// penEscape for phrases; a character outside ASCII is written as it is, after
// penEscape.
func pack(names []string) (phrases [256]string, packed [][]byte) {
	var symbols []uint16
	for _, name := range names {
		for _, r := range name {
			if r >= ' ' && r < 0x7f {
				symbols = append(symbols, uint16(r))
				continue
			}
			symbols = append(symbols, penEscape)
			for _, b := range []byte(string(r)) {
				symbols = append(symbols, literal+uint16(b))
			}
		}
		symbols = append(symbols, separator)
	}
	for b := ' '; b < 0x7f; b++ {
		phrases[b] = string(b)
	}
	for code := range uint16(penEscape) {
		if phrases[code] != "" {
			continue
		}
		a, b, ok := bestPair(symbols, &phrases)
		if !ok {
			break
		}
		phrases[code] = phrases[a] + phrases[b]
		symbols = replace(symbols, a, b, code)
	}
	var name []byte
	for _, s := range symbols {
		switch {
		case s == separator:
			packed = append(packed, name)
			name = nil
		case s >= literal:
			name = append(name, byte(s-literal))
		default:
			name = append(name, byte(s))
		}
	}
	return phrases, packed
}

// bestPair returns the most frequent pair of neighbours that makes a phrase of
// allowed length, the lowest of equals.
func bestPair(symbols []uint16, phrases *[256]string) (a, b uint16, ok bool) {
	counts := make([]int, 256*256)
	for i := 1; i < len(symbols); i++ {
		if x, y := symbols[i-1], symbols[i]; x < penEscape && y < penEscape {
			counts[int(x)<<8|int(y)]++
		}
	}
	best := 2
	for pair, n := range counts {
		x, y := pair>>8, pair&0xff
		if n > best && len(phrases[x])+len(phrases[y]) <= maxPhrase {
			best, a, b, ok = n, uint16(x), uint16(y), true
		}
	}
	return a, b, ok
}

// replace writes code for every pair of a and b, in place.
func replace(symbols []uint16, a, b, code uint16) []uint16 {
	out := symbols[:0]
	for i := 0; i < len(symbols); i++ {
		if symbols[i] == a && i+1 < len(symbols) && symbols[i+1] == b {
			out = append(out, code)
			i++
		} else {
			out = append(out, symbols[i])
		}
	}
	return out
}
