// Package wire is the meeting point of the protocol decoders below it: bytes
// in, identity-bearing fields out. Decoders hold no opinion, open nothing and
// allocate nothing; their callers (capture readers) decide who the sender is.
package wire

import "net/netip"

// Kind tells how the octets of a field are to be written down.
type Kind uint8

const (
	Text  Kind = iota // characters; not necessarily valid UTF-8
	Bytes             // opaque octets, written as lower-case hex
	MAC               // six octets (EUI-48), written with colons
	OID               // content octets of a BER OBJECT IDENTIFIER, written dotted without a leading dot
	Uint              // big-endian unsigned integer of 1 to 8 octets, written decimal
	IP                // 4 or 16 octets, written as an IP address
	OUI               // three octets, written as aa:bb:cc
)

// Key names what a subject is known by. The values are those of the subject
// keys of an observation.
type Key uint8

const (
	KeySender    Key = iota // whoever sent the frame or packet: the caller knows
	KeyMAC                  // a MAC address, six octets
	KeyIP                   // an IP address, 4 or 16 octets
	KeyChassisID            // LLDP chassis id that is no MAC address, text
	KeyEngineID             // SNMP engine id octets
	KeyHostName             // a node name that is unique in its protocol (Diameter Origin-Host, ...), text
	KeyOther                // some other device: a fact about a neighbour of the sender that has no key of its own; value is a label
)

// Sink receives what a decoder found in one protocol data unit. Every []byte
// aliases the decoder's input and is valid only during the call.
type Sink interface {
	// About says whom the following fields of this unit are about. Without it
	// they are about the sender.
	About(key Key, value []byte)
	// Field reports one field under its attribute name, as listed in the
	// program's attribute table (for example "lldp.system_description").
	Field(attribute string, kind Kind, value []byte)
	// Bind reports that ip was seen to belong to mac (ARP, ND, DHCP ACK).
	Bind(ip netip.Addr, mac [6]byte)
}

// Memory is implemented by a Sink that remembers what is found in octets which
// come again and again inside others that differ, such as the names in
// certificates.
type Memory interface {
	// Part has decode report what it finds in b, or says again what it found when
	// it was shown the same octets. kind tells decoders apart that are shown parts.
	Part(kind uint8, b []byte, decode DatagramDecoder)
}

// Status is what a stream decoder says of the octets it was shown.
type Status uint8

const (
	// NotMine: these octets are not of this protocol; nothing was reported.
	NotMine Status = iota
	// NeedMore: they may be, but too few are here; nothing was reported yet
	// and the caller may call again with a longer prefix of the same stream.
	NeedMore
	// Done: all that this direction's head gives away was reported.
	Done
)

// StreamDecoder looks at the head of one direction of a byte stream, from its
// first octet. end says that no more octets will come (closed, cut, or the
// caller's limit reached): the decoder then makes the best of what is there and
// never answers NeedMore. It reports fields only together with Done.
type StreamDecoder func(head []byte, end bool, s Sink) Status

// DatagramDecoder decodes one whole datagram or frame payload. It returns false
// when the octets are not of its protocol; what was reported before an error in
// the octets stands.
type DatagramDecoder func(b []byte, s Sink) bool
