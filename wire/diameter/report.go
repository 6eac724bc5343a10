package diameter

import (
	"encoding/binary"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/mobile"
)

// AVP codes (RFC 6733 clause 4.5, TS 29.229 clause 6.3.1 for the last).
const (
	avpHostIPAddress     = 257
	avpAuthApplication   = 258
	avpAcctApplication   = 259
	avpVendorApplication = 260
	avpOriginHost        = 264
	avpSupportedVendor   = 265
	avpVendorID          = 266
	avpFirmwareRevision  = 267
	avpProductName       = 269
	avpOriginStateID     = 278
	avpFailed            = 279
	avpRouteRecord       = 282
	avpOriginRealm       = 296
	avpExperimental      = 297
	avpSupportedFeatures = 628
)

const (
	commandCapabilities = 257

	vendor3GPP = 10415
	maxDepth   = 3
)

// report reports one message, which may be cut off.
func report(b []byte, s wire.Sink) {
	request := b[4]&flagRequest != 0
	command := binary.BigEndian.Uint32(b[4:]) & 0xffffff
	application := binary.BigEndian.Uint32(b[8:])
	avps := b[headLength:]

	host, forwarded := origin(avps)
	direct := application == 0 || request && !forwarded
	if !direct {
		if len(host) == 0 {
			return
		}
		s.About(wire.KeyHostName, host)
	}
	if b[4]&flagError == 0 {
		mobile.Function(sender(application, command, request, avps), s)
	}
	for range maxAVPs {
		a, rest, ok := next(avps)
		if !ok {
			return
		}
		avps = rest
		a.report(command == commandCapabilities && application == 0, s)
	}
}

// origin finds the name of who sent a message first, and whether an agent
// forwarded it.
func origin(avps []byte) (host []byte, forwarded bool) {
	for range maxAVPs {
		a, rest, ok := next(avps)
		if !ok {
			break
		}
		avps = rest
		if a.author != nil {
			continue
		}
		switch a.code {
		case avpOriginHost:
			host = wire.UntilNUL(a.data)
		case avpRouteRecord:
			forwarded = true
		}
	}
	return host, forwarded
}

// report reports an AVP of the outermost level.
func (a avp) report(capabilities bool, s wire.Sink) {
	if a.author != nil {
		s.Field("diameter.avp_vendor_id", wire.Uint, a.author)
		a.vendors(0, s)
		return
	}
	switch a.code {
	case avpOriginHost:
		a.text("diameter.origin_host", s)
	case avpOriginRealm:
		a.text("diameter.origin_realm", s)
	case avpProductName:
		a.text("diameter.product_name", s)
	case avpFirmwareRevision:
		a.number("diameter.firmware_revision", s)
	case avpOriginStateID:
		a.number("diameter.origin_state_id", s)
	case avpVendorID:
		a.number("diameter.vendor_id", s)
		if capabilities {
			a.number("diameter.peer_vendor_id", s)
		}
	case avpSupportedVendor:
		a.number("diameter.supported_vendor_id", s)
	case avpAuthApplication, avpAcctApplication:
		a.number("diameter.application_id", s)
	case avpHostIPAddress:
		if capabilities && len(a.data) >= 6 { // family, then the address (RFC 6733 clause 4.3.1)
			mobile.Address("diameter.host_ip_address", a.data[2:], s)
		}
	default:
		a.vendors(0, s)
	}
}

// vendors reports the authors that a group names: of applications, features and
// results. They are not who made the peer.
func (a avp) vendors(depth int, s wire.Sink) {
	if !a.group() || depth == maxDepth {
		return
	}
	inner := a.data
	for range maxAVPs {
		x, rest, ok := next(inner)
		if !ok {
			return
		}
		inner = rest
		switch {
		case x.author != nil:
			x.vendors(depth+1, s)
		case x.code == avpVendorID:
			x.number("diameter.vendor_id", s)
		case x.code == avpAuthApplication, x.code == avpAcctApplication:
			x.number("diameter.application_id", s)
		default:
			x.vendors(depth+1, s)
		}
	}
}

// group tells whether an AVP is one of the groups that name a vendor.
func (a avp) group() bool {
	if a.author != nil {
		return a.vendor == vendor3GPP && a.code == avpSupportedFeatures
	}
	return a.code == avpVendorApplication || a.code == avpExperimental || a.code == avpFailed
}

func (a avp) text(attribute string, s wire.Sink) {
	if !wire.Blank(a.data) {
		s.Field(attribute, wire.Text, a.data)
	}
}

func (a avp) number(attribute string, s wire.Sink) {
	if len(a.data) == 4 {
		s.Field(attribute, wire.Uint, a.data)
	}
}
