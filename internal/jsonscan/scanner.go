// Package jsonscan finds the records of a JSON text in bounded memory: it walks
// into the containers that its caller names, hands out the values it asks for as
// they stand, and passes over the rest without keeping it. A text may hold many
// values one after the other, as NDJSON does (RFC 8259, RFC 7464).
package jsonscan

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Action is what is done with a value.
type Action uint8

// Actions.
const (
	Skip  Action = iota // pass over it
	Take                // hand it out
	Enter               // walk into it: for objects and arrays
)

// Choose says what is done with the value at a path of member names and array
// positions; path is good until it returns. kind is '{', '[', '"' or 0 for other
// values; first is the first member's name of an object, as it is written.
type Choose func(path []string, kind byte, first string) Action

// ErrEarly says that a text ends inside a value.
var ErrEarly = errors.New("the text ends early")

// maxName is how long a member's name may be, in octets.
const maxName = 4096

// Scanner walks through a text.
type Scanner struct {
	r      *bufio.Reader
	choose Choose
	limit  int
	depth  int

	stack   []container
	path    []string
	line    int64
	offset  int64
	at      position // of the value handed out
	buffer  []byte
	keep    bool // octets go to the buffer
	long    bool
	started bool
	err     error
}

// container is an object or array that was entered.
type container struct {
	kind  byte
	index int    // position of the next element of an array
	name  string // name that was read ahead
	named bool
}

type position struct{ line, offset int64 }

// New scans a text. Values of more than limit octets are not handed out, and no
// more than depth containers are entered.
func New(r io.Reader, limit, depth int, choose Choose) *Scanner {
	return &Scanner{r: bufio.NewReaderSize(r, 64<<10), choose: choose, limit: limit, depth: depth, line: 1}
}

// Next goes to the next value that was asked for and reports whether there is one.
func (s *Scanner) Next() bool {
	for s.err == nil {
		c, ok := s.blank()
		if !ok {
			break
		}
		if len(s.stack) == 0 {
			if c == 0x1e || c == ',' { // separators of sequences
				continue
			}
			if s.value(c) {
				return true
			}
			continue
		}
		top := &s.stack[len(s.stack)-1]
		switch {
		case top.named && c == ':':
			top.named = false
			s.path[len(s.path)-1] = top.name
			if c, ok = s.blank(); ok && s.value(c) {
				return true
			}
		case top.named:
			s.bad()
		case c == ',':
		case c == '}' && top.kind == '{', c == ']' && top.kind == '[':
			s.stack, s.path = s.stack[:len(s.stack)-1], s.path[:len(s.path)-1]
		case top.kind == '{' && c == '"':
			top.name, top.named = s.name(), true
		case top.kind == '{':
			s.bad()
		default:
			s.path[len(s.path)-1] = strconv.Itoa(top.index)
			top.index++
			if s.value(c) {
				return true
			}
		}
	}
	return false
}

// Record is the value's octets, good until the next call of Next; empty where it
// is too long.
func (s *Scanner) Record() []byte { return s.buffer }

// Path is where the value stands, good until the next call of Next.
func (s *Scanner) Path() []string { return s.path }

// Line is the line the value begins in, from 1.
func (s *Scanner) Line() int64 { return s.at.line }

// Offset is where the value begins, in octets from the start.
func (s *Scanner) Offset() int64 { return s.at.offset }

// Long reports whether the value was over the limit.
func (s *Scanner) Long() bool { return s.long }

// Err is why scanning ended before the end, or nil.
func (s *Scanner) Err() error { return s.err }

func (s *Scanner) bad() {
	if s.err == nil {
		s.err = fmt.Errorf("not JSON from line %d on", s.line)
	}
}

// read reads one octet.
func (s *Scanner) read() (byte, bool) {
	c, err := s.r.ReadByte()
	if err != nil {
		switch {
		case s.err != nil:
		case !errors.Is(err, io.EOF):
			s.err = err
		case len(s.stack) > 0 || s.started:
			s.err = ErrEarly
		}
		return 0, false
	}
	s.offset++
	if c == '\n' {
		s.line++
	}
	if s.keep {
		s.hold(c)
	}
	return c, true
}

// hold keeps an octet of a value.
func (s *Scanner) hold(c byte) {
	if len(s.buffer) >= s.limit {
		s.long, s.keep, s.buffer = true, false, s.buffer[:0]
		return
	}
	s.buffer = append(s.buffer, c)
}

// blank reads the next octet that is no blank, nor of a byte order mark.
func (s *Scanner) blank() (byte, bool) {
	for {
		c, ok := s.read()
		if !ok {
			return 0, false
		}
		switch c {
		case ' ', '\t', '\r', '\n':
		case 0xef, 0xbb, 0xbf:
			if s.offset > 3 {
				return c, true
			}
		default:
			return c, true
		}
	}
}

// name reads a member's name behind its opening quote, as it is written.
func (s *Scanner) name() string {
	var b []byte
	for {
		c, ok := s.read()
		if !ok || c == '"' {
			return string(b)
		}
		if len(b) > maxName {
			s.bad()
			return ""
		}
		b = append(b, c)
		if c == '\\' {
			if c, ok = s.read(); ok {
				b = append(b, c)
			}
		}
	}
}

// value takes the value that begins with c and reports whether it is handed out.
func (s *Scanner) value(c byte) bool {
	s.at = position{s.line, s.offset - 1}
	s.buffer, s.keep, s.long, s.started = s.buffer[:0], true, false, true
	defer func() { s.keep, s.started = false, false }()
	s.hold(c)
	kind, first, closed := byte(0), "", false
	switch c {
	case '{':
		kind = c
		next, ok := s.blank()
		switch {
		case !ok:
			return false
		case next == '"':
			first = s.name()
		case next == '}':
			closed = true
		default:
			s.bad()
		}
	case '[', '"':
		kind = c
	case '}', ']', ':':
		s.bad()
	}
	if s.err != nil {
		return false
	}
	action := s.choose(s.path, kind, first)
	if action == Enter && (kind == '{' || kind == '[') && !closed {
		if len(s.stack) >= s.depth {
			s.err = fmt.Errorf("line %d: it is nested deeper than %d", s.line, s.depth)
			return false
		}
		s.stack = append(s.stack, container{kind: kind, name: first, named: kind == '{'})
		s.path = append(s.path, "")
		return false
	}
	if s.keep = s.keep && action == Take; !s.keep {
		s.buffer = s.buffer[:0]
	}
	switch {
	case closed:
	case kind == '{' || kind == '[':
		s.rest()
	case kind == '"':
		s.str()
	default:
		s.scalar()
	}
	return action == Take && s.err == nil
}

// rest reads to the end of an object or array.
func (s *Scanner) rest() {
	for depth := 1; depth > 0; {
		c, ok := s.read()
		if !ok {
			return
		}
		switch c {
		case '"':
			s.str()
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
	}
}

// str reads to the end of a string.
func (s *Scanner) str() {
	for {
		c, ok := s.read()
		if !ok || c == '"' {
			return
		}
		if c == '\\' {
			s.read()
		}
	}
}

// scalar reads to the end of a number or word; what ends it is left.
func (s *Scanner) scalar() {
	for {
		next, err := s.r.Peek(1)
		if err != nil {
			return
		}
		switch next[0] {
		case ' ', '\t', '\r', '\n', ',', ']', '}', '[', '{', ':', '"':
			return
		}
		s.read()
	}
}
