package sip_test

import (
	"strings"
	"testing"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/sip"
	"github.com/whomade/whomade/wire/wiretest"
)

const (
	body   = "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\n"
	invite = "INVITE sip:+15550100@example.net SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1\r\nFrom: <sip:alice@example.net>;tag=1\r\n" +
		"Contact: \"Alice\" <sip:alice;x=1@192.0.2.1:5060>\r\nUser-Agent: ExampleSBC V1R2\r\nAuthorization: Digest username=\"alice\"\r\n" +
		"P-Access-Network-Info: 3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=0010100010001\r\nContent-Type: application/sdp\r\nContent-Length: 37\r\n\r\n" + body
	ok = "SIP/2.0 200 OK\r\nv: SIP/2.0/UDP [2001:db8::1]:5060\r\nServer: Example-Server/7\r\nm: <sip:gw@gw.example.net>\r\n\r\n"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"request", invite, []string{`sip_header.user_agent "ExampleSBC V1R2"`, `sip.via_host "192.0.2.1"`, `sip.contact_host "192.0.2.1"`, `sip.sdp_origin "192.0.2.7"`}},
	{"response", ok, []string{`sip_header.server "Example-Server/7"`, `sip.contact_host "gw.example.net"`}},
	{"request that a proxy forwards", "REGISTER sip:example.net SIP/2.0\r\nVia: SIP/2.0/TCP proxy.example.net:5060\r\nVia: SIP/2.0/UDP 192.0.2.9\r\n" +
		"Contact: <sip:bob@192.0.2.9>\r\nUser-Agent: Phone 1\r\n\r\n",
		[]string{`other:"Phone 1" sip_header.user_agent "Phone 1"`, `sip.via_host "proxy.example.net"`}},
	{"response that a proxy forwards", "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.9\r\nRecord-Route: <sip:p1.example.net;lr>, <sip:p2.example.net;lr>\r\nServer: Switch 2\r\n\r\n",
		[]string{`other:"Switch 2" sip_header.server "Switch 2"`}},
	{"empty lines first, fields cut off", "\r\n\r\nOPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP [2001:db8::1]\r\nUser-Agent: Cut", []string{`sip.via_host "2001:db8::1"`}},
	{"blank agent", "SIP/2.0 180 Ringing\r\nUser-Agent:  \r\nServer: \r\n\r\n", nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, sip.Decode, []byte(tc.in), tc.want) })
	}
}

func TestRefuses(t *testing.T) {
	for _, in := range []string{"", "\r\n\r\n", "GET / HTTP/1.1\r\nUser-Agent: x\r\n\r\n", "OPTIONS * HTTP/1.1\r\n\r\n", "SIPS/2.0 200 OK\r\n\r\n", "INVITE sip:x SIP/2.0", "x"} {
		wiretest.Refuse(t, sip.Decode, []byte(in))
		wiretest.Refuse(t, sip.Message, []byte(in))
		wiretest.Refuse(t, ended, []byte(in))
	}
}

// ended is the stream decoder at the end of a stream.
func ended(b []byte, s wire.Sink) bool { return sip.DecodeStream(b, true, s) == wire.Done }

func TestDecodeStream(t *testing.T) {
	head := strings.Index(invite, "\r\n\r\n") + 4
	for n := range head {
		var r wiretest.Recorder
		if got := sip.DecodeStream([]byte(invite[:n]), false, &r); got != wire.NeedMore || len(r.Lines) > 0 {
			t.Fatalf("after %d octets: status %d, %q", n, got, r.Lines)
		}
	}
	wiretest.Compare(t, ended, []byte(invite+"\r\n"+ok), append(append([]string{}, cases[0].want...), cases[1].want...))
	wiretest.Compare(t, sip.Message, []byte(ok+ok), append(append([]string{}, cases[1].want...), cases[1].want...))
	var r wiretest.Recorder
	if got := sip.DecodeStream([]byte("OPTIONS * HTTP/1.1\r\n"), false, &r); got != wire.NotMine {
		t.Errorf("HTTP: status %d", got)
	}
}

// TestSecrets looks for what must not get past the decoder.
func TestSecrets(t *testing.T) {
	for _, tc := range cases {
		_, lines := wiretest.Record(sip.Decode, []byte(tc.in))
		for _, l := range lines {
			for _, secret := range []string{"alice", "bob", "15550100", "utran", "Digest"} {
				if strings.Contains(l, secret) {
					t.Errorf("%s: %s", tc.name, l)
				}
			}
		}
	}
}

func samples() (all [][]byte) {
	for _, tc := range cases {
		all = append(all, []byte(tc.in))
	}
	return append(all, []byte(invite+ok))
}

func TestTruncated(t *testing.T) {
	wiretest.Truncate(t, sip.Decode, samples()...)
	wiretest.Truncate(t, ended, samples()...)
}

func TestNoAllocations(t *testing.T) {
	wiretest.NoAllocs(t, sip.Decode, samples()...)
	wiretest.NoAllocs(t, ended, samples()...)
}

func FuzzDecode(f *testing.F)       { wiretest.Fuzz(f, sip.Decode, samples()...) }
func FuzzDecodeStream(f *testing.F) { wiretest.Fuzz(f, ended, samples()...) }
