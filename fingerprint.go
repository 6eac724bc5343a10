package whomade

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// Fingerprints names each element of the report by what it is, not by where it was
// read, so that findings of two runs can be compared although a list got a new row.
// An element goes by its strongest keys; an item of a list that states none goes by
// its makers, brand, model and site, and those that are alike are numbered. The
// order is that of the elements.
func (r *Report) Fingerprints() []string {
	out := make([]string, len(r.Elements))
	seen := map[string]int{}
	for i := range r.Elements {
		key := r.Elements[i].key()
		seen[key]++
		sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(seen[key])))
		out[i] = hex.EncodeToString(sum[:8])
	}
	return out
}

// key is the smallest of the strongest keys of an element.
func (e *Element) key() string {
	var best string
	rank := len(keyRank)
	for _, s := range e.Subjects {
		for _, k := range s.Keys() {
			tag, _, _ := strings.Cut(k, ":")
			tag, _, _ = strings.Cut(tag, "@")
			if n := slices.Index(keyRank, tag); n >= 0 && (n < rank || n == rank && k < best) {
				best, rank = k, n
			}
		}
	}
	return cmp.Or(best, strings.Join([]string{strings.Join(e.MakerSet(), "|"), e.Brand, e.Model, e.Site}, "\x00"))
}

// keyRank is the tags of keys that an element has wherever it is read, the one
// that changes least first.
var keyRank = []string{"serial", "engine_id", "chassis_id", "mac", "cell_id", "host_name", "ip"}
