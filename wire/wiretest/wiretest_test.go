package wiretest_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/wiretest"
)

func TestRecorder(t *testing.T) {
	mac := []byte{0, 0, 0x5e, 0, 0x53, 1}
	var r wiretest.Recorder
	r.Field("a.text", wire.Text, []byte("x\ny"))
	for key := wire.KeySender; key <= wire.KeyOther; key++ {
		value := []byte("k 1")
		switch key {
		case wire.KeyMAC:
			value = mac
		case wire.KeyIP:
			value = []byte{192, 0, 2, 1}
		}
		r.About(key, value)
		r.Field("a.bytes", wire.Bytes, []byte{1, 2})
	}
	r.Bind(netip.MustParseAddr("2001:db8::1"), [6]byte(mac))
	want := []string{
		`a.text "x\ny"`,
		"a.bytes 0x0102",
		"mac:00:00:5e:00:53:01 a.bytes 0x0102",
		"ip:192.0.2.1 a.bytes 0x0102",
		`chassis_id:"k 1" a.bytes 0x0102`,
		"engine_id:0x6b2031 a.bytes 0x0102",
		`host_name:"k 1" a.bytes 0x0102`,
		`other:"k 1" a.bytes 0x0102`,
		"bind 2001:db8::1 00:00:5e:00:53:01",
	}
	if diff := cmp.Diff(want, r.Lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestChecker(t *testing.T) {
	addr, mac := netip.MustParseAddr("192.0.2.1"), [6]byte{0, 0, 0x5e, 0, 0x53, 1}
	for name, tc := range map[string]struct {
		breach bool
		do     func(s wire.Sink)
	}{
		"all well": {false, func(s wire.Sink) {
			s.About(wire.KeyMAC, mac[:])
			s.Field("a.b", wire.Uint, []byte{1})
			s.Bind(addr, mac)
		}},
		"subject's MAC address short": {true, func(s wire.Sink) { s.About(wire.KeyMAC, mac[:5]) }},
		"subject's address short":     {true, func(s wire.Sink) { s.About(wire.KeyIP, mac[:5]) }},
		"subject without name":        {true, func(s wire.Sink) { s.About(wire.KeyHostName, nil) }},
		"unknown subject":             {true, func(s wire.Sink) { s.About(wire.KeyOther+1, mac[:]) }},
		"no attribute":                {true, func(s wire.Sink) { s.Field("", wire.Text, nil) }},
		"MAC address short":           {true, func(s wire.Sink) { s.Field("a", wire.MAC, mac[:5]) }},
		"OUI long":                    {true, func(s wire.Sink) { s.Field("a", wire.OUI, mac[:4]) }},
		"number of nothing":           {true, func(s wire.Sink) { s.Field("a", wire.Uint, nil) }},
		"address of six octets":       {true, func(s wire.Sink) { s.Field("a", wire.IP, mac[:]) }},
		"unknown kind":                {true, func(s wire.Sink) { s.Field("a", wire.OUI+1, nil) }},
		"no address bound":            {true, func(s wire.Sink) { s.Bind(netip.Addr{}, mac) }},
		"bound to zero":               {true, func(s wire.Sink) { s.Bind(addr, [6]byte{}) }},
		"bound to a group":            {true, func(s wire.Sink) { s.Bind(addr, [6]byte{1}) }},
	} {
		t.Run(name, func(t *testing.T) {
			var c wiretest.Checker
			tc.do(&c)
			if (c.Err != nil) != tc.breach {
				t.Errorf("breach: %v", c.Err)
			}
		})
	}
}

func TestHex(t *testing.T) {
	got := wiretest.Hex(t, `0a:05 "core 1" ff`)
	if diff := cmp.Diff([]byte("\x0a\x05core 1\xff"), got); diff != "" {
		t.Errorf("octets (-want +got):\n%s", diff)
	}
}
