// Package recog reads Recog's fingerprint databases as they are published
// (github.com/rapid7/recog, the folder xml) and matches texts against them as
// Recog does: in each database the first fingerprint that matches speaks; its
// parameters are constants, captured groups and values put together from both.
package recog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/whomade/whomade/internal/cascade"
)

// Set is the databases of a folder. It does not change after it was loaded and is
// safe for concurrent use.
type Set struct {
	Databases []*Database // by file name
	byKey     map[string][]*Database
}

// Database is one file.
type Database struct {
	File     string
	Matches  string // what its texts are, "ssh.banner"; whomade's attributes have these names
	Protocol string // the value of service.protocol where a fingerprint gives none
	Type     string // "service", "util.os", …
	// Preference is how far the database is preferred to others that speak of the
	// same thing, 0 to 1.
	Preference   float64
	Fingerprints []*Fingerprint
	casc         *cascade.Cascade
}

// Fingerprint is one pattern with what its match means.
type Fingerprint struct {
	Line        int // where it stands in the file
	Description string
	Pattern     string // as written
	Flags       []string
	// Certainty is how sure the author is of it, 0 to 1.
	Certainty float64
	Params    []Param
	Examples  []Example
	expr      expression
}

// Param is a parameter: the value of a group, or for group 0 a constant, in which
// {name} stands for the value of another parameter.
type Param struct {
	Group int
	Name  string
	Value string
}

// Example is a text that the fingerprint matches, with parameters it must yield.
type Example struct {
	Line int
	Text string
	Want []Param // names and values
}

// Match is what a text matched.
type Match struct {
	Database    *Database
	Fingerprint *Fingerprint
	Params      []Param // names and values, in the fingerprint's order
}

// Get is the value of a parameter, "" where the match has none.
func (m Match) Get(name string) string {
	for _, p := range m.Params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// For is the databases for texts of a kind, the preferred first.
func (s *Set) For(key string) []*Database { return s.byKey[key] }

// Keys are the kinds of texts that there are databases for, sorted.
func (s *Set) Keys() []string {
	keys := make([]string, 0, len(s.byKey))
	for k := range s.byKey {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (s *Set) index() {
	s.byKey = map[string][]*Database{}
	for _, d := range s.Databases {
		s.byKey[d.Matches] = append(s.byKey[d.Matches], d)
	}
	for _, list := range s.byKey {
		slices.SortStableFunc(list, func(a, b *Database) int { return cmp.Compare(b.Preference, a.Preference) })
	}
}

// maxText is how many octets of a text are matched.
const maxText = 64 << 10

// Match gives the first fingerprint of the database that matches text.
func (d *Database) Match(text string) (Match, bool) {
	text = text[:min(len(text), maxText)]
	var room [32]int32
	for _, i := range d.casc.Candidates(room[:0], text) {
		if m, ok := d.match(int(i), text); ok {
			return m, true
		}
	}
	return Match{}, false
}

// matchInOrder is Match without the cascade: what Recog itself does.
func (d *Database) matchInOrder(text string) (Match, bool) {
	for i := range d.Fingerprints {
		if m, ok := d.match(i, text); ok {
			return m, true
		}
	}
	return Match{}, false
}

func (d *Database) match(i int, text string) (Match, bool) {
	f := d.Fingerprints[i]
	var room [16]string
	groups, ok := f.expr.find(room[:0], text)
	if !ok {
		return Match{}, false
	}
	return Match{d, f, f.params(groups, d.Protocol)}, true
}

const (
	temporary = "_tmp." // begins the name of a parameter that only others use
	absent    = "\x00-" // the group took no part in the match
	protocol  = "service.protocol"
	cpe       = ".cpe23" // ends the name of a parameter that is a CPE
)

// params are the parameters of a match.
func (f *Fingerprint) params(groups []string, fallback string) []Param {
	out := make([]Param, 0, len(f.Params)+1)
	named := false
	for _, p := range f.Params {
		switch {
		case p.Group == 0:
		case p.Group < len(groups) && groups[p.Group] != absent:
			p.Value = groups[p.Group]
		default:
			continue
		}
		named = named || p.Name == protocol
		out = append(out, p)
	}
	if !named && fallback != "" {
		out = append(out, Param{Name: protocol, Value: fallback})
	}
	for i, p := range out {
		if p.Group == 0 && strings.Contains(p.Value, "{") {
			out[i].Value = interpolate(p, out)
		}
	}
	kept := out[:0]
	for _, p := range out {
		if !strings.HasPrefix(p.Name, temporary) {
			kept = append(kept, Param{Name: p.Name, Value: p.Value})
		}
	}
	return kept
}

// interpolate puts the values of others into a constant. A version that is not
// known is "-" in a CPE (NISTIR 7695) and nothing elsewhere.
func interpolate(p Param, all []Param) string {
	var b strings.Builder
	rest := p.Value
	for {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			break
		}
		length := strings.IndexAny(rest[open+1:], "{} \t\n")
		if length < 0 || rest[open+1+length] != '}' {
			b.WriteString(rest[:open+1])
			rest = rest[open+1:]
			continue
		}
		b.WriteString(rest[:open])
		name := rest[open+1 : open+1+length]
		at := slices.IndexFunc(all, func(o Param) bool { return o.Name == name })
		switch {
		case at >= 0:
			b.WriteString(all[at].Value)
		case strings.HasSuffix(p.Name, cpe):
			b.WriteByte('-')
		}
		rest = rest[open+length+2:]
	}
	return b.String() + rest
}
