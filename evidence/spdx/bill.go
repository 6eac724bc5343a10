package spdx

import (
	"fmt"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
)

// maxHeld bounds the memory that one bill takes, in octets.
const maxHeld = 32 << 20

// bill is one document. What it is about, and what belongs to what, stands behind
// the packages, so that it is kept until its end.
type bill struct {
	out       evidence.Out
	prefix    string // of its items' places
	packages  []pack // devices and what belongs to them
	index     map[string]int
	described []string          // what the bill is about
	parents   map[string]string // what contains an element
	authors   []pack            // other software, by the organisation behind it
	known     map[string]bool   // organisations among authors
	names     map[string]string // organisations by identifier (version 3)
	held      int
	lost      int
	lostAt    whomade.Locator
}

// pack is one package.
type pack struct {
	items.Component
	id string
}

func newBill(out evidence.Out, number int) *bill {
	b := &bill{out: out, index: map[string]int{}, parents: map[string]string{}, known: map[string]bool{}, names: map[string]string{}}
	if number > 1 {
		b.prefix = fmt.Sprintf("bill %d ", number)
	}
	return b
}

// room reports whether there is room for n octets more.
func (b *bill) room(n int, at whomade.Locator) bool {
	if b.held+n > maxHeld {
		if b.lost++; b.lost == 1 {
			b.lostAt = at
		}
		return false
	}
	b.held += n
	return true
}

// add takes a package.
func (b *bill) add(p pack) {
	if !p.Hardware() {
		if author := p.Author(); author != "" && !b.known[author] && b.room(p.Size(), p.At) {
			b.known[author] = true
			b.authors = append(b.authors, pack{items.Component{At: p.At, Manufacturer: p.Manufacturer, Supplier: p.Supplier}, ""})
		}
		return
	}
	if !b.room(p.Size()+len(p.id), p.At) {
		return
	}
	if _, twice := b.index[p.id]; !twice && p.id != "" {
		b.index[p.id] = len(b.packages)
	}
	b.packages = append(b.packages, p)
}

// relation takes a relationship, by its name in either version.
func (b *bill) relation(from, kind, to string, at whomade.Locator) {
	switch strings.ToLower(strings.ReplaceAll(kind, "_", "")) {
	case "describes":
		b.describe(to, at)
	case "describedby":
		b.describe(from, at)
	case "contains", "dependson":
		b.contain(from, to, at)
	case "containedby", "dependencyof":
		b.contain(to, from, at)
	}
}

func (b *bill) describe(id string, at whomade.Locator) {
	if id != "" && b.room(64+len(id), at) {
		b.described = append(b.described, id)
	}
}

// contain keeps the first element that contains another one.
func (b *bill) contain(whole, part string, at whomade.Locator) {
	if _, twice := b.parents[part]; twice || whole == part || whole == "" || part == "" || !b.room(128+len(whole)+len(part), at) {
		return
	}
	b.parents[part] = whole
}

// maxSteps bounds how far up is gone from a part to the whole.
const maxSteps = 64

// whole is the package that a package is in the end a part of, or itself.
func (b *bill) whole(n int) int {
	top, id := n, b.packages[n].id
	for range maxSteps {
		parent, ok := b.parents[id]
		if !ok {
			return top
		}
		if i, kept := b.index[parent]; kept {
			top = i
		}
		id = parent
	}
	return n // they contain one another
}

// root is the one package that the bill is about, -1 where there are several or
// none that is a device or runs on one.
func (b *bill) root() int {
	root := -1
	for _, id := range b.described {
		i, ok := b.index[id]
		switch {
		case !ok || !b.packages[i].Whole() || i == root:
		case root >= 0:
			return -1
		default:
			root = i
		}
	}
	return root
}

// finish tells of the bill.
func (b *bill) finish() {
	for i := range b.packages {
		b.resolve(&b.packages[i].Component)
	}
	root := b.root()
	var elements []int
	for i := range b.packages {
		p := &b.packages[i]
		top := b.whole(i)
		if root >= 0 {
			top = root
		}
		it := items.New(b.place(top), p.At)
		if top != i {
			p.Part(it)
		} else {
			p.Element(it)
			elements = append(elements, i)
		}
		it.Tell(b.out)
	}
	place := b.prefix + "document"
	switch {
	case root >= 0:
		place = b.place(root)
	case len(elements) == 1:
		place = b.place(elements[0])
	}
	for i := range b.authors {
		p := &b.authors[i]
		b.resolve(&p.Component)
		it := items.New(place, p.At)
		p.Part(it)
		it.Tell(b.out)
	}
	if b.lost > 0 {
		b.out.Diagnose(whomade.SeverityError, b.lostAt, fmt.Sprintf("%d packages and relationships were left out: a bill may take %d octets", b.lost, maxHeld))
	}
}

func (b *bill) place(n int) string {
	p := &b.packages[n]
	if p.id == "" {
		return fmt.Sprintf("%spackage at line %d%s", b.prefix, p.At.Line, p.At.Pointer)
	}
	return b.prefix + "package " + p.id
}

// reference marks a name that is the identifier of an organisation.
const reference = "\x00"

// resolve puts the names of organisations in place of their identifiers.
func (b *bill) resolve(c *items.Component) {
	for _, field := range []*string{&c.Manufacturer, &c.Supplier} {
		if id, ok := strings.CutPrefix(*field, reference); ok {
			*field = b.names[id]
		}
	}
}

// organisation is the name of an organisation, as versions 2 write it:
// "Organization: NAME (ADDRESS)". A person's is none.
func organisation(s string) string {
	name, ok := strings.CutPrefix(strings.TrimSpace(s), "Organization:")
	if !ok {
		return ""
	}
	name = strings.TrimSpace(name)
	if i := strings.LastIndexByte(name, '('); i > 0 && strings.HasSuffix(name, ")") {
		if inside := name[i+1 : len(name)-1]; inside == "" || items.Contact(inside) {
			name = strings.TrimSpace(name[:i])
		}
	}
	return name
}

// purpose is the kind of component of a package's purpose, in either version.
func purpose(s string) string {
	switch s = strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(s)); s {
	case "device", "firmware":
		return s
	case "devicedriver":
		return items.KindDriver
	case "operatingsystem":
		return items.KindSystem
	}
	return ""
}
