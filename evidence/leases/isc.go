package leases

import (
	"strings"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

// isc reads dhcpd.leases (dhcpd.leases(5)): blocks of statements, a later one about
// the same address in place of an earlier one. Statements of relay agents are
// about subscribers' lines and are not read.
type isc struct {
	out   evidence.Out
	depth int
	open  bool // in a lease or identity association
	lease client
}

func (i *isc) line(s string, at whomade.Locator) {
	s = strings.TrimSpace(s)
	switch {
	case s == "" || s[0] == '#':
		return
	case strings.HasPrefix(s, "}"):
		i.close()
		return
	case strings.HasSuffix(s, "{"):
		i.depth++
		if i.depth == 1 {
			i.start(s, at)
		}
		return
	}
	// A whole block on one line is written by other programs.
	for s != "" {
		var statement string
		statement, s = cutStatement(s)
		if statement == "}" {
			i.close()
			continue
		}
		i.statement(statement, at)
	}
}

// start opens a block: "lease ADDRESS {" or "ia-na IAID_DUID {".
func (i *isc) start(s string, at whomade.Locator) {
	word, rest, _ := strings.Cut(strings.TrimSpace(strings.TrimSuffix(s, "{")), " ")
	switch word {
	case "lease":
		i.open, i.lease = true, client{at: at}
	case "ia-na", "ia-ta", "ia-pd":
		i.open, i.lease = true, client{at: at}
		if id := value(rest); len(id) > 4 {
			i.lease.duid = id[4:] // after the IAID
		}
	}
}

func (i *isc) close() {
	if i.depth > 0 {
		i.depth--
	}
	if i.depth == 0 && i.open {
		i.lease.tell(i.out)
		i.open = false
	}
}

func (i *isc) finish(at whomade.Locator) {
	if i.open {
		i.out.Diagnose(whomade.SeverityError, at, "the last lease has no end: the file was cut off")
		i.lease.tell(i.out)
	}
}

// statement reads one statement without its semicolon.
func (i *isc) statement(s string, at whomade.Locator) {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "set "), "option ")
	word, rest, _ := strings.Cut(s, " ")
	rest = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(rest), "="))
	if !i.open {
		if word == "server-duid" && i.depth == 0 {
			c := client{at: at, duid: value(rest)}
			c.tell(i.out)
		}
		return
	}
	switch word {
	case "hardware":
		if kind, address, _ := strings.Cut(rest, " "); kind == "ethernet" {
			i.lease.mac = macOf(address)
		}
	case "uid", "dhcp-client-identifier":
		i.lease.id = value(rest)
	case "vendor-class-identifier", "vendor-class":
		i.lease.vendorClass = strings.Trim(string(value(rest)), "\x00 ")
	case "client-hostname", "host-name":
		i.lease.hostName = hostName(string(value(rest)))
	case "starts", "cltt":
		if t := iscTime(rest); t.After(i.lease.seen) {
			i.lease.seen = t
		}
	}
}

// iscTime reads "4 2024/02/01 10:11:12" (a weekday first, in UTC), or "epoch N".
func iscTime(s string) time.Time {
	if n, ok := strings.CutPrefix(s, "epoch "); ok {
		n, _, _ = strings.Cut(n, " ")
		return unix(n, 0)
	}
	_, s, _ = strings.Cut(s, " ")
	t, err := time.Parse("2006/01/02 15:04:05", s)
	if err != nil {
		return time.Time{}
	}
	return t
}

// cutStatement cuts the first statement off a line; semicolons in quotes are none.
func cutStatement(s string) (statement, rest string) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "}") {
		return "}", strings.TrimSpace(s[1:])
	}
	quoted := false
	for n := 0; n < len(s); n++ {
		switch c := s[n]; {
		case c == '\\' && quoted:
			n++
		case c == '"':
			quoted = !quoted
		case c == ';' && !quoted:
			return strings.TrimSpace(s[:n]), strings.TrimSpace(s[n+1:])
		}
	}
	return s, ""
}

// value reads a string in quotes, with octal and other escapes, or octets in
// hexadecimal with colons.
func value(s string) []byte {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, `"`) {
		return octets(s)
	}
	var b []byte
	for n := 1; n < len(s); n++ {
		c := s[n]
		switch {
		case c == '"':
			return b
		case c != '\\' || n+1 >= len(s):
			b = append(b, c)
			continue
		}
		n++
		if digits := octal(s[n:]); digits > 0 {
			v := 0
			for _, d := range []byte(s[n : n+digits]) {
				v = v<<3 | int(d-'0')
			}
			b = append(b, byte(v))
			n += digits - 1
			continue
		}
		switch s[n] {
		case 'n':
			b = append(b, '\n')
		case 't':
			b = append(b, '\t')
		case 'r':
			b = append(b, '\r')
		default:
			b = append(b, s[n])
		}
	}
	return b
}

// octal is how many octal figures s begins with, at most three.
func octal(s string) int {
	n := 0
	for n < len(s) && n < 3 && s[n] >= '0' && s[n] <= '7' {
		n++
	}
	return n
}
