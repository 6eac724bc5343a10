// Package pfcp decodes what the ends of the Packet Forwarding Control Protocol
// say of themselves (3GPP TS 29.244): the node ids of control plane and user
// plane functions, what they are able to do, and the authors of elements beyond
// the standard. Sessions of subscribers are passed over.
package pfcp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
)

// Port is the UDP port of PFCP (TS 29.244 clause 4.2.2).
const Port = 8805

// Message types (TS 29.244 clause 7.3).
const (
	associationSetupRequest  = 5
	associationSetupResponse = 6
	nodeReportRequest        = 12
	nodeReportResponse       = 13
	sessionReportRequest     = 56
	sessionReportResponse    = 57
	sessionSetupRequest      = 50
	sessionDeletionResponse  = 55
)

// Information elements (TS 29.244 clause 8.1.1).
const (
	ieUPFeatures = 43
	ieNodeID     = 60
	ieCPFeatures = 89
	ieGTPUPeer   = 103
	ieSMFSet     = 180
	ieVendor     = 0x8000 // and above: an enterprise number follows the length
)

const (
	maxDepth    = 4
	maxElements = 1024
	maxBundled  = 16
)

// Decode decodes one datagram: a message, or several that are bundled (TS 29.244
// clause 7.2.1A). The fields are about its sender.
func Decode(b []byte, s wire.Sink) bool {
	found := false
	for range maxBundled {
		kind, elements, rest, ok := head(b)
		if !ok {
			break
		}
		found = true
		w := walk{kind: kind, left: maxElements, s: s}
		mobile.Function(sender(kind), s)
		w.elements(elements, 0)
		if b[0]&4 == 0 { // another message follows
			break
		}
		b = rest
	}
	return found
}

// head reads the head of a message (TS 29.244 clause 7.2.2) and returns its
// elements, as far as they are there, and what follows.
func head(b []byte) (kind byte, elements, rest []byte, ok bool) {
	if len(b) < 8 || b[0]>>5 != 1 || b[1] == 0 || b[1] > 99 {
		return 0, nil, nil, false
	}
	end := 4 + int(binary.BigEndian.Uint16(b[2:]))
	from := 8
	if b[0]&1 != 0 { // session endpoint identifier
		from = 16
	}
	if end < from || len(b) < from {
		return 0, nil, nil, false
	}
	end = min(end, len(b))
	return b[1], b[from:end], b[end:], true
}

// sender is the function of who sends a message: requests about sessions come
// from the control plane, reports from the user plane (TS 29.244 clause 7.3).
func sender(kind byte) mobile.Role {
	switch {
	case kind == sessionReportRequest, kind == nodeReportRequest:
		return mobile.UserPlane
	case kind == sessionReportResponse, kind == nodeReportResponse:
		return mobile.ControlPlane
	case kind >= sessionSetupRequest && kind <= sessionDeletionResponse && kind&1 == 0:
		return mobile.ControlPlane
	case kind >= sessionSetupRequest && kind <= sessionDeletionResponse:
		return mobile.UserPlane
	}
	return mobile.Unknown
}

// walk is a walk through the elements of a message.
type walk struct {
	kind byte
	left int // elements that may still be looked at
	s    wire.Sink
}

func (w *walk) elements(b []byte, depth int) {
	for len(b) >= 4 && w.left > 0 {
		w.left--
		kind, n := binary.BigEndian.Uint16(b), int(binary.BigEndian.Uint16(b[2:]))
		if n > len(b)-4 {
			return
		}
		w.element(kind, b[4:4+n], depth)
		b = b[4+n:]
	}
}

func (w *walk) element(kind uint16, v []byte, depth int) {
	switch {
	case kind >= ieVendor:
		if len(v) >= 2 {
			w.s.Field("pfcp.enterprise_id", wire.Uint, v[:2])
		}
	case kind == ieNodeID:
		nodeID(v, w.s)
	case kind == ieGTPUPeer:
		w.peer(v)
	case kind == ieSMFSet:
		if len(v) >= 2 { // a spare octet, then the name
			mobile.Name("pfcp.node_id", v[1:], w.s)
		}
	case kind == ieUPFeatures && depth == 0 && len(v) >= 2:
		w.s.Field("pfcp.up_features", wire.Bytes, v)
		if w.setup() {
			mobile.Function(mobile.UserPlane, w.s)
		}
	case kind == ieCPFeatures && depth == 0 && len(v) >= 1:
		w.s.Field("pfcp.cp_features", wire.Bytes, v)
		if w.setup() {
			mobile.Function(mobile.ControlPlane, w.s)
		}
	case grouped(kind) && depth < maxDepth:
		w.elements(v, depth+1)
	}
}

// peer reports the addresses of a Remote GTP-U Peer (TS 29.244 clause 8.2.70):
// nodes on the user plane that the sender speaks of.
func (w *walk) peer(v []byte) {
	if len(v) == 0 {
		return
	}
	rest := v[1:]
	for _, a := range [2]struct {
		flag byte
		size int
	}{{2, 4}, {1, 16}} {
		if v[0]&a.flag == 0 {
			continue
		}
		if len(rest) < a.size {
			break
		}
		w.s.About(wire.KeyIP, rest[:a.size])
		mobile.Address("pfcp.node_id", rest[:a.size], w.s)
		rest = rest[a.size:]
	}
	w.s.About(wire.KeySender, nil)
}

func (w *walk) setup() bool {
	return w.kind == associationSetupRequest || w.kind == associationSetupResponse
}

// nodeID reports a Node ID (TS 29.244 clause 8.2.38): an address or a name.
func nodeID(v []byte, s wire.Sink) {
	if len(v) < 2 {
		return
	}
	switch v[0] & 15 {
	case 0:
		if len(v) >= 5 {
			s.Field("pfcp.node_id", wire.IP, v[1:5])
		}
	case 1:
		if len(v) >= 17 {
			s.Field("pfcp.node_id", wire.IP, v[1:17])
		}
	case 2:
		mobile.Name("pfcp.node_id", v[1:], s)
	}
}
