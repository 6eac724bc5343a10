package diameter

import "github.com/whomade/whomade/wire/mobile"

// exchange is a command of an application: the function of who asks and of who
// answers, as far as the command alone tells it.
type exchange struct {
	application, command uint32
	asks, answers        mobile.Role
}

// exchanges are commands of TS 29.272 (S6a, S13), TS 29.229 (Cx), TS 29.329
// (Sh), TS 29.212 (Gx), TS 29.214 (Rx), TS 32.299 (Ro, Rf) and TS 29.273 (SWx,
// S6b, SWm).
var exchanges = [...]exchange{
	// An MME or an SGSN is the other end of S6a and S13; updateLocation tells them
	// apart.
	{applicationS6a, 317, mobile.HSS, mobile.Unknown}, // cancel location
	{applicationS6a, 318, mobile.Unknown, mobile.HSS}, // authentication information
	{applicationS6a, 319, mobile.HSS, mobile.Unknown}, // insert subscriber data
	{applicationS6a, 320, mobile.HSS, mobile.Unknown}, // delete subscriber data
	{applicationS6a, 321, mobile.Unknown, mobile.HSS}, // purge
	{applicationS6a, 322, mobile.HSS, mobile.Unknown}, // reset
	{applicationS6a, 323, mobile.Unknown, mobile.HSS}, // notify
	{16777252, 324, mobile.Unknown, mobile.EIR},       // identity check
	{16777216, 300, mobile.CSCF, mobile.HSS},
	{16777216, 301, mobile.CSCF, mobile.HSS},
	{16777216, 302, mobile.CSCF, mobile.HSS},
	{16777216, 303, mobile.CSCF, mobile.HSS},
	{16777216, 304, mobile.HSS, mobile.CSCF},
	{16777216, 305, mobile.HSS, mobile.CSCF},
	{16777217, 306, mobile.AS, mobile.HSS},
	{16777217, 307, mobile.AS, mobile.HSS},
	{16777217, 308, mobile.AS, mobile.HSS},
	{16777217, 309, mobile.HSS, mobile.AS},
	{16777238, 272, mobile.PCEF, mobile.PCRF}, // credit control on Gx
	{16777238, 258, mobile.PCRF, mobile.PCEF},
	{16777236, 265, mobile.Unknown, mobile.PCRF}, // who asks on Rx may be any application function
	{16777236, 258, mobile.PCRF, mobile.Unknown},
	{4, 272, mobile.Unknown, mobile.OCS},  // many functions ask for credit
	{3, 271, mobile.Unknown, mobile.OFCS}, // and account
	{16777265, 301, mobile.AAA, mobile.HSS},
	{16777265, 303, mobile.AAA, mobile.HSS},
	{16777265, 304, mobile.HSS, mobile.AAA},
	{16777265, 305, mobile.HSS, mobile.AAA},
	{16777272, 265, mobile.PGW, mobile.AAA},
	{16777264, 268, mobile.EPDG, mobile.AAA},
}

const (
	applicationS6a = 16777251
	updateLocation = 316

	avpULRFlags = 1405
	ulrS6a      = 2 // bit of the flags: an MME asks, not an SGSN
)

// sender is the function of who sent a message first.
func sender(application, command uint32, request bool, avps []byte) mobile.Role {
	if application == applicationS6a && command == updateLocation {
		if !request {
			return mobile.HSS
		}
		return registering(avps)
	}
	for i := range exchanges {
		if x := &exchanges[i]; x.application == application && x.command == command {
			if request {
				return x.asks
			}
			return x.answers
		}
	}
	return mobile.Unknown
}

// registering is who asks the HSS to update a location, by the flags of its
// request (TS 29.272 clause 7.3.7).
func registering(avps []byte) mobile.Role {
	for range maxAVPs {
		a, rest, ok := next(avps)
		if !ok {
			break
		}
		avps = rest
		if a.code == avpULRFlags && a.vendor == vendor3GPP && len(a.data) == 4 {
			if a.data[3]&ulrS6a != 0 {
				return mobile.MME
			}
			return mobile.SGSN
		}
	}
	return mobile.Unknown
}
