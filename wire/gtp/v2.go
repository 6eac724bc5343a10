package gtp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
)

// Information elements of version 2 (TS 29.274 clause 8.1).
const (
	ie2Recovery       = 3
	ie2ServingNetwork = 83
	ie2FTEID          = 87
	ie2BearerContext  = 93
	ie2PDNConnection  = 109
	ie2FQDN           = 136
	ie2NodeFeatures   = 152
	ie2Private        = 255

	maxDepth    = 3
	maxMessages = 8 // in one datagram
)

// version2 decodes a message of version 2 (TS 29.274 clause 5.1), and those that
// ride on its back (clause 5.5.1).
func version2(b []byte, s wire.Sink) bool {
	found := false
	for range maxMessages {
		if len(b) < 8 || b[0]>>5 != 2 {
			break
		}
		end, from := 4+int(binary.BigEndian.Uint16(b[2:])), 8
		if b[0]&8 != 0 { // tunnel endpoint identifier
			from = 12
		}
		if end < from || end > len(b) {
			break
		}
		found = true
		v := version2Walk{s: s, left: maxElements}
		v.elements(b[from:end], 0)
		v.network()
		if b[0]&16 == 0 {
			break
		}
		b = b[end:]
	}
	return found
}

// version2Walk is a walk through the elements of a message.
type version2Walk struct {
	s         wire.Sink
	left      int
	mme, plmn []byte
}

func (w *version2Walk) elements(b []byte, depth int) {
	for len(b) >= 4 && w.left > 0 {
		w.left--
		kind, n := b[0], int(binary.BigEndian.Uint16(b[1:]))
		if n > len(b)-4 {
			return
		}
		v := b[4 : 4+n]
		b = b[4+n:]
		switch kind {
		case ie2Recovery:
			if n >= 1 {
				w.s.Field("gtp.restart_counter", wire.Uint, v[:1])
			}
		case ie2NodeFeatures:
			if n >= 1 {
				w.s.Field("gtp.node_features", wire.Bytes, v)
			}
		case ie2ServingNetwork:
			if n >= 3 {
				w.plmn = v[:3]
			}
		case ie2FQDN:
			mobile.Name("gtp.fqdn", v, w.s)
		case ie2Private:
			private(v, w.s)
		case ie2FTEID:
			w.endpoint(v)
		case ie2BearerContext, ie2PDNConnection:
			if depth < maxDepth {
				w.elements(v, depth+1)
			}
		}
	}
}

// interfaces is the function of the node whose end of a tunnel an interface type
// stands for (TS 29.274 clause 8.22).
var interfaces = [40]mobile.Role{
	0: mobile.ENB, 1: mobile.SGW, 2: mobile.RNC, 3: mobile.SGW, 4: mobile.SGW, 5: mobile.PGW, 6: mobile.SGW, 7: mobile.PGW,
	8: mobile.SGW, 9: mobile.PGW, 10: mobile.MME, 11: mobile.SGW, 12: mobile.MME, 13: mobile.MME, 14: mobile.SGSN,
	15: mobile.SGSN, 16: mobile.SGW, 17: mobile.SGSN, 18: mobile.SGSN, 19: mobile.ENB, 20: mobile.ENB, 21: mobile.RNC,
	22: mobile.SGSN, 23: mobile.SGW, 26: mobile.MME, 28: mobile.SGW, 30: mobile.EPDG, 31: mobile.EPDG, 32: mobile.PGW,
	33: mobile.PGW, 34: mobile.TWAN, 35: mobile.TWAN, 36: mobile.PGW, 37: mobile.PGW, 38: mobile.MME, 39: mobile.SGW,
}

const interfaceS11MME = 10

// endpoint reports the function of the node at an address of an F-TEID: flags
// and interface type, tunnel endpoint identifier, addresses.
func (w *version2Walk) endpoint(v []byte) {
	if len(v) < 5 {
		return
	}
	kind, rest := v[0]&0x3f, v[5:]
	if int(kind) >= len(interfaces) || interfaces[kind] == mobile.Unknown {
		return
	}
	for _, size := range [2]int{4, 16} {
		if v[0]&0x80 == 0 && size == 4 || v[0]&0x40 == 0 && size == 16 {
			continue
		}
		if len(rest) < size {
			break
		}
		if address := rest[:size]; !zero(address) {
			w.s.About(wire.KeyIP, address)
			mobile.Function(interfaces[kind], w.s)
			if kind == interfaceS11MME {
				w.mme = address
			}
		}
		rest = rest[size:]
	}
	w.s.About(wire.KeySender, nil)
}

func zero(b []byte) bool {
	for _, o := range b {
		if o != 0 {
			return false
		}
	}
	return true
}

// network reports the network that an MME says it serves.
func (w *version2Walk) network() {
	if w.mme != nil && w.plmn != nil {
		w.s.About(wire.KeyIP, w.mme)
		mobile.PLMN("mobile.plmn", w.plmn, w.s)
		w.s.About(wire.KeySender, nil)
	}
}
