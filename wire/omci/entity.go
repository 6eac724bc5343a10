package omci

import "github.com/whomade/whomade/wire"

// Classes of managed entities (G.988 clause 11.2.4).
const (
	classSoftware = 7
	classOLTG     = 131
	classONUG     = 256
	classONU2G    = 257
)

// item is one attribute of a managed entity, in the order of the mask's bits.
// The values of later ones are not needed.
type item struct {
	size   int
	report func(v []byte, s wire.Sink)
}

var (
	onuG  = [...]item{{4, vendor}, {14, hardware}, {8, serial}}                                 // G.988 clause 9.1.1
	onu2G = [...]item{{20, equipment}, {1, nothing}, {2, productCode}}                          // clause 9.1.2
	oltG  = [...]item{{4, vendor}, {20, equipment}, {14, hardware}}                             // clause 9.12.2
	image = [...]item{{14, nothing}, {1, nothing}, {1, nothing}, {1, nothing}, {25, imageCode}} // clause 9.1.4
)

// olt is the label of the end that is no ONU.
var olt = []byte("OLT")

// entity reports what the values of a managed entity say, of which the mask's
// highest bit is the first attribute. The OLT writes of itself into the ONU, which
// then tells of it: it is about the OLT whoever sends it.
func entity(class, mask uint16, b []byte, s wire.Sink) {
	switch class {
	case classONUG:
		items(onuG[:], mask, b, s)
	case classONU2G:
		items(onu2G[:], mask, b, s)
	case classSoftware:
		software(mask, b, s)
		items(image[:], mask, b, s)
	case classOLTG:
		s.About(wire.KeyOther, olt)
		items(oltG[:], mask, b, s)
		s.About(wire.KeySender, nil)
	}
}

func items(list []item, mask uint16, b []byte, s wire.Sink) {
	for i := range list {
		if mask&(0x8000>>i) == 0 {
			continue
		}
		n := list[i].size
		if n > len(b) {
			return
		}
		list[i].report(b[:n], s)
		b = b[n:]
	}
}

// software reports the version of an image, unless the same message says that it
// is not the one that runs.
func software(mask uint16, b []byte, s wire.Sink) {
	const version, committed, active = 0x8000, 0x4000, 0x2000
	if mask&version == 0 || len(b) < 14 {
		return
	}
	if at := 14 + int(mask&committed>>14); mask&active != 0 && at < len(b) && b[at] == 0 {
		return
	}
	text("omci.software_version", b[:14], s)
}

func nothing([]byte, wire.Sink) {}

func vendor(v []byte, s wire.Sink)    { text("gpon.vendor_id", v, s) }
func hardware(v []byte, s wire.Sink)  { text("omci.version", v, s) }
func equipment(v []byte, s wire.Sink) { text("omci.equipment_id", v, s) }
func imageCode(v []byte, s wire.Sink) { text("omci.image_code", v, s) }

func productCode(v []byte, s wire.Sink) {
	if !wire.Blank(v) {
		s.Field("omci.product_code", wire.Uint, v)
	}
}

// text reports a text that is padded with NUL octets or blanks.
func text(attribute string, v []byte, s wire.Sink) {
	v = wire.UntilNUL(v)
	for len(v) > 0 && v[len(v)-1] == ' ' {
		v = v[:len(v)-1]
	}
	if len(v) > 0 && wire.TextOrBytes(v) == wire.Text {
		s.Field(attribute, wire.Text, v)
	}
}
