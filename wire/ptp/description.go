package ptp

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
)

// describe reports the clock description of a management message (IEEE 1588
// clause 15.5.3.1.2): manufacturer, product, revisions, and the user's words.
func describe(b []byte, s wire.Sink) {
	if len(b) < 6 || binary.BigEndian.Uint16(b) != tlvManagement || binary.BigEndian.Uint16(b[4:]) != clockDescription {
		return
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	if n > len(b)-4 || n < 2 {
		return
	}
	r := reader{b[6 : 4+n]}
	r.skip(2)               // clock type
	r.text()                // physical layer
	r.skip(int(r.uint16())) // physical address
	r.skip(2)               // network protocol
	r.skip(int(r.uint16())) // protocol address
	if oui := r.take(3); oui != nil && oui[0]|oui[1]|oui[2] != 0 {
		s.Field("ptp.manufacturer_oui", wire.OUI, oui)
	}
	r.skip(1)
	field("ptp.product_description", r.text(), s)
	field("ptp.revision_data", r.text(), s)
	field("ptp.user_description", r.text(), s)
}

func field(attribute string, v []byte, s wire.Sink) {
	// Unset descriptions are their separators alone.
	for _, o := range v {
		if o != ';' && o != ' ' && o != 0 {
			s.Field(attribute, wire.Text, v)
			return
		}
	}
}

// reader takes octets off the front; behind the end it gives nothing.
type reader struct{ b []byte }

func (r *reader) take(n int) []byte {
	if n > len(r.b) {
		r.b = nil
		return nil
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *reader) skip(n int) { r.take(n) }

func (r *reader) uint16() uint16 {
	if v := r.take(2); v != nil {
		return binary.BigEndian.Uint16(v)
	}
	return 0
}

// text reads a PTPText (IEEE 1588 clause 5.3.8): an octet of length, UTF-8.
func (r *reader) text() []byte {
	v := r.take(1)
	if v == nil {
		return nil
	}
	return r.take(int(v[0]))
}
