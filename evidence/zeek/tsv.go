package zeek

import (
	"bytes"
	"strconv"
	"strings"
)

// separatorLine begins a log in text; it alone has a blank after its name.
const separatorLine = "#separator "

// header is what the lines with '#' before a log say of it. Rotated logs that were
// put together have one for each.
type header struct {
	separator    []byte
	setSeparator []byte
	empty, unset []byte
	path         string
	columns      []column // of all columns in their order
	names        int      // how many there are
	kind         *kind
}

// maxColumns is more than any log has.
const maxColumns = 4096

func defaultHeader() header {
	return header{separator: []byte("\t"), setSeparator: []byte(","), empty: []byte("(empty)"), unset: []byte("-")}
}

// line reads a line of the header.
func (h *header) line(b []byte) {
	if rest, ok := bytes.CutPrefix(b, []byte(separatorLine)); ok {
		*h = defaultHeader()
		if s := unescape(rest); s != "" && len(s) <= 8 {
			h.separator = []byte(s)
		}
		return
	}
	name, rest, _ := bytes.Cut(b, h.separator)
	switch string(name) {
	case "#set_separator":
		h.setSeparator = []byte(unescape(rest))
	case "#empty_field":
		h.empty = bytes.Clone(rest)
	case "#unset_field":
		h.unset = bytes.Clone(rest)
	case "#path":
		h.path = string(rest)
		h.names = 0
	case "#fields":
		h.fields(rest)
	}
}

// fields reads the names of the columns.
func (h *header) fields(b []byte) {
	h.columns, h.names, h.kind = h.columns[:0], 0, nil
	var present set
	for len(b) > 0 || h.names == 0 {
		name, rest, found := bytes.Cut(b, h.separator)
		c, ok := columnByName[string(name)]
		if !ok {
			c = other
		} else {
			present |= 1 << c
		}
		h.columns = append(h.columns, c)
		if h.names++; h.names > maxColumns {
			h.names = 0
			return
		}
		if b = rest; !found {
			break
		}
	}
	h.kind = kindOf(h.path, present)
}

// read reads a record and reports whether it has the columns of the header. What
// no log of interest has is not looked at.
func (h *header) read(b []byte, r *row) bool {
	if bytes.Count(b, h.separator)+1 != h.names {
		return false
	}
	if h.kind == nil {
		return true
	}
	for _, c := range h.columns {
		cell, rest, _ := bytes.Cut(b, h.separator)
		b = rest
		switch {
		case c == other || bytes.Equal(cell, h.unset):
		case bytes.Equal(cell, h.empty):
			r.put(c, "")
		case c.isList():
			r.put(c, strconv.Itoa(1+count(cell, h.setSeparator)))
		default:
			r.put(c, unescape(cell))
		}
	}
	return true
}

func count(b, separator []byte) int {
	if len(separator) == 0 {
		return 0
	}
	return bytes.Count(b, separator)
}

// unescape undoes what Zeek does to octets that a text can't hold: \x and two
// figures, and a backslash for a backslash.
func unescape(b []byte) string {
	if bytes.IndexByte(b, '\\') < 0 {
		return string(b)
	}
	var s strings.Builder
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 >= len(b) {
			s.WriteByte(b[i])
			continue
		}
		if b[i+1] == '\\' {
			s.WriteByte('\\')
			i++
			continue
		}
		if b[i+1] == 'x' && i+3 < len(b) {
			if n, err := strconv.ParseUint(string(b[i+2:i+4]), 16, 8); err == nil {
				s.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		s.WriteByte('\\')
	}
	return s.String()
}
