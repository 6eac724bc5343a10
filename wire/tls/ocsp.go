package tls

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ber"
)

// stapled reports the certificates in the body of a CertificateStatus message
// (RFC 6066 clause 8): those of whoever answers for the issuer, in an OCSP response
// (RFC 6960 clause 4.2.1).
func stapled(b []byte, s wire.Sink) {
	const ocsp = 1
	if len(b) < 4 || b[0] != ocsp {
		return
	}
	whole := ber.New(b[4:])
	response, ok := whole.Enter(ber.TagSequence)
	if !ok || !response.Skip() { // responseStatus
		return
	}
	explicit, ok1 := response.Enter(0xa0)
	bytes, ok2 := explicit.Enter(ber.TagSequence)
	if !ok1 || !ok2 || !bytes.Skip() { // responseType
		return
	}
	octets, ok := bytes.Want(ber.TagOctetString)
	if !ok {
		return
	}
	inner := ber.New(octets)
	basic, ok := inner.Enter(ber.TagSequence)
	if !ok || !basic.Skip() || !basic.Skip() || !basic.Skip() { // tbsResponseData, signatureAlgorithm, signature
		return
	}
	tagged, ok1 := basic.Enter(0xa0)
	list, ok2 := tagged.Enter(ber.TagSequence)
	if !ok1 || !ok2 {
		return
	}
	for n := 0; n < maxChain && !list.Empty(); n++ {
		der := list.Rest()
		if !list.Skip() {
			return
		}
		certificateNames(der[:len(der)-len(list.Rest())], false, nil, s)
	}
}
