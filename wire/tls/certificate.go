package tls

import (
	"bytes"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ber"
)

const (
	maxChain = 16 // certificates of a chain
	maxNames = 16 // DNS names of a certificate
	maxDNS   = 255
)

var oidSubjectAltName = []byte{0x55, 0x1d, 0x11} // 2.5.29.17, RFC 5280 clause 4.2.1.6

// Certificate reports the names in one X.509 certificate (RFC 5280 clause 4.1),
// wherever it was found. It reads DER as loosely as it can, for certificates
// made in factories often break a rule. leaf says that it is the certificate of
// the sender itself; the names in others are all reported as x509.issuer. It
// returns false when der is no certificate.
func Certificate(der []byte, leaf bool, s wire.Sink) bool {
	return certificateNames(der, leaf, nil, s) != nil
}

// certificateNames reports the names in a certificate and returns its issuer's
// encoding, nil when it is no certificate. known is a name that was reported.
func certificateNames(der []byte, leaf bool, known []byte, s wire.Sink) (issuer []byte) {
	whole := ber.New(der)
	cert, ok := whole.Enter(ber.TagSequence)
	if !ok {
		return nil
	}
	tbs, ok := cert.Enter(ber.TagSequence)
	if !ok {
		return nil
	}
	if tbs.Tag() == 0xa0 {
		tbs.Skip() // version
	}
	_, ok1 := tbs.Want(ber.TagInteger)  // serialNumber
	_, ok2 := tbs.Want(ber.TagSequence) // signature
	issuer, ok3 := tbs.Want(ber.TagSequence)
	if !ok1 || !ok2 || !ok3 {
		return nil
	}
	_, ok = tbs.Want(ber.TagSequence) // validity
	subject, ok2 := tbs.Want(ber.TagSequence)
	if ok && ok2 {
		if leaf {
			name("x509.subject", subject, s)
		} else if !bytes.Equal(subject, known) {
			name("x509.issuer", subject, s)
		}
	}
	if leaf || !bytes.Equal(issuer, subject) && !bytes.Equal(issuer, known) {
		name("x509.issuer", issuer, s)
	}
	if leaf && ok && ok2 && tbs.Skip() { // subjectPublicKeyInfo
		extensions(&tbs, s)
	}
	return issuer
}

// name reports a distinguished name, if it is not empty.
func name(attribute string, rdns []byte, s wire.Sink) {
	if m, ok := s.(wire.Memory); ok {
		if attribute == "x509.subject" {
			m.Part(0, rdns, subjectName)
		} else {
			m.Part(1, rdns, issuerName)
		}
		return
	}
	writeName(attribute, rdns, s)
}

func subjectName(rdns []byte, s wire.Sink) bool { return writeName("x509.subject", rdns, s) }
func issuerName(rdns []byte, s wire.Sink) bool  { return writeName("x509.issuer", rdns, s) }

func writeName(attribute string, rdns []byte, s wire.Sink) bool {
	if text := AppendName(nil, rdns); len(text) != 0 {
		s.Field(attribute, wire.Text, text)
	}
	return true
}

// extensions reports the DNS names of the subject's alternative names.
func extensions(tbs *ber.Reader, s wire.Sink) {
	for !tbs.Empty() && tbs.Tag() != 0xa3 {
		if !tbs.Skip() { // issuerUniqueID, subjectUniqueID
			return
		}
	}
	outer, ok := tbs.Enter(0xa3)
	if !ok {
		return
	}
	list, ok := outer.Enter(ber.TagSequence)
	if !ok {
		return
	}
	for range 64 {
		ext, ok := list.Enter(ber.TagSequence)
		if !ok {
			return
		}
		id, ok := ext.Want(ber.TagOID)
		if !ok {
			return
		}
		if !bytes.Equal(id, oidSubjectAltName) {
			continue
		}
		if ext.Tag() == ber.TagBoolean {
			ext.Skip() // critical
		}
		if value, ok := ext.Want(ber.TagOctetString); ok {
			if m, ok := s.(wire.Memory); ok {
				m.Part(2, value, altNames)
			} else {
				altNames(value, s)
			}
		}
		return
	}
}

func altNames(value []byte, s wire.Sink) bool {
	const dNSName = 0x82
	outer := ber.New(value)
	names, ok := outer.Enter(ber.TagSequence)
	for n := 0; ok && n < maxNames && !names.Empty(); {
		tag, content, got := names.Next()
		if !got {
			break
		}
		if tag == dNSName && len(content) != 0 && len(content) <= maxDNS {
			s.Field("x509.subject_alt_name", wire.Text, content)
			n++
		}
	}
	return true
}
