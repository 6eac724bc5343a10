// Package snmp reads identity from SNMP messages: versions 1 (RFC 1157), 2c
// (RFC 1901, RFC 3416) and 3 (RFC 3412, RFC 3414). Responses, traps and informs
// speak of their sender; requests say nothing but, in version 3, the engine id
// of the peer they address. Community strings, user names and the values that a
// manager sets are never reported.
package snmp

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ber"
)

// PDU tags (RFC 1157 clause 4.1, RFC 3416 clause 3).
const (
	pduGet      = 0xa0
	pduGetNext  = 0xa1
	pduResponse = 0xa2
	pduSet      = 0xa3
	pduTrapV1   = 0xa4
	pduGetBulk  = 0xa5
	pduInform   = 0xa6
	pduTrapV2   = 0xa7
	pduReport   = 0xa8
)

const (
	version1  = 0
	version2c = 1
	version3  = 3
)

// Decode reads one SNMP message as it stands in a UDP datagram. It reports
//
//	snmp.sys_description, .sys_object_id, .sys_contact, .sys_name, .sys_location   SNMPv2-MIB system group
//	snmp.entity_*                                                                  ENTITY-MIB entPhysicalTable (RFC 6933)
//	snmp.trap_enterprise, snmp.trap_oid, snmp.value_oid                            traps, and other OIDs below enterprises
//	snmp.engine_id                                                                 RFC 3411 clause 5
//	lldp.remote_*, cdp.remote_*                                                    neighbour tables, about wire.KeyOther
func Decode(b []byte, s wire.Sink) bool {
	whole := ber.New(b)
	msg, ok := whole.Enter(ber.TagSequence)
	if !ok {
		return false
	}
	version, ok := msg.Int()
	if !ok {
		return false
	}
	switch version {
	case version1, version2c:
		if _, ok := msg.Want(ber.TagOctetString); !ok { // community: a secret
			return false
		}
		if tag := msg.Tag(); tag < pduGet || tag > pduReport {
			return false
		}
		pdu(&msg, s, nil)
		return true
	case version3:
		return decodeV3(&msg, s)
	}
	return false
}

// pdu reads the PDU that m stands at. about, unless nil, is the engine that the
// variables belong to when that is not the sender (RFC 3411 clause 3.3.1).
func pdu(m *ber.Reader, s wire.Sink, about []byte) {
	tag := m.Tag()
	switch tag {
	case pduResponse, pduTrapV1, pduInform, pduTrapV2:
	default:
		return
	}
	body, ok := m.Enter(tag)
	if !ok {
		return
	}
	v := variables{sink: s, key: wire.KeySender}
	if about != nil {
		v.key, v.id = wire.KeyEngineID, about
	}
	if tag == pduTrapV1 {
		trapV1(&body, &v)
		return
	}
	_, ok1 := body.Int() // request-id
	status, ok2 := body.Int()
	_, ok3 := body.Int() // error-index
	if !ok1 || !ok2 || !ok3 {
		return
	}
	if status != 0 {
		return // the variables are the request's, sent back
	}
	v.list(&body)
}

// trapV1 reads a Trap-PDU (RFC 1157 clause 4.1.6). Its agent-addr names the
// object that generated the trap, which is another than the sender where a
// proxy or a manager passes traps on (RFC 3584 clause 3).
func trapV1(body *ber.Reader, v *variables) {
	enterprise, ok := body.Want(ber.TagOID)
	if !ok {
		return
	}
	addr, ok := body.Want(tagIPAddress)
	if !ok {
		return
	}
	if v.key == wire.KeySender && unicast(addr) {
		v.key, v.id = wire.KeyIP, addr
	}
	v.about()
	v.oid("snmp.trap_enterprise", enterprise)
	for range 3 { // generic-trap, specific-trap, time-stamp
		if !body.Skip() {
			return
		}
	}
	v.list(body)
}

// unicast tells whether a is an IPv4 address that a single device may have.
func unicast(a []byte) bool {
	return len(a) == 4 && a[0] != 0 && a[0] != 127 && a[0] < 224
}
