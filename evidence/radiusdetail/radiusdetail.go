// Package radiusdetail reads the detail files that RADIUS servers keep of the
// packets they were sent: a line with the time, then a line for each attribute
// behind a tab, then an empty line, as FreeRADIUS (rlm_detail), Radiator and the
// servers of Livingston before them write it. What an access server says of itself
// is evidence, and so is which vendors' attributes it uses (RFC 2865 clause 5.26).
// Users, their numbers, addresses and sessions are passed over, and answers too,
// which the server wrote.
package radiusdetail

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "radiusdetail" }

var (
	// headLine is the time, in the form of ctime or of ISO 8601.
	headLine = lazyregexp.New(`^((Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ 0-9][0-9] \d\d:\d\d:\d\d .{0,12}\d{4}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)`)
	// attributeLine is an attribute behind a tab or blanks.
	attributeLine = lazyregexp.New(`^[ \t]+[A-Za-z0-9][A-Za-z0-9._-]{0,127}(:\d+)? ?[:+=]?= ?`)
	// known is what at least one attribute of a packet is.
	known = lazyregexp.New(`^[ \t]+(NAS-(IP-Address|IPv6-Address|Identifier|Port|Port-Id|Port-Type)|User-Name|Packet-Type|Acct-(Status-Type|Session-Id|Unique-Session-Id)|Called-Station-Id) ?[:+=]?= ?`)
)

// Sniff looks for a time and attributes behind tabs below it.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), "\r\n")
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	if !headLine().Match(line) {
		return 0
	}
	attributes, sure := 0, false
	for len(rest) > 0 {
		var whole bool
		if line, rest, whole = bytes.Cut(rest, []byte("\n")); !whole || !attributeLine().Match(line) {
			break
		}
		attributes++
		sure = sure || known().Match(line)
	}
	if attributes < 2 || !sure {
		return 0
	}
	return 95
}

// Read reads every packet.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	r := reader{out: out}
	lines := evidence.NewLines(in.Reader, in.Limits.Line)
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at := whomade.Locator{Line: lines.Number()}
		if lines.Long() {
			items.TooLong(out, at, in.Limits.Line)
			continue
		}
		r.line(string(lines.Line()), at)
	}
	r.finish()
	return lines.Err()
}

// reader reads one file.
type reader struct {
	out    evidence.Out
	open   bool
	packet packet

	bad   int64 // lines that are no attributes
	first whomade.Locator
	lost  int64 // packets that do not say who sent them
	where whomade.Locator
}

// line takes the next line.
func (r *reader) line(s string, at whomade.Locator) {
	switch {
	case strings.TrimSpace(s) == "":
		r.close()
	case s[0] != ' ' && s[0] != '\t':
		// A packet that was written while another one was has no empty line between.
		r.close()
		if !headLine().MatchString(s) {
			r.malformed(at)
			return
		}
		r.open, r.packet = true, packet{at: at}
	case !r.open:
		r.malformed(at)
	default:
		name, value, ok := cutAttribute(s)
		if !ok {
			r.malformed(at)
			return
		}
		r.packet.attribute(name, value, at)
	}
}

func (r *reader) malformed(at whomade.Locator) {
	if r.bad++; r.bad == 1 {
		r.first = at
	}
}

func (r *reader) close() {
	if !r.open {
		return
	}
	r.open = false
	if !r.packet.tell(r.out) {
		if r.lost++; r.lost == 1 {
			r.where = r.packet.at
		}
	}
}

func (r *reader) finish() {
	r.close()
	if r.bad > 0 {
		r.out.Diagnose(whomade.SeverityWarning, r.first, fmt.Sprintf("%d lines are neither a time nor an attribute and were passed over", r.bad))
	}
	if r.lost > 0 {
		r.out.Diagnose(whomade.SeverityWarning, r.where, fmt.Sprintf("%d packets do not say which access server sent them: NAS-IP-Address or NAS-Identifier is missing", r.lost))
	}
}

// cutAttribute cuts a line into name and value, without quotes around it.
func cutAttribute(s string) (name, value string, ok bool) {
	if !attributeLine().MatchString(s) {
		return "", "", false
	}
	name, value, _ = strings.Cut(strings.TrimSpace(s), "=")
	name = strings.TrimRight(name, " :+=")
	name, _, _ = strings.Cut(name, ":") // a tag (RFC 2868)
	value = strings.TrimSpace(strings.TrimPrefix(value, "="))
	if n := len(value); n > 1 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
		value = value[1 : n-1]
	}
	value = strings.TrimPrefix(value, `"`) // its end was cut off
	return name, strings.TrimSpace(value), name != ""
}
