package megaco

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ber"
	"github.com/whomade/whomade/wire/mobile"
)

// Tags of the binary form, which has automatic tags (H.248.1 annex A.2).
const (
	tagMessage = 0xa1 // of MegacoMessage
	tagVersion = 0x80 // of Message
	tagMID     = 0xa1

	tagIP4    = 0xa0 // of MId: address, port
	tagIP6    = 0xa1
	tagDomain = 0xa2
	tagDevice = 0x83
	tagInner  = 0x80 // first component of those
)

// binaryMessage decodes the head of a message in BER.
func binaryMessage(b []byte, s wire.Sink) bool {
	outer := ber.New(b)
	megaco, ok := outer.Enter(ber.TagSequence)
	if !ok {
		return false
	}
	if megaco.Tag() == 0xa0 { // authentication header
		megaco.Skip()
	}
	message, ok := megaco.Enter(tagMessage)
	if !ok {
		return false
	}
	version, ok := message.Want(tagVersion)
	if !ok || len(version) != 1 || version[0] == 0 || version[0] > 99 {
		return false
	}
	if message.Tag() != tagMID {
		return false
	}
	mobile.Number("megaco.version", uint64(version[0]), s)
	mid, _ := message.Enter(tagMID)
	switch mid.Tag() {
	case tagIP4, tagIP6:
		inner, _ := mid.Enter(mid.Tag())
		if v, ok := inner.Want(tagInner); ok {
			mobile.Address("megaco.mid", v, s)
		}
	case tagDomain:
		inner, _ := mid.Enter(tagDomain)
		if v, ok := inner.Want(tagInner); ok && printable(v) {
			s.Field("megaco.mid", wire.Text, v)
		}
	case tagDevice:
		if v, ok := mid.Want(tagDevice); ok && printable(v) {
			s.Field("megaco.mid", wire.Text, v)
		}
	}
	return true
}
