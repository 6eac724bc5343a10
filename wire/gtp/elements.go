package gtp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
)

// Information elements of version 1 (TS 29.060 clause 7.7).
const (
	ieRecovery         = 14
	ieGSNAddress       = 133
	ieChargingGateway  = 251 // node address in GTP'
	iePrivateExtension = 255
)

// fixed is the length of the elements that do not say it, TV in TS 29.060 clause
// 7.7: those with a number below 128. Zero is none that is known.
var fixed = [128]uint8{
	1: 1, 2: 8, 3: 6, 4: 4, 5: 4, 8: 1, 9: 28, 11: 1, 12: 3, 13: 1, ieRecovery: 1, 15: 1, 16: 4, 17: 4, 18: 5, 19: 1, 20: 1, 21: 1,
	22: 9, 23: 1, 24: 1, 25: 2, 26: 2, 27: 2, 28: 2, 29: 1, 117: 10, 118: 11, 119: 4, 120: 2, 121: 5, 126: 1, 127: 4,
}

// elements walks the elements of version 1 and of GTP'.
func elements(b []byte, s wire.Sink) {
	for range maxElements {
		if len(b) < 2 {
			return
		}
		kind, from, n := b[0], 1, 0
		if kind < 128 {
			if n = int(fixed[kind]); n == 0 {
				return
			}
		} else {
			if len(b) < 3 {
				return
			}
			from, n = 3, int(binary.BigEndian.Uint16(b[1:]))
		}
		if from+n > len(b) {
			return
		}
		v := b[from : from+n]
		switch kind {
		case ieRecovery:
			s.Field("gtp.restart_counter", wire.Uint, v)
		case ieGSNAddress:
			mobile.Address("gtp.gsn_address", v, s)
		case ieChargingGateway:
			mobile.Address("gtp.charging_gateway", v, s)
		case iePrivateExtension:
			private(v, s)
		}
		b = b[from+n:]
	}
}

// private reports the author of a private extension (TS 29.060 clause 7.7.46, TS
// 29.274 clause 8.67): an enterprise number of two octets. Its value may hold
// anything, so of it nothing is reported.
func private(v []byte, s wire.Sink) {
	if len(v) >= 2 {
		s.Field("gtp.private_extension", wire.Uint, v[:2])
	}
}
