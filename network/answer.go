package network

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/whomade/whomade"
)

// Answer is a fact that somebody found out: about the operator, about a site where
// one is named, or about elements by their ids.
type Answer struct {
	Fact     string
	Values   []string
	Site     string
	Of       *whomade.Alike // elements that have something in common
	Elements []string
}

// Put writes answers into the text of a network.yaml and leaves the rest of it as
// it is, with its order and comments. An answer replaces what stood there.
func Put(data []byte, answers []Answer) (_ []byte, err error) {
	defer func() { // the library panics on some malformed input
		if p := recover(); p != nil {
			err = fmt.Errorf("network file: malformed YAML: %v", p)
		}
	}()
	var doc yaml.MapSlice
	comments := yaml.CommentMap{}
	if err := yaml.UnmarshalWithOptions(data, &doc, yaml.UseOrderedMap(), yaml.CommentToMap(comments)); err != nil {
		return nil, fmt.Errorf("network file: %w", err)
	}
	for _, a := range answers {
		switch {
		case a.Site != "":
			putSite(&doc, a)
		case a.Of != nil:
			if err := putGroup(&doc, a); err != nil {
				return nil, err
			}
		case len(a.Elements) > 0:
			putElements(&doc, a)
		default:
			putOperator(&doc, a)
		}
	}
	out, err := yaml.MarshalWithOptions(doc, yaml.WithComment(comments), yaml.IndentSequence(false))
	if err != nil {
		return nil, err
	}
	if _, err := Load(bytes.NewReader(out)); err != nil {
		return nil, err
	}
	return out, nil
}

// value is one value, or a list of several.
func (a Answer) value() any {
	if len(a.Values) == 1 {
		return a.Values[0]
	}
	return a.Values
}

func putOperator(doc *yaml.MapSlice, a Answer) {
	operator := mapping(doc, "operator")
	switch a.Fact {
	case "operator.country":
		set(operator, "country", a.Values[0])
	case "operator.role":
		set(operator, "roles", a.Values)
	case "operator.jurisdictions":
		set(operator, "jurisdictions", a.Values)
	default:
		facts := mapping(operator, "facts")
		set(facts, a.Fact, a.value())
		set(operator, "facts", *facts)
	}
	set(doc, "operator", *operator)
}

func putSite(doc *yaml.MapSlice, a Answer) {
	list := sequence(doc, "sites")
	for i, s := range list {
		site, ok := s.(yaml.MapSlice)
		if !ok || fmt.Sprint(get(site, "id")) != a.Site {
			continue
		}
		switch a.Fact {
		case "site.country":
			set(&site, "country", a.Values[0])
		case "site.subdivision":
			set(&site, "subdivision", a.Values[0])
		default:
			facts := mapping(&site, "facts")
			set(facts, a.Fact, a.value())
			set(&site, "facts", *facts)
		}
		list[i] = site
		set(doc, "sites", list)
		return
	}
	site := yaml.MapSlice{{Key: "id", Value: a.Site}}
	if name, ok := strings.CutPrefix(a.Fact, "site."); ok && (name == "country" || name == "subdivision") {
		set(&site, name, a.Values[0])
	} else {
		set(&site, "facts", yaml.MapSlice{{Key: a.Fact, Value: a.value()}})
	}
	set(doc, "sites", append(list, site))
}

// putGroup puts an answer into the group with the same keys, or into a new one.
func putGroup(doc *yaml.MapSlice, a Answer) error {
	want, err := yaml.Marshal(a.Of)
	if err != nil {
		return err
	}
	list := sequence(doc, "groups")
	for i, x := range list {
		g, ok := x.(yaml.MapSlice)
		if !ok {
			continue
		}
		text, err := yaml.Marshal(x)
		if err != nil {
			return err
		}
		var of struct {
			whomade.Alike `yaml:",inline"`
			Facts         any `yaml:"facts"`
		}
		if err := yaml.Unmarshal(text, &of); err != nil {
			return fmt.Errorf("network file: group %d: %w", i+1, err)
		}
		if have, err := yaml.Marshal(&of.Alike); err != nil || !bytes.Equal(have, want) {
			continue
		}
		facts := mapping(&g, "facts")
		set(facts, a.Fact, a.value())
		set(&g, "facts", *facts)
		list[i] = g
		set(doc, "groups", list)
		return nil
	}
	var g yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(want, &g, yaml.UseOrderedMap()); err != nil {
		return err
	}
	g = append(g, yaml.MapItem{Key: "facts", Value: yaml.MapSlice{{Key: a.Fact, Value: a.value()}}})
	set(doc, "groups", append(list, g))
	return nil
}

func putElements(doc *yaml.MapSlice, a Answer) {
	list := sequence(doc, "elements")
	index := map[string]int{}
	for i, x := range list {
		if m, ok := x.(yaml.MapSlice); ok && get(m, "id") != nil {
			index[fmt.Sprint(get(m, "id"))] = i
		}
	}
	for _, id := range a.Elements {
		at, ok := index[id]
		if !ok {
			at = len(list)
			index[id] = at
			list = append(list, yaml.MapSlice{{Key: "id", Value: id}})
		}
		e, _ := list[at].(yaml.MapSlice)
		facts := mapping(&e, "facts")
		set(facts, a.Fact, a.value())
		set(&e, "facts", *facts)
		list[at] = e
	}
	set(doc, "elements", list)
}

func get(m yaml.MapSlice, key string) any {
	for _, item := range m {
		if item.Key == key {
			return item.Value
		}
	}
	return nil
}

func set(m *yaml.MapSlice, key string, value any) {
	for i := range *m {
		if (*m)[i].Key == key {
			(*m)[i].Value = value
			return
		}
	}
	*m = append(*m, yaml.MapItem{Key: key, Value: value})
}

// mapping is the mapping below a key, or a new one.
func mapping(m *yaml.MapSlice, key string) *yaml.MapSlice {
	if got, ok := get(*m, key).(yaml.MapSlice); ok {
		return &got
	}
	return &yaml.MapSlice{}
}

// sequence is the list below a key, or none.
func sequence(m *yaml.MapSlice, key string) []any {
	got, _ := get(*m, key).([]any)
	return got
}
