package law

import (
	"errors"
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// maxDepth is how deep conditions may nest.
const maxDepth = 8

// Condition is a list of terms that must all hold. In YAML it is a mapping from
// fact to the values of which one must hold; the keys "any" (a list of
// conditions, one of which must hold) and "not" (a condition that must not)
// stand beside them. No terms hold always.
type Condition struct {
	Terms []Term
}

// Term is one test: of a fact, or of further conditions.
type Term struct {
	Fact   string // empty for Any and Not
	Values []string
	Any    []Condition
	Not    *Condition
	Line   int

	Type  Type   // of Fact, set when the book is made
	Spans []Span // of Values, for dates and numbers
}

// IsZero reports whether the condition always holds.
func (c Condition) IsZero() bool { return len(c.Terms) == 0 }

// UnmarshalYAML reads the mapping form.
func (c *Condition) UnmarshalYAML(n ast.Node) error {
	got, err := condition(n, 0)
	*c = got
	return err
}

func condition(n ast.Node, depth int) (Condition, error) {
	var c Condition
	if depth > maxDepth {
		return c, errors.New("condition nests too deep")
	}
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		return c, fmt.Errorf("line %d: a condition is a mapping from fact to values", line(n))
	}
	for _, p := range pairs {
		t := Term{Line: line(p)}
		key := text(p.Key)
		var err error
		switch key {
		case "any":
			t.Any, err = conditions(p.Value, depth+1)
		case "not":
			var not Condition
			not, err = condition(p.Value, depth+1)
			t.Not = &not
		default:
			t.Fact = key
			t.Values, err = values(p.Value)
		}
		if err != nil {
			return c, err
		}
		c.Terms = append(c.Terms, t)
	}
	return c, nil
}

func conditions(n ast.Node, depth int) ([]Condition, error) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		return nil, fmt.Errorf("line %d: \"any\" is a list of conditions", line(n))
	}
	var out []Condition
	for _, v := range seq.Values {
		c, err := condition(v, depth)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func values(n ast.Node) ([]string, error) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		if s, ok := n.(ast.ScalarNode); ok {
			return []string{text(s)}, nil
		}
		return nil, fmt.Errorf("line %d: want a value or a list of values", line(n))
	}
	var out []string
	for _, v := range seq.Values {
		s, ok := v.(ast.ScalarNode)
		if !ok {
			return nil, fmt.Errorf("line %d: want a value", line(v))
		}
		out = append(out, text(s))
	}
	return out, nil
}

// text is a scalar as it is written, without quotes.
func text(n ast.Node) string {
	if s, ok := n.(*ast.StringNode); ok {
		return s.Value
	}
	return n.GetToken().Value
}

func line(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// FactNames lists the facts the condition asks for, each once, in order.
func (c Condition) FactNames() []string {
	var out []string
	for _, t := range c.Terms {
		more := []string{t.Fact}
		if t.Not != nil {
			more = t.Not.FactNames()
		}
		for _, a := range t.Any {
			more = append(more, a.FactNames()...)
		}
		for _, f := range more {
			if f != "" && !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// resolve checks facts and values against the table and keeps their types.
func (c *Condition) resolve(t *Table) error {
	for i := range c.Terms {
		term := &c.Terms[i]
		for j := range term.Any {
			if err := term.Any[j].resolve(t); err != nil {
				return err
			}
		}
		if term.Not != nil {
			if err := term.Not.resolve(t); err != nil {
				return err
			}
		}
		if term.Fact == "" {
			continue
		}
		f, ok := t.Fact(term.Fact)
		if !ok {
			return fmt.Errorf("line %d: no fact is called %q", term.Line, term.Fact)
		}
		term.Type = f.Type
		if len(term.Values) == 0 {
			return fmt.Errorf("line %d: %s: no values", term.Line, term.Fact)
		}
		term.Spans = nil
		if f.Type == Country {
			term.Values = t.expand(f, term.Values)
		}
		for k, v := range term.Values {
			got, err := t.Parse(f, v)
			if err != nil {
				return fmt.Errorf("line %d: %s: %w", term.Line, term.Fact, err)
			}
			term.Values[k] = got.Text
			term.Spans = append(term.Spans, got.Span)
		}
	}
	return nil
}

// Names reports whether a condition of the rule, or one of its worked examples,
// gives a fact this value: whoever wrote the rule down thought of it.
func (r *Rule) Names(fact, value string) bool {
	named := func(c Condition) bool { return c.names(fact, value) }
	who := func(list []Addressee) bool {
		return slices.ContainsFunc(list, func(a Addressee) bool { return named(a.When) })
	}
	makers := func(list []Makers) bool {
		return slices.ContainsFunc(list, func(m Makers) bool { return named(m.When) })
	}
	except := func(list []Exception) bool {
		return slices.ContainsFunc(list, func(e Exception) bool { return named(e.When) })
	}
	return named(r.When) || who(r.Addressees) || makers(r.Makers) || except(r.Exceptions) ||
		slices.ContainsFunc(r.Obligations, func(o Obligation) bool {
			return named(o.When) || who(o.Addressees) || makers(o.Makers) || except(o.Exceptions)
		}) ||
		slices.ContainsFunc(r.Examples, func(x Example) bool {
			list, several := x.Facts[fact].([]any)
			return x.Facts[fact] == value || several && slices.Contains(list, any(value))
		})
}

func (c Condition) names(fact, value string) bool {
	return slices.ContainsFunc(c.Terms, func(t Term) bool {
		return t.Fact == fact && slices.Contains(t.Values, value) || t.Not != nil && t.Not.names(fact, value) ||
			slices.ContainsFunc(t.Any, func(a Condition) bool { return a.names(fact, value) })
	})
}
