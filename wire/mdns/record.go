package mdns

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

// reporter reports records. The names and joined strings of one record are
// written to text, one after the other.
type reporter struct {
	sink wire.Sink
	msg  []byte
	text []byte
}

// record reports one resource record: its owner's name stands at owner, its
// data from start to end.
func (r *reporter) record(kind uint16, owner, start, end int) {
	r.text = r.text[:0]
	switch kind {
	case typeA, typeAAAA:
		r.host(owner)
	case typePTR:
		r.pointer(owner, start)
	case typeSRV:
		if end-start >= 7 {
			if t := r.serviceType(owner); len(t) != 0 {
				r.sink.Field("mdns.service", wire.Text, t)
				l := labels{msg: r.msg, off: owner}
				if first := l.next(); len(first) != 0 && first[0] != '_' {
					r.sink.Field("mdns.instance", wire.Text, first)
				}
			}
			r.host(start + 6)
		}
	case typeTXT:
		if text := r.join(start, end, '\n'); len(text) != 0 {
			attribute := "mdns.txt"
			if is(r.serviceType(owner), "_device-info._tcp") {
				attribute = "mdns.device-info.txt"
			}
			r.sink.Field(attribute, wire.Text, text)
		}
	case typeHINFO:
		if text := r.join(start, end, ' '); len(text) != 0 {
			r.sink.Field("mdns.hinfo", wire.Text, text)
		}
	}
}

// pointer reports a PTR record: a service type (RFC 6763 clauses 4.1 and 9) or
// the host name of an address (RFC 6762 clause 4).
func (r *reporter) pointer(owner, data int) {
	l := labels{msg: r.msg, off: owner}
	first, second := l.next(), l.next()
	switch {
	case is(first, "_services") && is(second, "_dns-sd"):
		owner = data
	case len(first) != 0 && first[0] != '_':
		third := second
		for ; second != nil; second = l.next() {
			third = second
		}
		if is(third, "arpa") {
			r.host(data)
		}
		return
	}
	if t := r.serviceType(owner); len(t) != 0 {
		r.sink.Field("mdns.service", wire.Text, t)
	}
}

// host reports a host name without the domain "local".
func (r *reporter) host(off int) {
	from := len(r.text)
	l := labels{msg: r.msg, off: off}
	for label := l.next(); label != nil; label = l.next() {
		if is(label, "local") {
			continue
		}
		if len(r.text) > from {
			r.grow('.')
		}
		r.grow(label...)
	}
	if name := r.text[from:]; !l.broken && len(name) != 0 && !bytes.HasSuffix(name, []byte(".arpa")) {
		r.sink.Field("mdns.name", wire.Text, name)
	}
}

// serviceType returns the "_service._tcp" in a name, or nothing.
func (r *reporter) serviceType(off int) []byte {
	l := labels{msg: r.msg, off: off}
	var before []byte
	for label := l.next(); label != nil; label = l.next() {
		if len(before) > 1 && before[0] == '_' && (is(label, "_tcp") || is(label, "_udp")) {
			from := len(r.text)
			r.grow(before...)
			r.grow('.')
			r.grow(label...)
			return r.text[from:]
		}
		before = label
	}
	return nil
}

// join returns the character strings (RFC 1035 clause 3.3) from start to end
// with sep between them.
func (r *reporter) join(start, end int, sep byte) []byte {
	from := len(r.text)
	for start < end {
		n := int(r.msg[start])
		start++
		if n > end-start || len(r.text)-from+n+1 > maxText {
			break
		}
		if n > 0 {
			if len(r.text) > from {
				r.grow(sep)
			}
			r.grow(r.msg[start : start+n]...)
		}
		start += n
	}
	return r.text[from:]
}

// grow appends to text. Earlier results stay valid: they alias what was there.
func (r *reporter) grow(b ...byte) {
	if cap(r.text) == 0 {
		r.text = make([]byte, 0, 512)
	}
	r.text = append(r.text, b...)
}
