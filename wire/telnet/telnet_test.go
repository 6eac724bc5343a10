package telnet

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
)

const options = "\xff\xfb\x01\xff\xfb\x03\xff\xfd\x18\xff\xfd\x1f"

var samples = []struct {
	name string
	in   string
	end  bool
	want wire.Status
	out  lines
}{
	{"options only", options, false, wire.NeedMore, nil},
	{"options only at the end", options, true, wire.Done, lines{"telnet.negotiation=fffb01fffb03fffd18fffd1f"}},
	{
		"login", options + "\r\nWelcome to EX-1000\r\n\r\nlogin: ", false, wire.Done,
		lines{"telnet.negotiation=fffb01fffb03fffd18fffd1f", "telnet.banner=Welcome to EX-1000\n\nlogin:"},
	},
	{"cut options", "\xff\xfb\x01\xff\xfd", true, wire.Done, lines{"telnet.negotiation=fffb01"}},
	{
		"subnegotiation ends the run", "\xff\xfd\x18\xff\xfa\x18\x01\xff\xf0\xff\xfb\x01User Access Verification\r\n\r\nUsername: ", false, wire.Done,
		lines{"telnet.negotiation=fffd18", "telnet.banner=User Access Verification\n\nUsername:"},
	},
	{"user name is echoed", "EX-1\r\nlogin: alice\r\nPassword: secret\r\n", false, wire.Done, lines{"telnet.banner=EX-1\nlogin:"}},
	{"password only", "Ver 1.2\r\n\r\nPassword:hunter2\r\nEX>", true, wire.Done, lines{"telnet.banner=Ver 1.2\n\nPassword:"}},
	{"command is echoed", "<EX>display version\r\nEX version 9\r\n", true, wire.Done, lines{"telnet.banner=<EX>"}},
	{"command behind #", "ex1# show snmp community public\r\n", true, wire.Done, lines{"telnet.banner=ex1#"}},
	{"command behind brackets", "[ops@EX] > set password x\r\n", true, wire.Done, lines{"telnet.banner=[ops@EX] >"}},
	{"bare shell", "BusyBox v1.2 built-in shell (ash)\r\n\r\n# cat /etc/secret\r\n", true, wire.Done, lines{"telnet.banner=BusyBox v1.2 built-in shell (ash)\n\n#"}},
	{"label", "Name: alice\r\n", true, wire.Done, lines{"telnet.banner=Name:"}},
	{"other language", "EX\r\n用户名：alice\r\n", true, wire.Done, lines{"telnet.banner=EX\n用户名"}},
	{"any question", "Please enter your badge: 1234\r\n", true, wire.Done, lines{"telnet.banner=Please enter your badge:"}},
	{"menu", "1. Status\r\n2. Quit\r\nChoice: ", false, wire.Done, lines{"telnet.banner=1. Status\n2. Quit\nChoice:"}},
	{
		"sentence", "Warning: a login is recorded.\r\n\r\nLogin authentication\r\n\r\n\r\nUsername:", false, wire.Done,
		lines{"telnet.banner=Warning: a login is recorded.\n\nLogin authentication\n\n\nUsername:"},
	},
	{
		"sentence to the end of the line", "Your password may be old.\r\nLogin using username and password\r\n\r\nEX\r\n\r\nlogin: ", false, wire.Done,
		lines{"telnet.banner=Your password may be old.\nLogin using username and password\n\nEX\n\nlogin:"},
	},
	{
		"frame", "##########\r\n# EX #5  Authorized login only #\r\n##########\r\nlogin: bob\r\n", true, wire.Done,
		lines{"telnet.banner=##########\n# EX #5  Authorized login only #\n##########\nlogin:"},
	},
	{"ornament before a prompt", "---- login: bob\r\n", true, wire.Done, lines{"telnet.banner=---- login:"}},
	{"terminal control", "\x1b[2J\x1b[1;1HEX\x1b[0m-7\r\n\a> ", false, wire.Done, lines{"telnet.banner=EX-7\n>"}},
	{"half a word", "EX\r\nPass", false, wire.NeedMore, nil},
	{"bare carriage returns", "EX\r\x00one\rtwo\r\r\n$ ", false, wire.Done, lines{"telnet.banner=EX\none\ntwo\n$"}},
	{"encrypted", "\xff\xfb\x26EX\r\n\xff\xfa\x26\x03\x00\xff\xf0\x93\x11\xf0", false, wire.Done, lines{"telnet.negotiation=fffb26", "telnet.banner=EX"}},
	{"binary behind options", "\xff\xfb\x26\x93\x11\x02\r\n", false, wire.Done, lines{"telnet.negotiation=fffb26"}},
	{"binary", "\x16\x03\x01\x00", false, wire.NotMine, nil},
	{"nothing", "", false, wire.NeedMore, nil},
	{"nothing at the end", "", true, wire.NotMine, nil},
	{"long", strings.Repeat("banner\r\n", 1000), false, wire.Done, lines{"telnet.banner=" + strings.TrimSpace(strings.Repeat("banner\n", 585))}},
}

func TestDecode(t *testing.T) {
	for _, c := range samples {
		var got lines
		if status := Decode([]byte(c.in), c.end, &got); status != c.want {
			t.Errorf("%s: status %d, want %d", c.name, status, c.want)
		}
		if diff := cmp.Diff(c.out, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, c := range samples {
		for n := range min(len(c.in), 500) {
			check(t, []byte(c.in[:n]))
		}
	}
}

// What is typed at a prompt is not reported, however the stream is cut up.
func TestEcho(t *testing.T) {
	for _, prompt := range []string{
		"login: ", "Username:", "Password: ", "User Name : ", "EX> ", "ex#", "[EX]$ ", "# ", "Enter PIN: ", "Account:", "logon as: ",
		"EX login: ", "Passwort: ", "Mot de passe : ", "<EX>", "A:ex1# ", "/ # ",
	} {
		stream := options + "\r\nEX-1000 series\r\n\r\n" + prompt + "zq7secret\r\nzq7again\r\n"
		for n := range len(stream) + 1 {
			var got lines
			Decode([]byte(stream[:n]), true, &got)
			for _, l := range got {
				if strings.Contains(l, "zq7") {
					t.Fatalf("prompt %q, %d octets: %q", prompt, n, l)
				}
			}
		}
	}
}

func TestAllocations(t *testing.T) {
	var sink wire.Sink = new(lines)
	for _, in := range []string{"\x16\x03\x01\x02\x00", options, "EX-1000\r\n"} {
		b := []byte(in)
		if n := testing.AllocsPerRun(100, func() { Decode(b, false, sink) }); n != 0 {
			t.Errorf("%q: %v allocations", in, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range samples {
		f.Add([]byte(c.in))
	}
	f.Fuzz(check)
}

// check holds Decode to the contract of wire.StreamDecoder.
func check(t *testing.T, b []byte) {
	for _, end := range []bool{false, true} {
		var got lines
		status := Decode(b, end, &got)
		if status != wire.Done && len(got) != 0 || status == wire.NeedMore && end {
			t.Errorf("%q, end %v: status %d and %q", b, end, status, got)
		}
	}
}
