// Package check says what the rules say of an element or an operator on a day.
// It is a pure function of facts, makers, rules and a date: it reads no file,
// no clock and no network, and never guesses a fact that is missing.
package check

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// maxValues is how many values one fact may have.
const maxValues = 200

// Facts is what is known of one case: fact names with one or several values. A
// fact that is absent is unknown. It never changes; the zero Facts is empty.
type Facts struct {
	values map[string][]law.Value
}

// NewFacts checks names and values against the table. Values are strings,
// booleans (yes, no), numbers, dates, or lists of these. Names and values that
// the table does not know are errors that say what is allowed.
func NewFacts(t *law.Table, in map[string]any) (Facts, error) {
	out := Facts{values: make(map[string][]law.Value, len(in))}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		f, ok := t.Fact(name)
		if !ok {
			if near := t.Near(name); near != "" {
				return Facts{}, fmt.Errorf("no fact is called %q; perhaps %s is meant", name, near)
			}
			return Facts{}, fmt.Errorf("no fact is called %q", name)
		}
		texts, err := scalars(in[name])
		if err != nil {
			return Facts{}, fmt.Errorf("%s: %w", name, err)
		}
		if len(texts) == 0 {
			return Facts{}, fmt.Errorf("%s: no value: leave out what is not known", name)
		}
		if len(texts) > 1 && !f.Several {
			return Facts{}, fmt.Errorf("%s: has one value, not several", name)
		}
		for _, s := range texts {
			v, err := t.Parse(f, s)
			if err != nil {
				return Facts{}, fmt.Errorf("%s: %w", name, err)
			}
			out.values[name] = append(out.values[name], v)
		}
	}
	return out, nil
}

// scalars flattens one value or a list of values into text.
func scalars(v any) ([]string, error) {
	switch v := v.(type) {
	case string:
		return []string{v}, nil
	case bool:
		if v {
			return []string{"yes"}, nil
		}
		return []string{"no"}, nil
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}, nil
	case int, int64, uint64:
		return []string{fmt.Sprint(v)}, nil
	case json.Number:
		return []string{v.String()}, nil
	case whomade.Date:
		return []string{v.String()}, nil
	case []string:
		if len(v) > maxValues {
			return nil, fmt.Errorf("more than %d values", maxValues)
		}
		return v, nil
	case []any:
		if len(v) > maxValues {
			return nil, fmt.Errorf("more than %d values", maxValues)
		}
		var out []string
		for _, e := range v {
			if _, nested := e.([]any); nested {
				return nil, fmt.Errorf("a list inside a list")
			}
			s, err := scalars(e)
			if err != nil {
				return nil, err
			}
			out = append(out, s...)
		}
		return out, nil
	case nil:
		return nil, nil
	}
	return nil, fmt.Errorf("a value of type %T", v)
}

// With is the facts with those of more put on top.
func (f Facts) With(more Facts) Facts {
	switch {
	case len(more.values) == 0:
		return f
	case len(f.values) == 0:
		return more
	}
	out := Facts{values: maps.Clone(f.values)}
	maps.Copy(out.values, more.values)
	return out
}

// Stated is a value of an element's facts in the form that NewFacts takes: that of a
// fact with several values has them joined by commas.
func Stated(t *law.Table, name, value string) any {
	if f, ok := t.Fact(name); ok && f.Several && strings.Contains(value, ",") {
		return strings.Split(value, ",")
	}
	return value
}

// Has reports whether a fact is known.
func (f Facts) Has(name string) bool { return len(f.values[name]) > 0 }

// Texts is the values of a fact as text.
func (f Facts) Texts(name string) []string { return texts(f.values[name]) }

func texts(values []law.Value) []string {
	var out []string
	for _, v := range values {
		out = append(out, v.Text)
	}
	return out
}

// joined is values joined by commas.
func joined(values []law.Value) string { return strings.Join(texts(values), ", ") }

// Names lists the facts that are known, in alphabetical order.
func (f Facts) Names() []string { return slices.Sorted(maps.Keys(f.values)) }

// text is the values of a fact joined by commas.
func (f Facts) text(name string) string { return joined(f.values[name]) }

// has reports whether a fact has a value.
func (f Facts) has(name, value string) bool {
	return slices.ContainsFunc(f.values[name], func(v law.Value) bool { return v.Text == value })
}

// with is the facts with one value of a fact replaced.
func (f Facts) with(name, value string) Facts {
	return f.With(Facts{values: map[string][]law.Value{name: {{Text: value}}}})
}

// only is the named facts alone.
func (f Facts) only(names []string) Facts {
	out := Facts{values: map[string][]law.Value{}}
	for _, n := range names {
		if v, ok := f.values[n]; ok {
			out.values[n] = v
		}
	}
	return out
}

// appendRead adds a text that is the same for the same values of the facts in reads,
// or of all facts where that is nil.
func (f Facts) appendRead(b []byte, reads map[string]bool) []byte {
	var few [24]string
	names := few[:0]
	for n := range f.values {
		if reads == nil || reads[n] {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return f.appendKey(b, names)
}

// keyOf is a text that is the same for the same values of the named facts.
func (f Facts) keyOf(names []string) string { return string(f.appendKey(nil, names)) }

func (f Facts) appendKey(b []byte, names []string) []byte {
	for _, n := range names {
		vs := f.values[n]
		if len(vs) == 0 {
			continue
		}
		b = append(b, n...)
		for _, v := range vs {
			b = append(b, '=')
			b = append(b, v.Text...)
		}
		b = append(b, '\n')
	}
	return b
}
