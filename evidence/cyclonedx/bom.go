package cyclonedx

import (
	"fmt"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
)

// maxHeld bounds the memory of components that wait for the bill to say what it is
// about, in octets.
const maxHeld = 16 << 20

// bom is one bill. The component that it is about mostly stands first, but need
// not.
type bom struct {
	out     evidence.Out
	depth   int        // how deep components may be nested
	prefix  string     // of its items' places
	settled bool       // it is known what the bill is about
	main    *component // what it is about, nil where it does not say
	mainAt  string     // place of the element that it is about
	waiting []component
	held    int
	deep    int
	deepAt  whomade.Locator
}

// prefix tells the second bill of an artifact, and those that follow, apart from
// the first.
func prefix(bill int) string {
	if bill < 2 {
		return ""
	}
	return fmt.Sprintf("bill %d ", bill)
}

// about says what the bill is about: its metadata were read.
func (b *bom) about(main *component) {
	if b.settled {
		if main != nil { // others came first and took too much memory
			b.standalone(main)
		}
		return
	}
	b.main = main
	b.settle()
}

func (b *bom) settle() {
	b.settled = true
	if b.main != nil {
		b.mainAt = b.prefix + "component"
		it := items.New(b.mainAt, b.main.At)
		b.main.element(it)
		b.parts(it, b.main.parts, 1)
		it.Tell(b.out)
	}
	for i := range b.waiting {
		b.tell(&b.waiting[i])
	}
	b.waiting, b.held = nil, 0
}

// component takes a component that stands in no other one.
func (b *bom) component(c component) {
	if b.settled {
		b.tell(&c)
		return
	}
	b.waiting = append(b.waiting, c)
	if b.held += total(&c); b.held > maxHeld {
		b.settle()
	}
}

// total is the size of a component with its parts.
func total(c *component) int {
	n := c.size()
	for i := range c.parts {
		n += total(&c.parts[i])
	}
	return n
}

// tell tells of a component that stands in no other one: a part of the element that
// the bill is about, or else an element of its own if it is a device.
func (b *bom) tell(c *component) {
	if b.main == nil || !b.main.Whole() {
		if c.Kind == items.KindDevice || b.main == nil && c.Whole() {
			b.standalone(c)
			return
		}
		if b.main == nil {
			return // software on nobody knows what
		}
	}
	it := items.New(b.mainAt, c.At)
	c.part(it)
	b.parts(it, c.parts, 1)
	it.Tell(b.out)
}

// standalone tells of an element of its own.
func (b *bom) standalone(c *component) {
	it := items.New(b.prefix+c.Kind+" "+c.At.Pointer+c.At.Path, c.At)
	c.element(it)
	b.parts(it, c.parts, 1)
	it.Tell(b.out)
}

func (b *bom) parts(it *items.Item, parts []component, depth int) {
	for i := range parts {
		if depth > b.depth {
			if b.deep++; b.deep == 1 {
				b.deepAt = parts[i].At
			}
			continue
		}
		parts[i].part(it)
		b.parts(it, parts[i].parts, depth+1)
	}
}

// finish ends the bill.
func (b *bom) finish() {
	if !b.settled {
		b.settle()
	}
	if b.deep > 0 {
		b.out.Diagnose(whomade.SeverityWarning, b.deepAt, fmt.Sprintf("%d components that are nested deeper than %d were passed over", b.deep, b.depth))
	}
}
