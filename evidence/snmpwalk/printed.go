package snmpwalk

import (
	"bytes"
	"strings"
)

// printed reads the output of snmpwalk. A text may go over several lines: inside
// quotes up to the closing one, without quotes up to the next object.
type printed struct {
	walk     *walk
	pending  variable
	state    textState
	size     int // octets of the text that were seen, kept or not
	unclosed tally
}

type textState uint8

const (
	stateNone   textState = iota
	stateQuoted           // inside quotes
	statePlain            // text without quotes; more lines of it may come
	stateHex              // Hex-STRING; more lines of octets may come
)

// open reports whether a text inside quotes is going on.
func (p *printed) open() bool { return p.state == stateQuoted }

// flush ends the object that is being read.
func (p *printed) flush() {
	if p.state == stateQuoted {
		p.unclosed.add(p.pending.line)
	}
	if p.state == stateHex {
		if raw, ok := parseHexPairs(p.pending.value); ok {
			p.pending.value = raw
		}
	}
	if p.state != stateNone && p.pending.oid != "" {
		p.walk.add(p.pending)
	}
	p.pending, p.state = variable{}, stateNone
}

// add takes one line and reports whether it is understood.
func (p *printed) add(line []byte, number int64) bool {
	if p.state == stateQuoted && !isStrongStart(line) {
		p.quoted(line, true)
		return true
	}
	name, value, ok := splitStart(line)
	if !ok {
		switch p.state {
		case statePlain:
			p.keep([]byte("\n"))
			p.keep(line)
			return true
		case stateHex:
			if _, ok := parseHexPairs(line); ok {
				p.keep([]byte(" "))
				p.keep(line)
				return true
			}
		}
		return false
	}
	p.flush()
	oid, known := resolve(name)
	if !known {
		oid = ""
	}
	p.pending, p.size = variable{oid: oid, line: number}, 0
	p.value(value)
	return true
}

// keep adds octets to the pending value, as many as the limit lets.
func (p *printed) keep(b []byte) {
	if room := p.walk.limits.Value + 1 - len(p.pending.value); len(b) > room {
		b = b[:max(room, 0)]
	}
	p.pending.value = append(p.pending.value, b...)
}

// typeNames are those whose values are not looked into.
var typeNames = []string{
	"INTEGER: ", "Integer32: ", "Gauge32: ", "Counter32: ", "Counter64: ", "Unsigned32: ", "UInteger32: ",
	"Timeticks: ", "IpAddress: ", "Network Address: ", "Opaque: ", "BITS: ",
}

// value reads what stands after the name.
func (p *printed) value(b []byte) {
	if after, ok := bytes.CutPrefix(b, []byte("Wrong Type (should be ")); ok {
		_, after, _ = bytes.Cut(after, []byte("): "))
		b = after
	}
	for _, t := range typeNames {
		if after, ok := bytes.CutPrefix(b, []byte(t)); ok {
			p.keep(after)
			p.walk.add(p.pending)
			p.pending = variable{}
			return
		}
	}
	switch {
	case bytes.HasPrefix(b, []byte("No Such ")), bytes.HasPrefix(b, []byte("No more variables left")), string(b) == "NULL":
		p.pending = variable{}
	case bytes.HasPrefix(b, []byte("OID: ")):
		p.oid(string(b[5:]))
	case bytes.HasPrefix(b, []byte("Hex-STRING:")):
		p.pending.kind, p.state = kindOctets, stateHex
		p.keep(bytes.TrimSpace(b[len("Hex-STRING:"):]))
	case bytes.HasPrefix(b, []byte("STRING:")):
		p.text(bytes.TrimPrefix(b[len("STRING:"):], []byte(" ")))
	case bytes.HasPrefix(b, []byte(`"`)):
		p.text(b)
	case isName(b):
		p.oid(string(b))
	default:
		// Short output leaves the types out.
		p.text(b)
	}
}

// oid takes a value that is an object's name.
func (p *printed) oid(s string) {
	if oid, ok := resolve(strings.TrimSpace(s)); ok {
		p.pending.kind, p.pending.value = kindOID, []byte(oid)
	} else {
		p.walk.unresolved(&p.pending)
	}
	if p.pending.oid != "" {
		p.walk.add(p.pending)
	}
	p.pending = variable{}
}

// text takes the first line of a text.
func (p *printed) text(b []byte) {
	p.pending.kind = kindOctets
	if after, ok := bytes.CutPrefix(b, []byte(`"`)); ok {
		p.state = stateQuoted
		p.quoted(after, false)
		return
	}
	p.state = statePlain
	p.keep(b)
}

// quoted takes a line inside quotes; the quote that ends it is the last thing on
// its line and has no backslash before it.
func (p *printed) quoted(line []byte, next bool) {
	if next {
		p.keep([]byte("\n"))
	}
	trimmed := bytes.TrimRight(line, " \t")
	body, closed := bytes.CutSuffix(trimmed, []byte(`"`))
	if slashes := len(body) - len(bytes.TrimRight(body, `\`)); !closed || slashes%2 == 1 {
		p.keep(line)
		return
	}
	p.keep(body)
	p.pending.value = bytes.ReplaceAll(p.pending.value, []byte(`\"`), []byte(`"`))
	if raw, ok := parseHexPairs(p.pending.value); ok && len(body) > 1 && body[len(body)-1] == ' ' {
		p.pending.value = raw // short output prints octets in quotes with a blank after each
	}
	p.state = stateNone
	if p.pending.oid != "" {
		p.walk.add(p.pending)
	}
	p.pending = variable{}
}
