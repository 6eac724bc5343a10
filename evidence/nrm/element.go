package nrm

import (
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
)

// element is a managed element (TS 28.622 clause 4.3.3, TS 32.622).
type element struct {
	subject whomade.Subject
	item    *items.Item // what was not told yet
	vendor  string      // as the element states it
	closed  bool        // its attributes were read: others are of a part whose start was lost
	whole   bool        // a unit that stands for the element as a whole was met
	marks   []string    // of data that only one vendor writes
	at      whomade.Locator
}

func newElement(name string, o *object, context string) *element {
	at := whomade.Locator{Line: o.line}
	it := items.New(name, at)
	if strings.Trim(context, "0123456789") != "" && !items.Contact(context) {
		it.Add("host.name", context)
	}
	if o.class == "managementnode" {
		it.Add("inventory.function", "ManagementNode")
	}
	return &element{subject: it.Subject, item: it, at: at}
}

// attribute takes an attribute of the element.
func (e *element) attribute(name, value string, at whomade.Locator) {
	if e.closed {
		return
	}
	it := e.item
	if it == nil {
		it = &items.Item{Subject: e.subject, At: e.at}
		e.item = it
	}
	switch name {
	case "vendorname":
		e.vendor = value
		it.AddAt("inventory.manufacturer", value, at)
	case "managedelementtype":
		// The standard has names of functions here, systems write models too.
		for s := range strings.SplitSeq(value, ",") {
			if s = strings.TrimSpace(s); IsFunction(s) {
				it.AddAt("inventory.function", s, at)
			} else {
				it.AddAt("part.model", s, at)
			}
		}
	case "userlabel":
		if !items.Contact(value) {
			it.AddAt("host.name", value, at)
		}
	case "locationname":
		if !items.Contact(value) {
			it.AddAt("inventory.site", value, at)
		}
	case "swversion":
		it.AddAt("inventory.version", value, at)
	}
}

// tell reports what is known so far.
func (e *element) tell(out evidence.Out) {
	if e.item != nil {
		e.item.Tell(out)
		e.item = nil
	}
}

// maxMarks is how many marks are kept of one element: the first ones show whose
// they are.
const maxMarks = 16

func (e *element) note(mark string) {
	if len(e.marks) < maxMarks && !slices.Contains(e.marks, mark) {
		e.marks = append(e.marks, mark)
	}
}

// tellVendorData reports the marks as the text they are.
func (e *element) tellVendorData(out evidence.Out) {
	if len(e.marks) == 0 {
		return
	}
	slices.Sort(e.marks)
	out.Observe(whomade.Observation{
		Subject: e.subject, Locator: e.at, Attribute: "cli.output", Value: strings.Join(e.marks, "\n") + "\n", Encoding: whomade.EncodingText,
	})
}
