package radius

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
)

const (
	huawei        = 2011
	huaweiVersion = 254 // software version of the NAS
	huaweiProduct = 255 // its product name

	maxVendor = 64 // vendor attributes looked at inside one attribute
)

// vendorSpecific reports the author of a vendor-specific attribute (RFC 2865
// clause 5.26), and the numbers of its attributes where they have the usual
// form of one octet each for type and length.
func vendorSpecific(v []byte, code byte, s wire.Sink) {
	if len(v) < 4 {
		return
	}
	vendor := binary.BigEndian.Uint32(v)
	s.Field("radius.vendor_id", wire.Uint, v[:4])
	if vendor > 0xffffff || !regular(v[4:]) {
		return
	}
	inner := v[4:]
	for range maxVendor {
		kind, value, rest, ok := next(inner)
		if !ok {
			return
		}
		inner = rest
		mobile.Pair("radius.vendor_attribute", uint64(vendor), uint64(kind), s)
		if vendor == huawei && (code == accessRequest || code == accountingRequest) && !wire.Blank(value) {
			switch kind {
			case huaweiVersion:
				s.Field("radius.nas_version", wire.TextOrBytes(value), value)
			case huaweiProduct:
				s.Field("radius.nas_product", wire.TextOrBytes(value), value)
			}
		}
	}
}

// regular tells whether octets are attributes of the usual form to their end.
func regular(b []byte) bool {
	for n := 0; len(b) > 0; n++ {
		_, _, rest, ok := next(b)
		if !ok || n == maxVendor {
			return false
		}
		b = rest
	}
	return true
}

// extended reports the author of an extended vendor-specific attribute (RFC 6929
// clauses 2.3 and 2.4): extended type, with more-flags in the long form.
func extended(kind byte, v []byte, s wire.Sink) {
	skip := 1
	if kind >= attrLongExtended {
		skip = 2
	}
	if len(v) >= skip+5 && v[0] == attrVendorSpecific {
		s.Field("radius.vendor_id", wire.Uint, v[skip:skip+4])
	}
}
