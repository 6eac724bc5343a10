// Package ericssonmo reads what Ericsson's tools for managed objects print of
// radio nodes: sessions of moshell and AMOS with lists of boards (invxr, invxrf,
// cabx), attributes (get, kget) and tables of them (hgetc), and answers of ENM's
// command line (cmedit get). The manner of a text tells whose software wrote it;
// product numbers and serial numbers are those of boards and radios, and vendors
// are stated of optical modules.
package ericssonmo

import (
	"bytes"
	"context"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "ericssonmo" }

var (
	boardHead  = lazyregexp.New(`(?m)^ *(?:FRU|AuxPIU|SMN|APN|ID|BOARD)\b[^\n]*\bBOARD\b[^\n]*\b(?:PRODUCTNUMBER|RF +;BP|VENDORPROD)\b|^ *BOARD +;[^\n]*;VENDORPROD\b`)
	contact    = lazyregexp.New(`(?m)^Checking ip contact\.\.\.(?:OK|Not OK)`)
	stopfile   = lazyregexp.New(`(?m)^\d{6}-\d\d:\d\d:\d\d\S* +\S.* stopfile=/`)
	session    = lazyregexp.New(`(?m)^[\w.-]{1,64}> +(?:lt all|lt root|invx\w*|cabx\w*|[lkh]?get\w* \S|st \w|alt\w*|cvls|pr\b|lk\w* )`)
	total      = lazyregexp.New(`(?m)^Total: \d+ MOs`)
	member     = lazyregexp.New(`(?m)^ *>>> *(?:\d+\.)?\w+ = `)
	fdnLine    = lazyregexp.New(`(?m)^FDN : (?:SubNetwork|MeContext|ManagedElement|NetworkElement)=`)
	attributes = lazyregexp.New(`(?m)^\w+ : |^\d+ instance\(s\)`)
)

// Sniff looks for heads of lists of boards, for what a session begins with, and
// for distinguished names with attributes below them.
func (format) Sniff(head []byte) int {
	text := evidence.Text(head)
	if bytes.IndexByte(text, 0) >= 0 {
		return 0
	}
	switch {
	case boardHead().Match(text):
		return 92
	case stopfile().Match(text), contact().Match(text) && session().Match(text):
		return 92
	case session().Match(text) && (total().Match(text) || member().Match(text)):
		return 90
	case fdnLine().Match(text) && attributes().Match(text):
		return 92
	}
	return 0
}

// reader reads the lines of one artifact.
type reader struct {
	out   evidence.Out
	node  *node
	nodes map[string]*node
	order []*node
	lost  bool

	table  *table
	object *object
}

// Read reads every list and object.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	r := reader{out: out, nodes: map[string]*node{}}
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
		r.line(strings.ToValidUTF8(strings.TrimRight(string(lines.Line()), " \t\r"), "\uFFFD"), at)
	}
	r.flush()
	for _, n := range r.order {
		n.finish(out)
	}
	if r.lost {
		out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, "the text is about more nodes than are kept: the manner of the last ones was not told")
	}
	return lines.Err()
}

var (
	promptLine = lazyregexp.New(`^([A-Za-z0-9][\w.-]{0,63})> +(\S+)`)
	nodeLine   = lazyregexp.New(`^Node: +(\S.*?) +(CXP ?\w[^ ]*(?: +\([^)]*\))?)`)
	objectLine = lazyregexp.New(`^(?:\d+ +|MO +|Proxy +Id: *\d+ +)((?:\w+=[^ ,=]+,)*\w+=[^ ,=]+)$`)
	valueLine  = lazyregexp.New(`^((?:\w+=[^ ,=]+,)*\w+=[^ ,=]+)  +(\w+)  +(\S.*)$`)
	pairLine   = lazyregexp.New(`^(\w{1,64}) {2,}(\S.*)$`)
	memberLine = lazyregexp.New(`^ *>>> *(?:\d+\.)?(\w+) = ?(.*)$`)
	fdnStart   = lazyregexp.New(`^FDN : (\S+)$`)
	cmPair     = lazyregexp.New(`^(\w{1,64}) : (.*)$`)
	rule       = lazyregexp.New(`^[=-]{10,}$`)
)

// line takes one line.
func (r *reader) line(s string, at whomade.Locator) {
	t := strings.TrimSpace(s)
	switch {
	case rule().MatchString(t):
		if r.table != nil && r.table.rows > 0 {
			r.table = nil
		}
		return
	case t == "":
		r.table = nil
		return
	}
	if m := promptLine().FindStringSubmatch(t); m != nil {
		// Other programs have such prompts too: a node is one that lists things.
		command := commandOf(m[2])
		if command != "" || r.nodes[m[1]] != nil {
			r.flush()
			r.enter(m[1], at)
			r.node.note(strings.TrimSpace(m[1] + "> " + command))
			return
		}
	}
	if head := tableOf(s); head != nil {
		r.flush()
		r.table = head
		r.current(at).note(t)
		return
	}
	switch {
	case r.table != nil:
		r.table.row(s, r.current(at), at, r.out)
	case strings.HasPrefix(t, "Checking ip contact..."):
		// The session with the node before is over.
		r.flush()
		r.node = nil
	case stopfile().MatchString(t):
		r.current(at).note("stopfile=/tmp/0")
	case nodeLine().MatchString(t):
		m := nodeLine().FindStringSubmatch(t)
		r.current(at).fact(r.out, "part.model", m[1], at)
		r.current(at).fact(r.out, "inventory.version", m[2], at)
	case fdnStart().MatchString(t):
		r.flush()
		r.open(fdnStart().FindStringSubmatch(t)[1], true, at)
		r.node.note("FDN : ManagedElement=")
	case total().MatchString(t):
		r.flush()
		r.current(at).note("Total: 0 MOs")
	case objectLine().MatchString(t):
		r.flush()
		r.open(objectLine().FindStringSubmatch(t)[1], false, at)
	default:
		r.value(s, t, at)
	}
}

// value takes a line that may hold an attribute's value.
func (r *reader) value(s, t string, at whomade.Locator) {
	if m := memberLine().FindStringSubmatch(s); m != nil {
		if r.object != nil {
			r.current(at).note(" >>> " + m[1] + " = ")
			r.object.member(m[1], m[2])
		}
		return
	}
	if m := valueLine().FindStringSubmatch(t); m != nil {
		if r.object == nil || r.object.name != m[1] {
			r.flush()
			r.open(m[1], false, at)
		}
		r.object.attribute(m[2], m[3])
		return
	}
	if r.object == nil {
		return
	}
	pair := pairLine()
	if r.object.enm {
		pair = cmPair()
	}
	if m := pair.FindStringSubmatch(t); m != nil {
		r.object.attribute(m[1], m[2])
	}
}

// current is the node that the text is about: of a text without names, the one
// of the whole.
func (r *reader) current(at whomade.Locator) *node {
	if r.node == nil {
		r.enter("", at)
	}
	return r.node
}

// flush ends what is open.
func (r *reader) flush() {
	if r.object != nil {
		r.object.tell(r.node, r.out)
		r.object = nil
	}
	r.table = nil
}

// enter goes to a node by its name.
func (r *reader) enter(name string, at whomade.Locator) {
	if n := r.nodes[name]; n != nil {
		r.node = n
		return
	}
	n := newNode(name, at)
	r.node = n
	n.fact(r.out, "host.name", name, at)
	if len(r.nodes) >= maxNodes {
		r.lost = true
		return
	}
	r.nodes[name] = n
	r.order = append(r.order, n)
}

// open opens an object by its distinguished name, which may name the node.
func (r *reader) open(name string, enm bool, at whomade.Locator) {
	if n := nodeName(name); n != "" && (enm || r.node == nil) {
		r.enter(n, at)
	}
	r.current(at)
	r.object = newObject(name, enm, at)
}

// commandOf is the command of a prompt's line, if it is one that lists things.
func commandOf(word string) string {
	for _, c := range [...]string{"invx", "cabx", "hget", "kget", "lget", "get", "lt", "st", "alt", "cvls", "pr", "lk"} {
		if strings.HasPrefix(word, c) && len(word) < 12 && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == "" {
			return word
		}
	}
	return ""
}
