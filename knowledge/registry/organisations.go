package registry

import (
	"encoding/binary"
	"errors"
	"strings"
)

// Info is what the registry says about the block an address lies in.
type Info struct {
	Org     string // registered name as its holder wrote it; empty if Private
	Bits    int    // length of the assigned block: 24, 28 or 36
	Private bool   // the block is assigned, but its holder keeps the name to itself
}

// privateName is what the registry prints in place of a withheld name.
const privateName = "Private"

// orgMagic opens every address block table and names its layout.
//
// After it follow, all integers big-endian: the number of names, of 24, 28 and
// 36 bit blocks and the size of the name heap (uint32 each); one length byte per
// name; the blocks of each size by ascending key (3, 4 and 5 octets, key in the
// low bits) with the index of their name (uint16); the heap, names in the order
// of their lengths.
const orgMagic = "WHOMADE/oui/1\n\x00\x00"

// maxHeap is the largest name heap a slot can point into.
const maxHeap = 1 << 20

// blockSizes are the three block lengths in the order the file holds them.
var blockSizes = [3]int{24, 28, 36}

// orgTable is the table of blocks and what their entries refer to. The names of
// a look-up are substrings of the heap.
type orgTable struct {
	blockTable
	sizes   [3]records // the blocks as the file holds them, for listings
	names   []entry
	heap    string
	private entry
}

var errOrgLayout = errors.New("not in the layout this program reads")

// openOrgs checks the layout of data and builds the hash tables.
func openOrgs(data string) (orgTable, error) {
	const header = len(orgMagic) + 5*4
	if len(data) < header || !strings.HasPrefix(data, orgMagic) {
		return orgTable{}, errOrgLayout
	}
	var n [5]int
	for i := range n {
		n[i] = int(be(data[len(orgMagic)+4*i:], 4))
	}
	names, heapLen := n[0], n[4]
	size := uint64(header) + uint64(names) + uint64(n[1])*5 + uint64(n[2])*6 + uint64(n[3])*7 + uint64(heapLen)
	if size != uint64(len(data)) || names > 1<<16 || heapLen > maxHeap {
		return orgTable{}, errOrgLayout
	}
	t := orgTable{heap: data[len(data)-heapLen:], names: make([]entry, names)}
	off := 0
	for i := range t.names {
		l := int(data[header+i])
		if l == 0 || off+l > heapLen {
			return orgTable{}, errOrgLayout
		}
		t.names[i] = entry(off<<8 | l)
		if l == len(privateName) && t.heap[off:off+l] == privateName {
			t.private = t.names[i]
		}
		off += l
	}
	if off != heapLen {
		return orgTable{}, errOrgLayout
	}
	rest := data[header+names : len(data)-heapLen]
	for i, bits := range blockSizes {
		size := n[1+i] * recordSize(bits)
		t.sizes[i] = records{data: rest[:size], bits: bits}
		rest = rest[size:]
	}
	if !t.build(t.sizes, t.names) {
		return orgTable{}, errOrgLayout
	}
	return t, nil
}

// Lookup returns what is registered for the longest assigned block that holds
// the address. Group addresses and locally administered ones (the two low bits
// of the first octet, IEEE 802 clause 8.2) have no holder, nor have the parts of
// a subdivided block that nobody holds. It allocates nothing.
func (r *Registry) Lookup(mac [6]byte) (Info, bool) {
	// Four and two octets, as the compiler copies the argument: other widths
	// would have to wait until the copy has reached the cache.
	high, low := binary.BigEndian.Uint32(mac[:4]), uint32(binary.BigEndian.Uint16(mac[4:]))
	if high&0x03000000 != 0 {
		return Info{}, false
	}
	t := &r.orgs
	place := t.place(high >> 8)
	e := t.entries[t.entries[place].part(place, high<<16&0xff0000|low)]
	if e == 0 {
		return Info{}, false
	}
	return t.info(e), true
}

// Identifier returns what is registered for a three octet organisation
// identifier as protocols carry it (LLDP organisational TLVs, 802.11 vendor
// elements, DHCP). Unlike addresses these may be company ids (CID), which have
// the local bit set.
func (r *Registry) Identifier(oui [3]byte) (Info, bool) {
	e := r.orgs.entries[r.orgs.place(uint32(oui[0])<<16|uint32(oui[1])<<8|uint32(oui[2]))]
	if e == 0 || e.isRow() {
		return Info{}, false
	}
	return r.orgs.info(e), true
}

func (t *orgTable) info(e entry) Info {
	if e&entryMask == t.private {
		return Info{Bits: e.bits(), Private: true}
	}
	return Info{Org: e.name(t.heap), Bits: e.bits()}
}

// Organisations calls yield for every registered name, in the order of their
// bytes, with all its blocks, the short ones first and ascending, until yield
// returns false. Withheld names are left out. It is meant for lints and
// listings; the blocks belong to the receiver of the call.
func (r *Registry) Organisations(yield func(name string, prefixes []Prefix) bool) {
	t := &r.orgs
	byName := make([][]Prefix, len(t.names))
	for _, list := range t.sizes {
		for list.data != "" {
			key, name := list.next()
			byName[name] = append(byName[name], prefixOf(key, list.bits))
		}
	}
	for i, e := range t.names {
		if len(byName[i]) > 0 && e != t.private && !yield(e.name(t.heap), byName[i]) {
			return
		}
	}
}
