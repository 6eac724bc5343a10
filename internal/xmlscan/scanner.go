// Package xmlscan walks through an XML text in bounded memory: it tells where
// elements start and end and what their text is. It expands no entities of a
// document's own. What is not well formed becomes a problem with its place, and
// the walk goes on behind it, so that a damaged export is not lost.
package xmlscan

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Kind is what was met.
type Kind uint8

// Kinds.
const (
	Start   Kind = iota // an element starts
	End                 // it ends, or is taken to end
	Problem             // something was not well formed
)

// Bounds of a walk.
const (
	maxDepth    = 512  // open elements
	maxProblems = 1000 // after which the rest is given up
)

// Scanner walks through a text.
type Scanner struct {
	source  *source
	decoder *xml.Decoder
	limit   int // octets of an element's text
	depth   int // deeper elements are passed over

	stack    []element
	ends     int // open elements that are to be told as ended
	kind     Kind
	start    xml.StartElement
	at       element // the element that the event is about
	text     strings.Builder
	leaf     bool // the innermost open element had no child
	problem  string
	problems int
	early    bool // a problem was met before the walk began
	deep     int64
	done     bool
	err      error
}

// element is an open element.
type element struct {
	name, prefix string
	line         int64
	depth        int
}

// New walks through r. A piece of markup may have piece octets, an element's text
// limit; elements that are nested deeper than depth are passed over.
func New(r io.Reader, piece, limit, depth int) *Scanner {
	s := &Scanner{limit: limit, depth: depth}
	var unknown string
	s.source, unknown = newSource(r, piece)
	s.restart()
	if unknown != "" {
		s.early = s.tell(fmt.Sprintf("encoding %.40q is not known: the text is read as UTF-8", unknown))
	}
	return s
}

func (s *Scanner) restart() {
	s.decoder = xml.NewDecoder(s.source)
	s.decoder.Strict = false // entities of the document's own stay as they are written
	s.decoder.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
}

// Next goes to the next event and reports whether there is one.
func (s *Scanner) Next() bool {
	if s.early {
		s.early = false
		return true
	}
	for {
		switch {
		case s.ends > 0:
			s.ends--
			if s.pop() {
				return true
			}
			continue
		case s.done:
			return false
		}
		s.source.seen = 0
		token, err := s.decoder.RawToken()
		if err != nil {
			if s.fail(err) {
				return true
			}
			continue
		}
		switch t := token.(type) {
		case xml.StartElement:
			if s.push(t) {
				return true
			}
		case xml.EndElement:
			if s.close(t.Name.Local) {
				return true
			}
		case xml.CharData:
			if s.leaf && s.text.Len() < s.limit {
				s.text.Write(t[:min(len(t), s.limit-s.text.Len())])
			}
		}
	}
}

// fail deals with an error of the decoder and reports whether it is an event.
func (s *Scanner) fail(err error) bool {
	var syntax *xml.SyntaxError
	switch {
	case s.source.err != nil && s.source.err != io.EOF:
		s.err, s.done = s.source.err, true
		return false
	case s.source.err == io.EOF:
		s.done, s.ends = true, len(s.stack)
		if len(s.stack) > 0 || !errors.Is(err, io.EOF) {
			return s.tell("the text ends early: what stands before its end was read")
		}
		return false
	case errors.As(err, &syntax):
		s.tell("not well formed: " + syntax.Msg)
	default:
		s.tell("not well formed: " + err.Error())
	}
	if s.problems >= maxProblems {
		s.done, s.ends = true, len(s.stack)
		return s.tell("too much is not well formed: the rest was not read")
	}
	s.source.skip()
	s.restart()
	return true
}

func (s *Scanner) tell(problem string) bool {
	s.kind, s.problem = Problem, problem
	s.at = element{line: s.source.line}
	s.problems++
	return true
}

// push opens an element and reports whether it is told.
func (s *Scanner) push(t xml.StartElement) bool {
	if len(s.stack) >= maxDepth {
		s.done, s.ends = true, len(s.stack)
		return s.tell("elements are nested too deep: the rest was not read")
	}
	line := s.source.line
	for _, a := range t.Attr {
		line -= int64(strings.Count(a.Value, "\n"))
	}
	e := element{t.Name.Local, t.Name.Space, line, len(s.stack) + 1}
	s.stack = append(s.stack, e)
	s.leaf = true
	s.text.Reset()
	if e.depth > s.depth {
		s.deep++
		return false
	}
	s.kind, s.start, s.at = Start, t, e
	return true
}

// close ends the innermost element of a name; those inside it that have no end of
// their own end with it.
func (s *Scanner) close(name string) bool {
	for i := len(s.stack) - 1; i >= 0; i-- {
		if s.stack[i].name != name {
			continue
		}
		s.ends = len(s.stack) - i
		if s.ends > 1 {
			return s.tell(fmt.Sprintf("element %.60q ends inside %.60q", name, s.stack[len(s.stack)-1].name))
		}
		return false
	}
	return s.tell(fmt.Sprintf("element %.60q ends that did not start", name))
}

// pop takes the innermost element off and reports whether its end is told.
func (s *Scanner) pop() bool {
	e := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	if !s.leaf {
		s.text.Reset()
	}
	s.leaf = false
	if e.depth > s.depth {
		return false
	}
	s.kind, s.at = End, e
	return true
}

// Kind is what the event is.
func (s *Scanner) Kind() Kind { return s.kind }

// Name is the element's name without its prefix.
func (s *Scanner) Name() string { return s.at.name }

// Prefix is the prefix of the element's name.
func (s *Scanner) Prefix() string { return s.at.prefix }

// Line is where the element starts, or the problem is.
func (s *Scanner) Line() int64 { return s.at.line }

// Depth is how deep the element is nested, 1 for the root.
func (s *Scanner) Depth() int { return s.at.depth }

// Attr is the value of an attribute of the element that starts, whatever prefix
// it has.
func (s *Scanner) Attr(name string) string {
	for _, a := range s.start.Attr {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// Attrs are the attributes of the element that starts.
func (s *Scanner) Attrs() []xml.Attr { return s.start.Attr }

// Text is the text of the element that ends; of an element with others inside it
// there is none.
func (s *Scanner) Text() string { return strings.TrimSpace(s.text.String()) }

// Problem says what was not well formed.
func (s *Scanner) Problem() string { return s.problem }

// Deep is how many elements were nested too deep and passed over.
func (s *Scanner) Deep() int64 { return s.deep }

// Err is why reading ended before the end of the text, or nil.
func (s *Scanner) Err() error { return s.err }
