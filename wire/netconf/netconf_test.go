package netconf_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/netconf"
	"github.com/whomade/whomade/wire/wiretest"
)

// hello is a first message with capabilities, and a session's number where it is
// a server's.
func hello(session string, capabilities ...string) string {
	b := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities>`
	for _, c := range capabilities {
		b += "<capability>" + c + "</capability>\n"
	}
	b += "</capabilities>"
	if session != "" {
		b += "<session-id>" + session + "</session-id>"
	}
	return b + "</hello>]]>]]>"
}

const base = "urn:ietf:params:netconf:base:1.1"

var cases = []struct {
	name, in string
	end      bool
	want     wire.Status
	fields   []string
}{
	{"server", hello("4711", base, "http://example.com/ns/yang/ex-aaa?module=ex-aaa&amp;revision=2020-01-01&amp;deviations=ex-aaa-5000"), false, wire.Done,
		[]string{`netconf.capability "http://example.com/ns/yang/ex-aaa?module=ex-aaa&revision=2020-01-01&deviations=ex-aaa-5000"`}},
	{"client", hello("", base, "http://example.com/ns/yang/ex-aaa"), false, wire.Done, nil},
	{"prefixes, and more behind", `<nc:hello xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0"><nc:capabilities><nc:capability>
		urn:example:one
		</nc:capability></nc:capabilities><nc:session-id>1</nc:session-id></nc:hello>]]>]]><rpc><capability>urn:example:two</capability></rpc>`, false, wire.Done,
		[]string{`netconf.capability "urn:example:one"`}},
	{"radio unit", hello("1", base, "urn:o-ran:uplane-conf:1.0?module=o-ran-uplane-conf"), false, wire.Done,
		[]string{`netconf.capability "urn:o-ran:uplane-conf:1.0?module=o-ran-uplane-conf"`, `mobile.function "O-RU"`}},
	{"controller of a radio unit", hello("", base, "urn:o-ran:uplane-conf:1.0"), false, wire.Done, nil},
	{"standard models", hello("1", "urn:ietf:params:xml:ns:yang:ietf-system", "http://openconfig.net/yang/platform", "urn:ieee:std:802.1Q:yang:ieee802-dot1q-bridge", "urn:bbf:yang:bbf-xpon"), false, wire.Done, nil},
	{"a part", hello("1", "urn:example:one", "urn:example:two")[:165], false, wire.NeedMore, nil},
	{"a part and no more, which may be a client's", hello("1", "urn:example:one", "urn:example:two")[:165], true, wire.Done, nil},
	{"a part and no more, too long for a client", hello("1", "urn:example:one", base+strings.Repeat("x", 20000), "urn:example:two")[:20180], true, wire.Done, []string{`netconf.capability "urn:example:one"`}},
	{"a part of the first tag", "<hel", false, wire.NeedMore, nil},
	{"a part of the first tag and no more", "<hello ", true, wire.NotMine, nil},
	{"other document", `<?xml version="1.0"?><Envelope><capability>urn:example:one</capability></Envelope>]]>]]>`, false, wire.NotMine, nil},
	{"other name space", `<hello xmlns="urn:example:hello"><capability>urn:example:one</capability></hello>]]>]]>`, false, wire.NotMine, nil},
	{"long first tag", "<hello " + strings.Repeat("a", 600), false, wire.NotMine, nil},
	{"text", "hello", false, wire.NotMine, nil},
	{"nothing", "", true, wire.NotMine, nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			var r wiretest.Recorder
			if got := netconf.Decode([]byte(tc.in), tc.end, &r); got != tc.want {
				t.Errorf("status %v, want %v", got, tc.want)
			}
			if diff := cmp.Diff(tc.fields, r.Lines); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}

// TestManyCapabilities holds the number of reports to its limit.
func TestManyCapabilities(t *testing.T) {
	uris := []string{"urn:o-ran:uplane-conf:1.0"}
	for i := range 200 {
		uris = append(uris, "urn:example:"+strings.Repeat("x", i+1))
	}
	var r wiretest.Recorder
	netconf.Decode([]byte(hello("1", uris...)), false, &r)
	if n := len(r.Lines); n != 65 || r.Lines[n-1] != `mobile.function "O-RU"` {
		t.Errorf("%d fields, the last %s", n, r.Lines[n-1])
	}
}

// atEnd shows all that there is.
func atEnd(b []byte, s wire.Sink) bool { return netconf.Decode(b, true, s) == wire.Done }

func samples() (all [][]byte) {
	for _, tc := range cases {
		all = append(all, []byte(tc.in))
	}
	return all
}

func TestTruncated(t *testing.T) { wiretest.Truncate(t, atEnd, samples()...) }

// TestNoAllocations leaves character references out: these have to be resolved.
func TestNoAllocations(t *testing.T) {
	wiretest.NoAllocs(t, atEnd, []byte(hello("1", base, "urn:example:one")), []byte(hello("", base)), []byte("<?xml version=\"1.0\"?><Envelope>"))
}
func FuzzDecode(f *testing.F) { wiretest.Fuzz(f, atEnd, samples()...) }
