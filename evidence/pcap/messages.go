package pcap

import (
	"net/netip"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/diameter"
	"github.com/whomade/whomade/wire/megaco"
	"github.com/whomade/whomade/wire/ngap"
	"github.com/whomade/whomade/wire/ranap"
	"github.com/whomade/whomade/wire/s1ap"
	"github.com/whomade/whomade/wire/sctp"
	"github.com/whomade/whomade/wire/sigtran"
)

// sctpTable is the protocols over SCTP by their payload protocol identifier.
// To add one is to add a line.
var sctpTable = [256]wire.DatagramDecoder{
	sctp.PPIDM2UA:     sigtran.DecodeM2UA,
	sctp.PPIDM3UA:     sigtran.DecodeM3UA,
	sctp.PPIDSUA:      sigtran.DecodeSUA,
	sctp.PPIDM2PA:     sigtran.DecodeM2PA,
	sctp.PPIDH248:     megaco.Decode,
	sctp.PPIDS1AP:     s1ap.Decode,
	sctp.PPIDRUA:      ranap.DecodeRUA,
	sctp.PPIDHNBAP:    ranap.DecodeHNBAP,
	sctp.PPIDX2AP:     s1ap.DecodeX2AP,
	sctp.PPIDDiameter: diameter.Decode,
	sctp.PPIDNGAP:     ngap.Decode,
	sctp.PPIDXnAP:     ngap.DecodeXnAP,
	sctp.PPIDF1AP:     ngap.DecodeF1AP,
	sctp.PPIDE1AP:     ngap.DecodeE1AP,
}

// associationKey tells one direction of an association from others, but for its
// ports and tag.
type associationKey struct {
	src, dst netip.Addr
	context  uint32
}

// associations hands the messages of SCTP packets to their decoders.
type associations struct {
	assembler sctp.Assembler[associationKey]
	deliver   func(sctp.Message) // made once, so that no packet allocates
}

// association takes one SCTP packet. The unit was entered.
func (d *dissector) association(g *datagram) {
	if !sctp.Decode(g.payload, d) {
		return
	}
	if d.associations.deliver == nil {
		d.associations.deliver = d.userMessage
	}
	d.associations.assembler.Packet(associationKey{g.src(), g.dst(), d.context}, g.payload, d.associations.deliver)
}

// sctpNumbers begin the numbers of contents over SCTP.
const sctpNumbers = 1 << 26

// userMessage takes one message of SCTP. Its sender is that of the packet which
// completes it.
func (d *dissector) userMessage(m sctp.Message) {
	d.about, d.known = d.sender, false
	if p := m.Protocol(); p < uint32(len(sctpTable)) && sctpTable[p] != nil {
		d.show(sctpNumbers|p, sctpTable[p], m.User)
		return
	}
	d.messageIn(m.User) // a protocol of TCP
}
