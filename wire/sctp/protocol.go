package sctp

import "math/bits"

// Payload protocol identifiers (IANA registry of SCTP parameters).
const (
	PPIDM2UA     = 2
	PPIDM3UA     = 3
	PPIDSUA      = 4
	PPIDM2PA     = 5
	PPIDH248     = 7
	PPIDS1AP     = 18
	PPIDRUA      = 19
	PPIDHNBAP    = 20
	PPIDX2AP     = 27
	PPIDDiameter = 46
	PPIDNGAP     = 60
	PPIDXnAP     = 61
	PPIDF1AP     = 62
	PPIDE1AP     = 64

	maxPPID = 255 // none above is assigned
)

// Message is one user message.
type Message struct {
	PPID             uint32 // payload protocol identifier as sent
	SrcPort, DstPort uint16
	Stream           uint16
	User             []byte
}

// Protocol is the payload protocol identifier, the right way round where the
// sender wrote it in its own byte order, and the one that belongs to the ports
// where the sender left it zero (RFC 9260 clause 3.3.1 leaves it to the user).
func (m Message) Protocol() uint32 {
	switch {
	case m.PPID == 0:
		if p := byPort(m.DstPort); p != 0 {
			return p
		}
		return byPort(m.SrcPort)
	case m.PPID > maxPPID && m.PPID&0xffffff == 0:
		return bits.ReverseBytes32(m.PPID)
	}
	return m.PPID
}

// byPort is the protocol of a registered port (IANA service names), or zero.
func byPort(port uint16) uint32 {
	switch port {
	case 2904:
		return PPIDM2UA
	case 2905:
		return PPIDM3UA
	case 14001:
		return PPIDSUA
	case 3565:
		return PPIDM2PA
	case 2944, 2945:
		return PPIDH248
	case 3868:
		return PPIDDiameter
	case 29168:
		return PPIDRUA
	case 29169:
		return PPIDHNBAP
	case 36412:
		return PPIDS1AP
	case 36422:
		return PPIDX2AP
	case 38412:
		return PPIDNGAP
	case 38422:
		return PPIDXnAP
	case 38462:
		return PPIDE1AP
	case 38472:
		return PPIDF1AP
	}
	return 0
}
