// Package xml reads elements of XML documents (XML 1.0) as devices write
// them: it asks for no well-formed document and allocates nothing for text that
// holds no character references.
package xml

import (
	"bytes"

	"github.com/whomade/whomade/wire"
)

const maxTags = 4096 // tags of a document that are looked at

// Tag is one tag of an XML document, without attributes and name space prefix.
type Tag struct {
	Name        []byte
	Open, Close bool   // both: an empty element
	Text        []byte // character data up to the next tag
}

// Next finds the next tag in b. Declarations, comments, processing
// instructions and CDATA sections are read past; entities are not expanded.
func Next(b []byte) (t Tag, rest []byte, ok bool) {
	for range maxTags {
		n := bytes.IndexByte(b, '<')
		if n < 0 || n+1 >= len(b) {
			return Tag{}, nil, false
		}
		b = b[n+1:]
		end := []byte(">")
		switch {
		case bytes.HasPrefix(b, []byte("!--")):
			end = []byte("-->")
		case bytes.HasPrefix(b, []byte("![CDATA[")):
			end = []byte("]]>")
		}
		n = bytes.Index(b, end)
		if n < 0 {
			return Tag{}, nil, false
		}
		inside := b[:n]
		b = b[n+len(end):]
		if len(inside) == 0 || inside[0] == '!' || inside[0] == '?' {
			continue
		}
		t.Open, t.Close = inside[0] != '/', inside[0] == '/' || inside[len(inside)-1] == '/'
		inside = bytes.Trim(inside, "/")
		if n := bytes.IndexAny(inside, " \t\r\n/"); n >= 0 {
			inside = inside[:n]
		}
		t.Name = inside[bytes.IndexByte(inside, ':')+1:]
		if n := bytes.IndexByte(b, '<'); n >= 0 {
			t.Text = b[:n]
		}
		return t, b, true
	}
	return Tag{}, nil, false
}

// Properties are names of elements, each with the attribute it is reported as. At
// most 32 are told apart.
type Properties [][2]string

// Children reports the elements directly below the first parent element, each
// at most once.
func Children(b []byte, parent string, properties Properties, s wire.Sink) {
	depth, seen := -1, uint32(0) // depth below the parent; -1: not there yet
	for range maxTags {
		t, rest, ok := Next(b)
		if !ok {
			return
		}
		b = rest
		switch {
		case depth < 0:
			if t.Open && !t.Close && string(t.Name) == parent {
				depth = 0
			}
		case t.Open && !t.Close:
			if depth == 0 {
				seen |= element(&t, properties, seen, s)
			}
			depth++
		case t.Close && !t.Open:
			if depth--; depth < 0 {
				return
			}
		}
	}
}

// element reports t if it is one of the properties and not seen yet, and
// returns its bit.
func element(t *Tag, properties Properties, seen uint32, s wire.Sink) uint32 {
	for i, p := range properties {
		if string(t.Name) != p[0] || seen&(1<<i) != 0 {
			continue
		}
		if v := Clean(t.Text); len(v) != 0 {
			s.Field(p[1], wire.Text, v)
		}
		return 1 << i
	}
	return 0
}
