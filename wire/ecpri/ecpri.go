// Package ecpri decodes what the ends of a fronthaul link show of themselves:
// eCPRI (specification 2.0) and, in its real-time control messages, the control
// plane of O-RAN (O-RAN.WG4.CUS). Radio samples are passed over.
package ecpri

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
)

// EtherType is eCPRI's (specification 2.0 clause 3.1.3).
const EtherType = 0xaefe

// Message types (eCPRI 2.0 clause 3.2.4).
const (
	samples         = 0
	realTimeControl = 2
	lastKnown       = 11
)

const (
	headLength    = 4
	controlAt     = headLength + 4 // behind the ids of the data flow and sequence
	sectionTypeAt = controlAt + 5
	compressionAt = controlAt + 6

	laaFeedback = 7 // section type that a radio unit sends
)

// Decode decodes one frame's payload. The end that steers the radio by control
// messages is the distributed unit.
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headLength {
		return false
	}
	revision, kind, n := b[0]>>4, b[1], int(binary.BigEndian.Uint16(b[2:]))
	if revision == 0 || revision > 2 || b[0]&0x0e != 0 || kind > lastKnown || n > len(b)-headLength {
		return false
	}
	if kind == samples {
		return true
	}
	mobile.Number("ecpri.revision", uint64(revision), s)
	if kind != realTimeControl || n < compressionAt+1-headLength || b[controlAt]>>4&7 != 1 {
		return true
	}
	section := b[sectionTypeAt]
	if section > 11 || section == laaFeedback {
		return true
	}
	mobile.Function(mobile.ODU, s)
	s.Field("ecpri.section_type", wire.Uint, b[sectionTypeAt:sectionTypeAt+1])
	switch section {
	case 1, 3, 5: // these say how samples are compressed
		s.Field("ecpri.compression", wire.Bytes, b[compressionAt:compressionAt+1])
	}
	return true
}
