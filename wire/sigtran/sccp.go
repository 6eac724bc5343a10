package sigtran

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
	"github.com/whomade/whomade/wire/ranap"
)

const serviceSCCP = 3 // service indicator (ITU-T Q.704 clause 14.2.1)

// Messages and subsystems of SCCP (ITU-T Q.713 clauses 2.1 and 3.4.2.2, TS
// 23.003 clause 8.2).
const (
	connectionRequest = 1
	unitdata          = 9
	extendedUnitdata  = 17
	subsystemRANAP    = 142
	parameterData     = 15
)

// sccp looks for RANAP in a connection request or in unitdata, and in unitdata
// for what its sender is and for TCAP.
func sccp(b []byte, s wire.Sink) {
	if len(b) < 8 {
		return
	}
	switch b[0] {
	case connectionRequest:
		// Source reference, class, pointers to called party and optional part.
		called, ok := variable(b, 5)
		if !ok || subsystem(called) != subsystemRANAP || b[6] == 0 {
			return
		}
		for at := 6 + int(b[6]); at+2 <= len(b) && b[at] != 0; {
			n := int(b[at+1])
			if at+2+n > len(b) {
				return
			}
			if b[at] == parameterData {
				ranap.Decode(b[at+2:at+2+n], s)
				return
			}
			at += 2 + n
		}
	case unitdata: // class, pointers to called party, calling party and data
		unit(b, 2, s)
	case extendedUnitdata: // class, hops left, pointers
		unit(b, 3, s)
	}
}

// unit reads unitdata whose three pointers begin at a place.
func unit(b []byte, at int, s wire.Sink) {
	called, ok := variable(b, at)
	calling, known := variable(b, at+1)
	data, there := variable(b, at+2)
	if !ok || !known || !there {
		return
	}
	if subsystem(called) == subsystemRANAP {
		ranap.Decode(data, s)
		return
	}
	// Addressed by a global title it may come from far behind the sender.
	if len(calling) > 0 && calling[0]&routedBySubsystem != 0 && calling[0]&globalTitle == 0 {
		mobile.Function(functions[subsystem(calling)], s)
	}
	tcap(data, s)
}

// Bits of a party address's first octet (Q.713 clause 3.4.1).
const (
	routedBySubsystem = 0x40
	globalTitle       = 0x3c
)

// functions is the network functions by their subsystem numbers (TS 23.003 clause
// 8.2).
var functions = [256]mobile.Role{6: mobile.HLR, 7: mobile.VLR, 8: mobile.MSC, 9: mobile.EIR, 145: mobile.GMLC, 149: mobile.SGSN, 150: mobile.GGSN}

// variable is the mandatory variable parameter whose pointer stands at an
// offset (Q.713 clause 1.5).
func variable(b []byte, pointer int) ([]byte, bool) {
	at := pointer + int(b[pointer])
	if at >= len(b) || at+1+int(b[at]) > len(b) {
		return nil, false
	}
	return b[at+1 : at+1+int(b[at])], true
}

// subsystem is the subsystem number of a party address, or zero (Q.713 clause
// 3.4).
func subsystem(address []byte) byte {
	if len(address) < 2 || address[0]&2 == 0 {
		return 0
	}
	at := 1
	if address[0]&1 != 0 { // point code
		at = 3
	}
	if at >= len(address) {
		return 0
	}
	return address[at]
}
