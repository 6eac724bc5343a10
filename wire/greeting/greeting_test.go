package greeting

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
)

var samples = []struct {
	name   string
	decode wire.StreamDecoder
	in     string
	end    bool
	want   wire.Status
	out    lines
}{
	{"ftp", DecodeFTP, "220 EX-1000 FTP server (Version 1.2) ready.\r\n331 Password required for alice\r\n", false, wire.Done, lines{"ftp.banner=EX-1000 FTP server (Version 1.2) ready."}},
	{"ftp lines", DecodeFTP, "220-Welcome\r\n220-to EX\r\n free text\r\n220 ready\r\n", false, wire.Done, lines{"ftp.banner=Welcome\nto EX\nfree text\nready"}},
	{"ftp lines cut", DecodeFTP, "220-Welcome\r\n220-to", false, wire.NeedMore, nil},
	{"ftp lines cut at the end", DecodeFTP, "220-Welcome\r\n220-to", true, wire.Done, lines{"ftp.banner=Welcome\nto"}},
	{"ftp end of greeting lost", DecodeFTP, "220-Welcome\r\n331 Password required for alice\r\n", false, wire.Done, lines{"ftp.banner=Welcome"}},
	{"ftp code only", DecodeFTP, "220\r\n", false, wire.Done, nil},
	{"ftp busy", DecodeFTP, "421 EX: too many users\r\n", false, wire.Done, lines{"ftp.banner=EX: too many users"}},
	{"ftp later reply", DecodeFTP, "331 Password required for alice\r\n", false, wire.NotMine, nil},
	{"ftp client", DecodeFTP, "USER alice\r\n", false, wire.NotMine, nil},
	{"ftp start", DecodeFTP, "22", false, wire.NeedMore, nil},
	{"ftp endless", DecodeFTP, "220-" + strings.Repeat("x", 10000), false, wire.Done, lines{"ftp.banner=" + strings.Repeat("x", maxText-4)}},
	{"smtp", DecodeSMTP, "220 mx.example.com ESMTP Example\r\n", false, wire.Done, lines{"smtp.banner=mx.example.com ESMTP Example"}},
	{"smtp no mail", DecodeSMTP, "554 mx.example.com Example appliance\r\n", false, wire.Done, lines{"smtp.banner=mx.example.com Example appliance"}},
	{"smtp lines", DecodeSMTP, "220-mx.example.com\n220 no relaying\n250 hello alice\n", false, wire.Done, lines{"smtp.banner=mx.example.com\nno relaying"}},
	{"smtp not ftp's codes", DecodeSMTP, "530 no\r\n", false, wire.NotMine, nil},
	{"pop3", DecodePOP3, "+OK EX POP3 <1.2@mx.example.com>\r\n+OK alice has 2 messages\r\n", false, wire.Done, lines{"pop3.banner=EX POP3 <1.2@mx.example.com>"}},
	{"pop3 cut", DecodePOP3, "+OK EX", false, wire.NeedMore, nil},
	{"pop3 start", DecodePOP3, "+O", false, wire.NeedMore, nil},
	{"pop3 other", DecodePOP3, "+OKAY\r\n", false, wire.NotMine, nil},
	{"pop3 bare", DecodePOP3, "+OK\r\n", false, wire.Done, nil},
	{"imap", DecodeIMAP, "* OK [CAPABILITY IMAP4rev1] EX ready.\r\n* CAPABILITY\r\n", false, wire.Done, lines{"imap4.banner=[CAPABILITY IMAP4rev1] EX ready."}},
	{"imap preauth", DecodeIMAP, "* PREAUTH EX\r\n", false, wire.Done, lines{"imap4.banner=EX"}},
	{"imap cut at the end", DecodeIMAP, "* OK EX", true, wire.Done, lines{"imap4.banner=EX"}},
	{"imap answer", DecodeIMAP, "a1 OK done\r\n", false, wire.NotMine, nil},
	{"nothing", DecodeIMAP, "", true, wire.NotMine, nil},
}

func TestDecode(t *testing.T) {
	for _, c := range samples {
		var got lines
		if status := c.decode([]byte(c.in), c.end, &got); status != c.want {
			t.Errorf("%s: status %d, want %d", c.name, status, c.want)
		}
		if diff := cmp.Diff(c.out, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, c := range samples {
		for n := range c.in {
			check(t, []byte(c.in[:n]))
		}
	}
}

func TestAllocations(t *testing.T) {
	var sink wire.Sink = new(lines)
	for _, decode := range []wire.StreamDecoder{DecodeFTP, DecodeSMTP, DecodePOP3, DecodeIMAP} {
		for _, in := range []string{"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\x16\x03\x01\x02\x00", "220-cut\r\n", "+OK cut"} {
			b := []byte(in)
			if n := testing.AllocsPerRun(100, func() { decode(b, false, sink) }); n != 0 {
				t.Errorf("%q: %v allocations", in, n)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range samples {
		f.Add([]byte(c.in))
	}
	f.Fuzz(check)
}

// check holds the decoders to the contract of wire.StreamDecoder.
func check(t *testing.T, b []byte) {
	for _, decode := range []wire.StreamDecoder{DecodeFTP, DecodeSMTP, DecodePOP3, DecodeIMAP} {
		for _, end := range []bool{false, true} {
			var got lines
			status := decode(b, end, &got)
			if status != wire.Done && len(got) != 0 || status == wire.NeedMore && end {
				t.Errorf("%q, end %v: status %d and %q", b, end, status, got)
			}
		}
	}
}
