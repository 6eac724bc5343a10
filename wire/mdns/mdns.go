// Package mdns reads what a host announces by multicast DNS (RFC 6762) and
// DNS-based service discovery (RFC 6763): host names, services and their TXT
// records.
package mdns

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

const (
	headSize    = 12
	maxRecords  = 128
	maxText     = 2 << 10 // octets of a TXT record
	maxDatagram = 9000    // RFC 6762 clause 17
)

// Record types (RFC 1035 clause 3.2.2, RFC 3596, RFC 2782).
const (
	typeA     = 1
	typePTR   = 12
	typeHINFO = 13
	typeTXT   = 16
	typeAAAA  = 28
	typeSRV   = 33

	classINET = 1
)

// Decode reads one datagram of UDP port 5353. Queries give nothing away. Of a
// response's records it reports
//
//	mdns.name             host names: owners of addresses, targets of SRV, results of reverse PTR
//	mdns.service          service types, as in "_http._tcp"
//	mdns.instance         instance names of services: the first label of an SRV record's owner
//	mdns.device-info.txt  TXT of _device-info._tcp, strings joined by "\n"
//	mdns.txt              TXT of other services, likewise
//	mdns.hinfo            CPU and operating system, joined by a blank
func Decode(b []byte, s wire.Sink) bool {
	if len(b) < headSize || len(b) > maxDatagram {
		return false
	}
	flags := binary.BigEndian.Uint16(b[2:])
	const response, opcode, zero, rcode = 0x8000, 0x7800, 0x0040, 0x000f
	if flags&(opcode|zero) != 0 {
		return false
	}
	questions := int(binary.BigEndian.Uint16(b[4:]))
	records := 0
	for i := 6; i < headSize; i += 2 { // answers, authorities, additional records
		records += int(binary.BigEndian.Uint16(b[i:]))
	}
	if flags&response == 0 || flags&rcode != 0 || records == 0 {
		return questions+records > 0 || flags&response != 0
	}
	off := headSize
	for range min(questions, maxRecords) {
		n := skipName(b, off)
		if n < 0 || n+4 > len(b) {
			return false
		}
		off = n + 4
	}
	return decodeRecords(b, off, min(records, maxRecords), s)
}

// decodeRecords reads n resource records (RFC 1035 clause 4.1.3) from off on.
func decodeRecords(b []byte, off, n int, s wire.Sink) bool {
	r := reporter{sink: s, msg: b}
	for i := range n {
		owner := off
		off = skipName(b, off)
		if off < 0 || off+10 > len(b) {
			return i > 0
		}
		kind := binary.BigEndian.Uint16(b[off:])
		class := binary.BigEndian.Uint16(b[off+2:])
		size := int(binary.BigEndian.Uint16(b[off+8:]))
		off += 10
		if size > len(b)-off {
			return i > 0
		}
		if class&0x7fff == classINET { // the top bit is cache-flush, RFC 6762 clause 10.2
			r.record(kind, owner, off, off+size)
		}
		off += size
	}
	return true
}
