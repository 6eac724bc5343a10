// Package items builds the facts of one item of a list that a system or person
// keeps: it brings values into their form, gives the subject the keys that the
// item states, and takes nothing twice.
package items

import (
	"fmt"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/table"
)

// maxFacts bounds the facts of one item.
const maxFacts = 4096

// Item is one element of a list with what the list states of it.
type Item struct {
	Subject  whomade.Subject
	At       whomade.Locator
	facts    []fact
	problems []string
}

type fact struct {
	attribute, value string
	at               whomade.Locator
}

// New is an item at a place of the artifact that is being read: its subject is
// that place, written as "self#" and place.
func New(place string, at whomade.Locator) *Item {
	return &Item{Subject: whomade.Subject{Item: evidence.Self + "#" + place}, At: at}
}

// Add adds a fact in its normal form; a value that is empty, a placeholder or
// hidden ("<private>") is none. The first address and serial number become keys of
// the item.
func (i *Item) Add(attribute, value string) { i.AddAt(attribute, value, i.At) }

// AddAt is Add for a value that stands at a place of its own.
func (i *Item) AddAt(attribute, value string, at whomade.Locator) {
	if value == "" || len(i.facts) >= maxFacts {
		return
	}
	v, problem := table.Value(attribute, value)
	if problem != "" && len(i.problems) < 10 {
		i.problems = append(i.problems, problem)
	}
	if v == "" || hidden(v) {
		return
	}
	for _, f := range i.facts {
		if f.attribute == attribute && f.value == v && (f.at == at || !evidence.OfComponent(attribute)) {
			return
		}
	}
	s := &i.Subject
	switch attribute {
	case "inventory.mac", "snmp.bridge_mac":
		s.MAC = first(s.MAC, v)
	case "inventory.ip":
		s.IP = first(s.IP, v)
	case "inventory.serial_number", "snmp.entity_serial_number":
		s.Serial = first(s.Serial, v)
	}
	i.facts = append(i.facts, fact{attribute, v, at})
}

// Len is how many facts the item has.
func (i *Item) Len() int { return len(i.facts) }

// Tell reports the facts, and what of the item could not be understood.
func (i *Item) Tell(out evidence.Out) {
	for _, p := range i.problems {
		out.Diagnose(whomade.SeverityWarning, i.At, p)
	}
	for _, f := range i.facts {
		out.Observe(whomade.Observation{Subject: i.Subject, Locator: f.at, Attribute: f.attribute, Value: f.value, Encoding: whomade.EncodingText})
	}
}

func first(old, v string) string {
	if old == "" {
		return v
	}
	return old
}

// hidden reports whether a value was blanked out before the list was given away.
func hidden(v string) bool {
	switch strings.ToLower(v) {
	case "<private>", "[private]", "redacted", "<redacted>", "[redacted]", "[removed]", "generic", "unspecified", "not specified", "to be filled by o.e.m.", "default string", "noassertion":
		return true
	}
	return false
}

// Contact reports whether a text names or reaches a person: a mail address, a
// telephone number or a link to a profile. Such texts never leave a list.
func Contact(s string) bool {
	return strings.ContainsRune(s, '@') || strings.Contains(s, "mailto:") || strings.Contains(s, "tel:")
}

// Malformed tells that a record could not be read.
func Malformed(out evidence.Out, at whomade.Locator, err error) {
	out.Diagnose(whomade.SeverityError, at, "the record is not well formed: "+err.Error())
}

// TooLong tells that a record was passed over.
func TooLong(out evidence.Out, at whomade.Locator, limit int) {
	out.Diagnose(whomade.SeverityError, at, fmt.Sprintf("the record is longer than %d octets and was passed over", limit))
}
