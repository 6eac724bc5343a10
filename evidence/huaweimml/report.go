package huaweimml

import (
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/lazyregexp"
)

// report reads reports of commands: a head with the element and the time, the
// command, its code, and records as a table or as lists of names and values, up
// to the end mark.
//
//	+++    NAME        2024-05-06 07:08:09
//	O&M    #123
//	%%DSP BRDMFRINFO:;%%
//	RETCODE = 0  Operation succeeded.
//
//	Title
//	-----
//	Cabinet No.  Slot No.  Type
//
//	0            3         UBBP
//	(Number of results = 1)
//
//	---    END
type report struct {
	out evidence.Out
	ne  *element
	met int // reports

	object string // of the command
	failed bool
	ruled  bool  // the rule below a title was met
	table  *grid // its columns are known
	part   *part // of a list of names and values
	partAt whomade.Locator
	rows   int
}

var (
	headLine = lazyregexp.New(`^(?:Report *: *)?\+\+\+ +(.*?) +(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d:\d\d`)
	callLine = lazyregexp.New(`^%%(?:/\*[^*]*\*/)? *([A-Z]{3}) +([A-Z][A-Z0-9_]*)`)
	codeLine = lazyregexp.New(`^RETCODE = (\d{1,12})( +Operation succeeded| +操作成功)?`)
	pairLine = lazyregexp.New(`^ *([^=]{1,80}?) +=(?: +(.*))?$`)
	endLine  = lazyregexp.New(`^-{3} *END$`)
	ruleLine = lazyregexp.New(`^-{4,}$`)
	comment  = lazyregexp.New(`/\*.*?\*/`)
	// nameInside is the element's name where the head begins with its kind.
	nameInside = lazyregexp.New(`/\*.*?\bMENAME:([^ */]+)`)
)

func (r *report) line(s string, at whomade.Locator) {
	t := strings.TrimLeft(s, " \t")
	switch {
	case headLine().MatchString(t):
		m := headLine().FindStringSubmatch(t)
		name := comment().ReplaceAllString(m[1], "")
		if inside := nameInside().FindStringSubmatch(m[1]); inside != nil {
			name = inside[1]
		}
		r.start(name, at)
		r.ne.note("+++    " + r.name() + "        " + m[2] + " 00:00:00")
	case strings.HasPrefix(t, "O&M ") && strings.Contains(t, "#"):
		r.element(at).note("O&M    #0")
	case callLine().MatchString(t):
		m := callLine().FindStringSubmatch(t)
		r.flush()
		r.object, r.rows = m[2], 0
		r.element(at).note("%%" + m[1] + " " + m[2] + ":;%%")
	case codeLine().MatchString(t):
		m := codeLine().FindStringSubmatch(t)
		r.failed = m[1] != "0"
		r.flush()
		r.element(at).note("RETCODE = " + m[1] + m[2])
	case endLine().MatchString(t):
		r.flush()
		if r.ne != nil {
			r.ne.note("---    END")
		}
		r.object = ""
	case strings.HasPrefix(t, "(Number of results") || strings.HasPrefix(t, "(结果个数"):
		r.flush()
		if r.ne != nil {
			r.ne.note("(Number of results = 1)")
		}
	case ruleLine().MatchString(t):
		r.flush()
		r.ruled = true
	case r.ne != nil && r.object != "":
		r.record(s, at)
	}
}

// name is the element's name as its subject has it.
func (r *report) name() string {
	_, name, _ := strings.Cut(r.ne.subject.Item, "#NE ")
	return name
}

// element is the element that is told of; of a text without heads it is the one
// that the text is about.
func (r *report) element(at whomade.Locator) *element {
	if r.ne == nil {
		r.ne = artifactNE(r.out)
		r.ne.at = at
	}
	return r.ne
}

// start begins a report about an element.
func (r *report) start(name string, at whomade.Locator) {
	r.flush()
	r.met++
	r.object, r.failed, r.rows = "", false, 0
	name = strings.TrimSpace(name)
	next := itemNE(r.out, "NE "+name, at)
	if r.ne != nil && r.ne.subject == next.subject {
		return
	}
	if r.ne != nil {
		r.ne.finish()
	}
	r.ne = next
	r.ne.fact("host.name", name, at)
}

// record takes a line between the code and the end.
func (r *report) record(s string, at whomade.Locator) {
	isOwn, isHardware := own[r.object], hardware().MatchString(r.object)
	if r.failed && !isHardware || !isOwn && !isHardware {
		return
	}
	t := strings.TrimSpace(s)
	if t == "" {
		if r.table == nil {
			r.tellPart()
		}
		return
	}
	if r.table == nil {
		if m := pairLine().FindStringSubmatch(s); m != nil {
			r.pair(m[1], m[2], at, isHardware)
			return
		}
		if g := columns(s); r.ruled && g != nil {
			r.table = g
			r.ne.note(strings.Join(g.names, "  "))
		}
		r.ruled = false
		return
	}
	cells := r.table.cells(s)
	if cells == nil {
		return
	}
	r.rows++
	var p part
	for i, value := range cells {
		switch name := r.table.folded[i]; {
		case isHardware:
			p.field(name, value)
		case r.rows == 1:
			r.ne.field(name, value, at)
		}
	}
	if isHardware {
		p.tell(r.ne, at)
	}
}

// pair takes a name with its value.
func (r *report) pair(name, value string, at whomade.Locator, isHardware bool) {
	r.ruled = false
	if !isHardware {
		r.ne.field(fold(name), value, at)
		return
	}
	if r.part == nil {
		r.part, r.partAt = &part{}, at
	}
	r.part.field(fold(name), value)
}

func (r *report) tellPart() {
	if r.part != nil {
		r.part.tell(r.ne, r.partAt)
		r.part = nil
	}
}

// flush ends what is open.
func (r *report) flush() {
	r.tellPart()
	r.table, r.ruled = nil, false
}

func (r *report) finish(at whomade.Locator) {
	r.flush()
	if r.object != "" {
		r.out.Diagnose(whomade.SeverityWarning, at, "the last report has no end: the text was cut off")
	}
	if r.ne != nil {
		r.ne.finish()
	}
}
