package evidence

import (
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/whomade/whomade"
)

// collector is the Out of one artifact: it merges facts and bounds them.
type collector struct {
	limits Limits
	seed   maphash.Seed
	index  map[uint64]int32 // hash of a key to the last fact that has it
	facts  facts
	memory int64
	lost   int64 // facts over the limits
	later  []iter.Seq[whomade.Observation]

	diagnostics []whomade.Diagnostic
	unlisted    int64 // diagnostics over the limit
	errors      int64 // errors among them
}

// fact is an observation in a chain of those whose keys have the same hash.
type fact struct {
	whomade.Observation
	next int32 // index of the next, or -1
}

// facts is a list that grows without copying what it holds.
type facts struct {
	parts [][]fact
	len   int
}

const factsPart = 256

func (f *facts) at(i int32) *fact { return &f.parts[i/factsPart][i%factsPart] }

func (f *facts) add(x fact) {
	if f.len%factsPart == 0 {
		// Most artifacts hold few facts.
		f.parts = append(f.parts, make([]fact, 0, min(factsPart, max(16, f.len))))
	}
	last := &f.parts[len(f.parts)-1]
	*last = append(*last, x)
	f.len++
}

// factKey is what makes a fact distinct.
type factKey struct {
	subject                                    whomade.Subject
	link                                       whomade.Link
	artifact, name, attribute, value, encoding string
	component                                  string // its place, where the fact is about a component of the subject
}

// factOverhead is about what a fact takes besides its text.
const factOverhead = 512

func newCollector(limits Limits) *collector {
	return &collector{limits: limits, seed: maphash.MakeSeed(), index: map[uint64]int32{}}
}

func keyOf(o *whomade.Observation) factKey {
	return factKey{o.Subject, o.Link, o.Artifact, o.Name, o.Attribute, o.Value, o.Encoding, componentOf(o)}
}

// OfComponent reports whether an attribute is about a component of its subject. Two
// components that the same is stated of are two: their places tell them apart.
func OfComponent(attribute string) bool {
	return strings.HasPrefix(attribute, "inventory.component_") || attribute == "inventory.software_author"
}

// componentOf is the place of a component of a list's item.
func componentOf(o *whomade.Observation) string {
	if o.Subject.Item == "" || !OfComponent(o.Attribute) {
		return ""
	}
	return cmp.Or(o.Locator.Pointer, o.Locator.Path, strconv.FormatInt(o.Locator.Line, 10))
}

// Observe implements Out.
func (c *collector) Observe(o whomade.Observation) {
	if o.Attribute == "" || o.Value == "" {
		return
	}
	c.clean(&o)
	if o.Count < 1 {
		o.Count = 1
	}
	key := keyOf(&o)
	hash := maphash.Comparable(c.seed, key)
	head, found := c.index[hash]
	if !found {
		head = -1
	}
	for i := head; i >= 0; i = c.facts.at(i).next {
		if f := &c.facts.at(i).Observation; keyOf(f) == key {
			merge(f, &o)
			return
		}
	}
	cost := factOverhead + int64(len(o.Value)+len(o.Locator.Pointer)+len(o.Locator.Path))
	if c.facts.len >= c.limits.Facts || c.memory+cost > c.limits.Memory {
		c.lost++
		return
	}
	c.memory += cost
	c.index[hash] = int32(c.facts.len)
	c.facts.add(fact{o, head})
}

// clean gives a value its normative form.
func (c *collector) clean(o *whomade.Observation) {
	var cut bool
	o.Value, o.Encoding, cut = Clean(o.Value, o.Encoding, c.limits.Value)
	if cut {
		c.Diagnose(whomade.SeverityWarning, o.Locator, fmt.Sprintf("a value of %s was cut to %d octets", o.Attribute, c.limits.Value))
	}
}

// Clean gives a value its normative form: text is UTF-8 and holds no secrets,
// other octets are hex, and neither is longer than limit; cut says that it was.
func Clean(value, encoding string, limit int) (_, _ string, cut bool) {
	if encoding == "" {
		encoding = whomade.EncodingText
	}
	if cut = len(value) > limit; cut {
		value = value[:limit&^1]
		if encoding == whomade.EncodingText {
			value = trimPartialRune(value)
		}
		value = strings.Clone(value)
	}
	if encoding == whomade.EncodingText {
		value = redact(value)
		if !utf8.ValidString(value) {
			value, encoding = fmt.Sprintf("%x", value), whomade.EncodingHex
		}
	}
	return value, encoding, cut
}

// Later implements Patient.
func (c *collector) Later(facts iter.Seq[whomade.Observation]) { c.later = append(c.later, facts) }

// trimPartialRune drops the octets of a character that was cut in the middle.
func trimPartialRune(s string) string {
	for i := 1; i <= utf8.UTFMax && i <= len(s); i++ {
		if b := s[len(s)-i]; utf8.RuneStart(b) {
			if !utf8.FullRuneInString(s[len(s)-i:]) {
				return s[:len(s)-i]
			}
			break
		}
	}
	return s
}

// merge adds to a fact that it was seen again; the place stays the first one.
func merge(f, again *whomade.Observation) {
	f.Count += again.Count
	f.First = earlier(f.First, again.First)
	if again.Last.After(f.Last) {
		f.Last = again.Last
	}
}

// earlier is the earlier of two times; zero is no time.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Diagnose implements Out.
func (c *collector) Diagnose(severity string, at whomade.Locator, message string) {
	if severity != whomade.SeverityWarning {
		severity = whomade.SeverityError
	}
	if len(c.diagnostics) >= c.limits.Diagnostics {
		c.unlisted++
		if severity == whomade.SeverityError {
			c.errors++
		}
		return
	}
	c.diagnostics = append(c.diagnostics, whomade.Diagnostic{Severity: severity, Locator: at, Message: strings.ToValidUTF8(message, "\uFFFD")})
}

// deliver hands everything over under the artifact's name and digest.
func (c *collector) deliver(a whomade.Artifact, sink Sink) {
	self := a.Digest
	if self == "" {
		self = "name:" + a.Name
	}
	for i := range c.facts.len {
		o := c.facts.at(int32(i)).Observation
		hand(&o, &a, self, sink)
	}
	for _, facts := range c.later {
		for o := range facts {
			hand(&o, &a, self, sink)
		}
	}
	c.later = nil
	for _, d := range c.all() {
		d.Artifact, d.Name = a.Digest, a.Name
		sink.Diagnose(d)
	}
}

// hand hands one fact over.
func hand(o *whomade.Observation, a *whomade.Artifact, self string, sink Sink) {
	if o.Artifact == "" && o.Name == "" {
		o.Artifact, o.Name = a.Digest, a.Name
	}
	if o.Subject.Artifact == Self {
		o.Subject.Artifact = self
	}
	if rest, ok := strings.CutPrefix(o.Subject.Item, Self+"#"); ok {
		o.Subject.Item = self + "#" + rest
	}
	sink.Observe(*o)
}

// all is the diagnostics with what the limits kept out.
func (c *collector) all() []whomade.Diagnostic {
	all := c.diagnostics
	if c.lost > 0 {
		all = append(all, whomade.Diagnostic{Severity: whomade.SeverityError,
			Message: fmt.Sprintf("%d facts were left out: the artifact holds more distinct facts than the limit; split it", c.lost)})
	}
	if c.unlisted > 0 {
		severity := whomade.SeverityWarning
		if c.errors > 0 {
			severity = whomade.SeverityError
		}
		all = append(all, whomade.Diagnostic{Severity: severity,
			Message: fmt.Sprintf("%d more problems of this artifact are not listed, %d of them errors", c.unlisted, c.errors)})
	}
	return all
}

// cut says why the artifact's octets ended early.
func (c *collector) cut(err error, at whomade.Locator) {
	var cut *cutError
	severity := whomade.SeverityError
	if errors.As(err, &cut) && cut.harmless {
		severity = whomade.SeverityWarning
	}
	c.Diagnose(severity, at, err.Error())
}
