package snmp

import "bytes"

// tlv writes one value with the shortest length.
func tlv(tag byte, parts ...[]byte) []byte {
	content := bytes.Join(parts, nil)
	if n := len(content); n >= 0x80 {
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, content...)
	}
	return append([]byte{tag, byte(len(content))}, content...)
}

func integer(v byte) []byte { return tlv(0x02, []byte{v}) }
func text(s string) []byte  { return tlv(0x04, []byte(s)) }

// oid writes an OBJECT IDENTIFIER of content octets and more of them.
func oid(base []byte, more ...byte) []byte { return tlv(0x06, base, more) }

func bind(name, value []byte) []byte { return tlv(0x30, name, value) }

// system is a variable of the system group.
func system(n byte, value []byte) []byte { return bind(oid(oidSystem, n, 0), value) }

func makePDU(tag, status byte, binds ...[]byte) []byte {
	return tlv(tag, integer(1), integer(status), integer(0), tlv(0x30, binds...))
}

func v2c(pdu []byte) []byte { return tlv(0x30, integer(version2c), text("zq7community"), pdu) }

func trap1(agent string, binds ...[]byte) []byte {
	return tlv(0x30, integer(version1), text("zq7community"), tlv(pduTrapV1, oid(oidEnterprises, 9, 1, 2), tlv(tagIPAddress, []byte(agent)),
		integer(6), integer(1), tlv(0x43, []byte{1, 2}), tlv(0x30, binds...)))
}

// v3 is a message whose scoped PDU is data.
func v3(flags byte, engine string, data []byte) []byte {
	usm := tlv(0x30, text(engine), integer(1), integer(2), text("zq7user"), text("zq7digest"), text(""))
	return tlv(0x30, integer(version3), tlv(0x30, integer(7), tlv(2, []byte{0x7f, 0xff}), text(string(flags)), integer(securityUSM)), tlv(4, usm), data)
}

func scoped(context string, pdu []byte) []byte { return tlv(0x30, text(context), text(""), pdu) }
