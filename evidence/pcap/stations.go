package pcap

import (
	"encoding/binary"
	"math/bits"
	"unsafe"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ethernet"
)

// station is a source address of frames and what was counted of it.
type station struct {
	key         uint64 // address in the low 48 bits and a bit above, or 0 where the slot is free
	count       int64
	first, last int64
}

// stationInfo is what is not needed for each frame of a station.
type stationInfo struct {
	mac  [6]byte
	fact int32 // of ethernet.source, or -1
}

// stations counts the frames of each source address without a digest: an open
// table that is probed in a line. Number 0 is no address.
type stations struct {
	slots []station
	ids   []uint32 // of the slots, in all
	shift uint8
	used  int
	all   []stationInfo
	limit int
	lost  int64

	fresh      []freshStation // in the order of their frames
	introduced int            // of fresh
}

func newStations(limit int) stations {
	const first = 12
	return stations{slots: make([]station, 1<<first), ids: make([]uint32, 1<<first), shift: 64 - first, all: make([]stationInfo, 1, 64), limit: limit}
}

const present = 1 << 48

// stationKey is the key of the address that begins b, of which 8 octets must be
// there.
func stationKey(b []byte) uint64 {
	_ = b[7]
	return binary.BigEndian.Uint64(b)>>16 | present
}

func keyOfMAC(m [6]byte) uint64 {
	return present | uint64(m[0])<<40 | uint64(m[1])<<32 | uint64(m[2])<<24 | uint64(m[3])<<16 | uint64(m[4])<<8 | uint64(m[5])
}

func macOfKey(k uint64) (m [6]byte) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], k<<16)
	copy(m[:], b[:])
	return m
}

// slot returns the place of key, which is free if it is new.
func (t *stations) slot(key uint64) uint64 {
	i := key * mixA >> t.shift
	for t.slots[i].key != key && t.slots[i].key != 0 {
		i = (i + 1) & uint64(len(t.slots)-1)
	}
	return i
}

// grow makes the table four times as large: it is nearly empty for the sake of
// few collisions.
func (t *stations) grow() {
	old, ids := t.slots, t.ids
	t.slots, t.ids = make([]station, 4*len(old)), make([]uint32, 4*len(old))
	for i := 0; i < len(t.slots); i += page / int(unsafe.Sizeof(station{})) {
		t.slots[i] = station{}
	}
	t.shift = uint8(64 - bits.Len(uint(len(t.slots)-1)))
	for i := range old {
		if old[i].key != 0 {
			n := t.slot(old[i].key)
			t.slots[n], t.ids[n] = old[i], ids[i]
		}
	}
}

// count counts a frame of the station with this key.
func (t *stations) count(key uint64, nanos, frame int64) *station {
	s := &t.slots[t.slot(key)]
	if s.key == 0 {
		if s = t.enter(key, frame); s == nil {
			return nil
		}
	}
	s.count++
	if nanos > s.last {
		s.last = nanos
		if s.first == noTime {
			s.first = nanos
		}
	} else if nanos < s.first && nanos != noTime {
		s.first = nanos
	}
	return s
}

// enter makes a slot for a new address, unless there are too many.
func (t *stations) enter(key uint64, frame int64) *station {
	if len(t.all) > t.limit {
		t.lost++
		return nil
	}
	if 4*t.used >= len(t.slots) {
		t.grow()
	}
	t.used++
	n, id := t.slot(key), uint32(len(t.all))
	s := &t.slots[n]
	*s, t.ids[n] = station{key: key, first: noTime, last: noTime}, id
	t.all = append(t.all, stationInfo{mac: macOfKey(key), fact: -1})
	if ethernet.Station(macOfKey(key)) {
		t.fresh = append(t.fresh, freshStation{id, frame})
	}
	return s
}

// freshStation is an address that was counted and is not among the facts yet.
type freshStation struct {
	id    uint32
	frame int64
}

// introduce makes facts of the addresses that were new up to this frame.
func (d *dissector) introduce(ethernetHead bool) {
	t := &d.stations
	for len(t.fresh) > t.introduced && t.fresh[t.introduced].frame <= d.at.frame {
		f := t.fresh[t.introduced]
		t.introduced++
		mac := t.all[f.id].mac
		w, at := byMAC(mac), place{frame: f.frame, nanos: d.at.nanos}
		if ethernetHead {
			at.offset, at.length = 6, 6
		}
		t.all[f.id].fact = d.facts.add(d.subjects.id(&w), f.id, d.values.id("ethernet.source", wire.MAC, mac[:], d), &at)
	}
	if len(t.fresh) == t.introduced {
		t.fresh, t.introduced = t.fresh[:0], 0
	}
}

// station counts the source of the frame that is read.
func (d *dissector) station(key uint64, ethernetHead bool) {
	d.source = 0
	if s := d.stations.count(key, d.at.nanos, d.at.frame); s != nil {
		d.source = key
	}
	d.introduce(ethernetHead)
}

// link is the number of the source of the frame that is read, 0 where it has
// none. It is looked for only where something is to be told of it.
func (d *dissector) link() uint32 {
	if d.source == 0 {
		return 0
	}
	return d.stations.ids[d.stations.slot(d.source)] // of a free slot it is 0
}

// settle writes what was counted to the facts.
func (t *stations) settle(f *facts) {
	for i := range t.slots {
		if s := &t.slots[i]; s.key != 0 && t.all[t.ids[i]].fact >= 0 {
			x := f.all.at(uint32(t.all[t.ids[i]].fact))
			x.count, x.first, x.last = s.count, s.first, s.last
		}
	}
	t.slots, t.ids = nil, nil
}
