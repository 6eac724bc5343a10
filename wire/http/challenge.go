package http

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

// Challenges reports each challenge of a WWW-Authenticate value (RFC 9110
// clause 11.6.1) as scheme and realm, such as `Digest realm="Router"`. Nonces,
// opaque data and the tokens of NTLM or Negotiate are left out: they are noise
// at best and secrets at worst.
func Challenges(v []byte, s wire.Sink) {
	var scheme, realm []byte
	for n := 0; n < 32; n++ {
		v = bytes.TrimLeft(v, " \t,")
		word := token(v)
		if len(word) == 0 {
			break
		}
		after := bytes.TrimLeft(v[len(word):], " \t")
		if len(after) > 0 && after[0] == '=' && scheme != nil {
			rest := parameter(after[1:])
			if Is(word, "realm") && realm == nil {
				realm = v[:len(v)-len(rest)]
			}
			v = rest
			continue
		}
		challenge(scheme, realm, s)
		scheme, realm = word, nil
		v = token68(after)
	}
	challenge(scheme, realm, s)
}

// challenge reports one scheme with its realm="..." parameter, if it has one.
func challenge(scheme, realm []byte, s wire.Sink) {
	if len(scheme) == 0 {
		return
	}
	realm = bytes.TrimRight(realm, " \t")
	if len(realm) == 0 {
		s.Field("http_header.wwwauth", wire.Text, scheme)
		return
	}
	out := make([]byte, 0, len(scheme)+1+len(realm))
	out = append(out, scheme...)
	out = append(out, ' ')
	s.Field("http_header.wwwauth", wire.Text, append(out, realm...))
}

// parameter reads past a value behind '='. An unquoted one goes on to the next
// comma: devices write realm=Home Router without the quotes that the blank asks
// for.
func parameter(b []byte) (rest []byte) {
	b = bytes.TrimLeft(b, " \t")
	if len(b) > 0 && b[0] == '"' {
		for i := 1; i < len(b); i++ {
			switch b[i] {
			case '\\':
				i++
			case '"':
				return b[i+1:]
			}
		}
		return nil
	}
	if n := bytes.IndexByte(b, ','); n >= 0 {
		return b[n:]
	}
	return nil
}

// token returns the RFC 9110 token that b starts with.
func token(b []byte) []byte {
	for i, c := range b {
		if c <= ' ' || c >= 0x7f || bytes.IndexByte([]byte(`"(),/:;<=>?@[\]{}`), c) >= 0 {
			return b[:i]
		}
	}
	return b
}

// token68 skips the token68 (RFC 9110 clause 11.2) that may follow a scheme in
// place of parameters.
func token68(b []byte) []byte {
	i := 0
	for i < len(b) && b[i] != ' ' && b[i] != '\t' && b[i] != ',' && b[i] != '=' && b[i] != '"' {
		i++
	}
	pad := i
	for pad < len(b) && b[pad] == '=' {
		pad++
	}
	end := bytes.TrimLeft(b[pad:], " \t")
	if i > 0 && (len(end) == 0 || end[0] == ',') {
		return end
	}
	return b
}
