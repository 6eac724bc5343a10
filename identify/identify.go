// Package identify is stage 2: observations to claims to elements. It matches
// what was seen against the knowledge, weighs what independent classes of
// evidence say, joins subjects into elements and says who made each, how sure
// that is, and why. It reads no bytes of artifacts and knows no law.
package identify

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/cascade"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/recog"
	"github.com/whomade/whomade/knowledge/registry"
)

// Engine holds the knowledge in the form that matching needs. It does not
// change after it was made and is safe for concurrent use.
type Engine struct {
	know  *knowledge.Set
	reg   *registry.Registry
	rel   *Reliability
	recog *recog.Set // nil where none is used

	texts map[string]*textIndex // attribute to its signatures
	model *lazyIndex            // model names
	part  *lazyIndex            // part numbers
	org   *lazyIndex            // registered organisations of OUIs

	oids map[string]numbered // dotted prefix to what it says
	pens map[string]numbered
	gpon map[string]numbered

	orgs sync.Map // registered organisation to its claim
}

// numbered is what an identifier says.
type numbered struct {
	makers []string
	id     knowledge.Identifier
	owner  string
	shared bool
}

// New makes an engine over one state of knowledge and of the registries.
func New(know *knowledge.Set, reg *registry.Registry) (*Engine, error) {
	rel, err := ParseReliability(reliabilityData)
	if err != nil {
		return nil, fmt.Errorf("identify: %w", err)
	}
	e := &Engine{
		know: know, reg: reg, rel: rel,
		texts: map[string]*textIndex{}, oids: map[string]numbered{}, pens: map[string]numbered{}, gpon: map[string]numbered{},
	}
	e.indexRules()
	e.indexNumbers()
	return e, nil
}

// Knowledge is the state of the knowledge that the engine uses.
func (e *Engine) Knowledge() whomade.Knowledge { return e.know.State() }

// lazyIndex is rules whose automaton is built when it is first needed.
type lazyIndex struct {
	rules []*knowledge.Rule
	once  sync.Once
	casc  *cascade.Cascade
}

func (l *lazyIndex) cascade() *cascade.Cascade {
	l.once.Do(func() {
		patterns := make([]cascade.Pattern, len(l.rules))
		for i, r := range l.rules {
			patterns[i] = r.Pattern
		}
		l.casc = cascade.New(patterns)
	})
	return l.casc
}

// textIndex is the signatures of one attribute. Attributes with the same
// signatures share one.
type textIndex struct {
	lazyIndex
	nots []*lazyRegexp
}

func (e *Engine) indexRules() {
	rules := e.know.Rules()
	byAttribute := map[string][]*knowledge.Rule{}
	e.model, e.part, e.org = &lazyIndex{}, &lazyIndex{}, &lazyIndex{}
	for i := range rules {
		r := &rules[i]
		switch r.Kind {
		case knowledge.RuleModel:
			e.model.rules = append(e.model.rules, r)
		case knowledge.RulePart:
			e.part.rules = append(e.part.rules, r)
		case knowledge.RuleOrganisation:
			e.org.rules = append(e.org.rules, r)
		default:
			for _, a := range r.Attributes() {
				byAttribute[a] = append(byAttribute[a], r)
			}
		}
	}
	same := map[string]*textIndex{}
	for a, list := range byAttribute {
		var key strings.Builder
		for _, r := range list {
			key.WriteString(r.Signature.ID)
			key.WriteByte('\n')
		}
		t := same[key.String()]
		if t == nil {
			t = &textIndex{lazyIndex: lazyIndex{rules: list}}
			for _, r := range list {
				t.nots = append(t.nots, newLazyRegexp(r.Signature.Not))
			}
			same[key.String()] = t
		}
		e.texts[a] = t
	}
}

const enterprises = "1.3.6.1.4.1."

func (e *Engine) indexNumbers() {
	for _, m := range e.know.Makers() {
		for _, id := range m.Identifiers {
			n := numbered{makers: id.Makers, id: id, owner: m.ID, shared: id.Shared}
			if len(n.makers) == 0 {
				n.makers = []string{m.ID}
			}
			switch id.Kind {
			case "oid":
				merge(e.oids, strings.TrimPrefix(id.Value, "."), n)
			case "pen":
				merge(e.pens, id.Value, n)
			case "gpon":
				merge(e.gpon, strings.ToUpper(id.Value), n)
			}
		}
	}
	for _, s := range e.know.Shared() {
		n := numbered{makers: s.Makers, shared: true, id: knowledge.Identifier{Kind: s.Kind, Value: s.Value, Note: s.Note}}
		switch s.Kind {
		case "oid":
			e.oids[strings.TrimPrefix(s.Value, ".")] = n
		case "pen":
			e.pens[s.Value] = n
			delete(e.oids, enterprises+s.Value)
		case "gpon":
			e.gpon[strings.ToUpper(s.Value)] = n
		}
	}
}

// merge adds what one entry says of a number to what another said: makers that
// claim the same number are a set.
func merge(m map[string]numbered, key string, n numbered) {
	old, ok := m[key]
	if !ok {
		m[key] = n
		return
	}
	union := append([]string{}, old.makers...)
	for _, x := range n.makers {
		if !contains(union, x) {
			union = append(union, x)
		}
	}
	if len(union) == len(old.makers) {
		old.shared = old.shared || n.shared
		if old.id.Product == "" {
			old.id = n.id
		}
		m[key] = old
		return
	}
	old.makers, old.shared = union, old.shared || n.shared
	old.id.Brand, old.id.Product = "", ""
	m[key] = old
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// enterpriseOf splits an object identifier below enterprises into its number
// and the rest.
func enterpriseOf(oid string) (number uint32, rest string, ok bool) {
	tail, ok := strings.CutPrefix(oid, enterprises)
	if !ok {
		return 0, "", false
	}
	first, rest, _ := strings.Cut(tail, ".")
	n, err := strconv.ParseUint(first, 10, 32)
	if err != nil || n == 0 {
		return 0, "", false
	}
	return uint32(n), rest, true
}
