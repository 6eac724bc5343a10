package pcap

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/cdp"
	"github.com/whomade/whomade/wire/dhcp"
	"github.com/whomade/whomade/wire/diameter"
	"github.com/whomade/whomade/wire/gtp"
	"github.com/whomade/whomade/wire/ip"
	"github.com/whomade/whomade/wire/lldp"
	"github.com/whomade/whomade/wire/ngap"
	"github.com/whomade/whomade/wire/pfcp"
	"github.com/whomade/whomade/wire/radius"
	"github.com/whomade/whomade/wire/ranap"
	"github.com/whomade/whomade/wire/s1ap"
	"github.com/whomade/whomade/wire/sigtran"
	"github.com/whomade/whomade/wire/sip"
	"github.com/whomade/whomade/wire/snmp"
)

// linkUpper is LINKTYPE_WIRESHARK_UPPER_PDU: the payload of some protocol behind
// tags that name it and where it came from.
const linkUpper = 252

// upperTable is the protocols by the names that Wireshark exports them under. To
// add one is to add a line.
var upperTable = map[string]wire.DatagramDecoder{
	"cdp": cdp.Decode, "lldp": lldp.Decode, "dhcp": dhcp.Decode, "bootp": dhcp.Decode, "dhcpv6": dhcp.Decode6,
	"snmp": snmp.Decode, "radius": radius.Decode, "diameter": diameter.Decode, "sip": sip.Decode,
	"gtp": gtp.Decode, "gtpv2": gtp.Decode, "pfcp": pfcp.Decode,
	"s1ap": s1ap.Decode, "x2ap": s1ap.DecodeX2AP, "ngap": ngap.Decode, "xnap": ngap.DecodeXnAP, "f1ap": ngap.DecodeF1AP, "e1ap": ngap.DecodeE1AP,
	"m3ua": sigtran.DecodeM3UA, "sua": sigtran.DecodeSUA, "m2ua": sigtran.DecodeM2UA, "m2pa": sigtran.DecodeM2PA,
	"rua": ranap.DecodeRUA, "hnbap": ranap.DecodeHNBAP,
}

// Tags of an exported payload (epan/exported_pdu.h of Wireshark).
const (
	upperEnd      = 0
	upperName     = 12
	upperIPv4     = 20 // source; the destination is the next number
	upperIPv6     = 22
	upperPortKind = 24
	upperKindTCP  = 2
)

// upper takes a payload that was exported from its packet.
func (d *dissector) upper(b []byte) bool {
	var name []byte
	var addresses [32]byte
	size, kind := 0, uint32(0)
	at := 0
	for {
		if len(b) < at+4 {
			return false
		}
		tag, n := binary.BigEndian.Uint16(b[at:]), int(binary.BigEndian.Uint16(b[at+2:]))
		at += 4
		if tag == upperEnd {
			break
		}
		if len(b) < at+n {
			return false
		}
		v := b[at : at+n]
		at += n
		switch {
		case tag == upperName:
			name = wire.UntilNUL(v)
		case tag == upperIPv4 && n == 4:
			size = 8
			copy(addresses[:4], v)
		case tag == upperIPv4+1 && n == 4:
			copy(addresses[4:], v)
		case tag == upperIPv6 && n == 16:
			size = 32
			copy(addresses[:16], v)
		case tag == upperIPv6+1 && n == 16:
			copy(addresses[16:], v)
		case tag == upperPortKind && n == 4:
			kind = binary.BigEndian.Uint32(v)
		}
	}
	d.source = 0
	if size == 0 {
		size = 8 // nobody's address
	}
	g := datagram{addresses: addresses[:size], payload: b[at:], offset: at}
	switch string(name) {
	case "ip", "ipv6":
		d.internet(b[at:], at, 0)
		return true
	case "udp":
		g.protocol = ip.ProtocolUDP
		d.above(&g)
		return true
	}
	decode := upperTable[string(name)]
	if decode == nil || kind == upperKindTCP && string(name) != "diameter" && string(name) != "sip" {
		return true
	}
	d.unit(&g, 0)
	decode(b[at:], d)
	return true
}
