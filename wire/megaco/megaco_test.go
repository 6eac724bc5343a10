package megaco_test

import (
	"testing"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/megaco"
	"github.com/whomade/whomade/wire/wiretest"
)

type sample struct {
	name, in string
	want     []string
}

var messages = []sample{
	{"service change", `"MEGACO/1 [192.0.2.1]:2944" 0d0a "Transaction = 1 {Context = - {ServiceChange = ROOT {Services {Method=Restart, Profile=ResGW/1, Version=1}}}}"`,
		[]string{`megaco.version "1"`, `megaco.mid "192.0.2.1"`, `megaco.profile "ResGW/1"`}},
	{"short form", `"!/2 <mgw1.example.net>:2944 T=1{C=-{SC=ROOT{SV{MT=RS,PF=ETSI_BGF/2}}}}"`,
		[]string{`megaco.version "2"`, `megaco.mid "mgw1.example.net"`, `megaco.profile "ETSI_BGF/2"`}},
	{"device name", `"MEGACO/1 gw-7" 0a "Reply = 1 {}"`, []string{`megaco.version "1"`, `megaco.mid "gw-7"`}},
	{"binary, address", "30 15 a1 13 80 01 01 a1 0a a0 08 80 04 c0000201 81 00 a2 02 0000", []string{"megaco.version 1", "megaco.mid 192.0.2.1"}},
	{"binary, domain", `30 15 a1 13 80 01 02 a1 0a a2 08 80 06 "gw.net" a2 02 0000`, []string{"megaco.version 2", `megaco.mid "gw.net"`}},
	{"binary, device behind authentication", `30 13 a0 02 0000 a1 0d 80 01 01 a1 04 83 02 "g1" a2 02 0000`, []string{"megaco.version 1", `megaco.mid "g1"`}},
}

var mgcp = []sample{
	{"restart", `"RSIP 1 aaln/1@gw.example.net MGCP 1.0 NCS 1.0" 0d0a "RM: restart" 0d0a`,
		[]string{`mgcp.version "MGCP 1.0 NCS 1.0"`, `mgcp.gateway "gw.example.net"`, `mgcp.endpoint_type "aaln"`}},
	{"all endpoints", `"NTFY 2 *@[192.0.2.1] MGCP 1.0" 0a`, []string{`mgcp.version "MGCP 1.0"`, `mgcp.gateway "192.0.2.1"`}},
	{"command of a call agent", `"CRCX 3 S0/DS1-0/1@gw.example.net MGCP 1.0" 0d0a`, []string{`mgcp.version "MGCP 1.0"`}},
	{"response", `"200 1203 OK" 0d0a`, nil},
}

func framed(b []byte, s wire.Sink) bool { return megaco.DecodeStream(b, true, s) == wire.Done }

func run(t *testing.T, decode wire.DatagramDecoder, all []sample) {
	for _, tc := range all {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, decode, wiretest.Hex(t, tc.in), tc.want) })
	}
}

func inputs(t testing.TB, all []sample) (out [][]byte) {
	for _, s := range all {
		out = append(out, wiretest.Hex(t, s.in))
	}
	return out
}

func packets(t testing.TB) (out [][]byte) {
	for _, b := range inputs(t, messages) {
		out = append(out, append([]byte{3, 0, 0, byte(4 + len(b))}, b...))
	}
	return out
}

func TestDecode(t *testing.T)     { run(t, megaco.Decode, messages) }
func TestDecodeMGCP(t *testing.T) { run(t, megaco.DecodeMGCP, mgcp) }

func TestDecodeStream(t *testing.T) {
	for i, p := range packets(t) {
		wiretest.Compare(t, framed, p, messages[i].want)
		var r wiretest.Recorder
		if got := megaco.DecodeStream(p[:len(p)-1], false, &r); got != wire.NeedMore || len(r.Lines) > 0 {
			t.Errorf("%s: status %d of a part", messages[i].name, got)
		}
	}
}

func TestRefuses(t *testing.T) {
	for _, in := range []string{"", `"MEGACO/"`, `"MEGACO/x [192.0.2.1]"`, `"!/1"`, "30 00", "30 05 a1 03 80 01 00", "03 00 0004"} {
		wiretest.Refuse(t, megaco.Decode, wiretest.Hex(t, in))
		wiretest.Refuse(t, framed, wiretest.Hex(t, in))
	}
	for _, in := range []string{"", `"RSIP 1 aaln/1 MGCP 1.0"`, `"GET / HTTP/1.1"`, `"RSIP 1 a@b SIP/2.0"`, `"2000 1"`} {
		wiretest.Refuse(t, megaco.DecodeMGCP, wiretest.Hex(t, in))
	}
}

func TestTruncated(t *testing.T) {
	wiretest.Truncate(t, megaco.Decode, inputs(t, messages)...)
	wiretest.Truncate(t, framed, packets(t)...)
	wiretest.Truncate(t, megaco.DecodeMGCP, inputs(t, mgcp)...)
}

func TestNoAllocations(t *testing.T) {
	wiretest.NoAllocs(t, megaco.Decode, inputs(t, messages)...)
	wiretest.NoAllocs(t, megaco.DecodeMGCP, inputs(t, mgcp)...)
}

func FuzzDecode(f *testing.F)       { wiretest.Fuzz(f, megaco.Decode, inputs(f, messages)...) }
func FuzzDecodeStream(f *testing.F) { wiretest.Fuzz(f, framed, packets(f)...) }
func FuzzDecodeMGCP(f *testing.F)   { wiretest.Fuzz(f, megaco.DecodeMGCP, inputs(f, mgcp)...) }
