package huaweimml

import (
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/lazyregexp"
)

// script reads commands as configurations are saved: one a line, with comments
// that tell the software. Values of most parameters are never looked at.
//
//	//BSC6910 V900R018C10SPC500
//	SET SYS: SYSOBJECTID="1", SYSLOCATION="Leeds";
//	ADD BRD: SRN=0, SN=8, BT=GCUa;
type script struct {
	ne       *element
	out      evidence.Out
	commands int
	bad      int64
	first    whomade.Locator
}

var (
	commandLine = lazyregexp.New(`^([A-Z]{3}) ([A-Z][A-Z0-9_]{1,40}) ?:(.*?);?$`)
	commentLine = lazyregexp.New(`^(?://|/\*|--|#)`)
)

func (c *script) line(s string, at whomade.Locator) {
	s = strings.TrimSpace(s)
	if s == "" {
		return
	}
	if commentLine().MatchString(s) {
		// Comments name people too: only what a product is called is taken.
		if m := product().FindString(s); m != "" && c.commands == 0 {
			c.ne.version(m, at)
		}
		return
	}
	m := commandLine().FindStringSubmatch(s)
	if m == nil {
		if c.bad++; c.bad == 1 {
			c.first = at
		}
		return
	}
	if c.commands++; c.commands == 1 {
		c.ne.at = at
	}
	object := m[2]
	c.note(m[1], object, m[3])
	switch {
	case object == "BRD":
		var p part
		for name, value := range parameters(m[3]) {
			p.field(fold(name), value)
		}
		p.tell(c.ne, at)
	case own[object]:
		for name, value := range parameters(m[3]) {
			c.ne.field(fold(name), value, at)
		}
	}
}

// note keeps a command with the names of its parameters.
func (c *script) note(verb, object, text string) {
	if len(c.ne.style) >= maxStyle {
		return
	}
	var b strings.Builder
	b.WriteString(verb + " " + object + ":")
	for name := range parameters(text) {
		if b.Len() > maxName {
			break
		}
		b.WriteString(" " + cut(name) + "=,")
	}
	c.ne.note(strings.TrimSuffix(b.String(), ",") + ";")
}

// parameters are the names and values of a command, in their order.
func parameters(s string) func(yield func(name, value string) bool) {
	return func(yield func(name, value string) bool) {
		for s != "" {
			name, rest, ok := strings.Cut(s, "=")
			if !ok {
				return
			}
			rest = strings.TrimLeft(rest, " ")
			var value string
			if quoted, found := strings.CutPrefix(rest, `"`); found {
				value, rest, _ = strings.Cut(quoted, `"`)
				_, rest, _ = strings.Cut(rest, ",")
			} else {
				value, rest, _ = strings.Cut(rest, ",")
			}
			if !yield(strings.TrimSpace(name), strings.TrimSpace(value)) {
				return
			}
			s = rest
		}
	}
}

func (c *script) finish(whomade.Locator) {
	if c.bad > 0 {
		c.out.Diagnose(whomade.SeverityWarning, c.first, "lines that are no commands were passed over, the first of them here")
	}
	c.ne.finish()
}
