package zeek

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// fromJSON takes the members of a record that are looked at; b is a well-formed
// JSON text. Addresses stand below "id" where another program nested them.
func (r *row) fromJSON(b []byte) {
	members(b, func(name, value []byte) {
		c, ok := columnByName[string(name)]
		switch {
		case !ok:
		case c == certID && value[0] == '{':
			members(value, func(name, value []byte) {
				switch string(name) {
				case "orig_h":
					r.put(origH, text(value))
				case "resp_h":
					r.put(respH, text(value))
				}
			})
		case string(value) == "null":
		case c.isList():
			r.put(c, strconv.Itoa(elements(value)))
		default:
			r.put(c, text(value))
		}
	})
}

// members walks through the members of an object in a well-formed JSON text; of
// other values there are none.
func members(b []byte, take func(name, value []byte)) {
	i := blank(b, 0)
	if i >= len(b) || b[i] != '{' {
		return
	}
	for i = blank(b, i+1); i < len(b) && b[i] == '"'; {
		end := valueEnd(b, i)
		name := b[i+1 : end-1]
		i = blank(b, end) // at the colon
		i = blank(b, i+1)
		end = valueEnd(b, i)
		take(name, b[i:end])
		if i = blank(b, end); i < len(b) && b[i] == ',' {
			i = blank(b, i+1)
		}
	}
}

// elements is how many elements an array in a well-formed JSON text has; another
// value is one.
func elements(b []byte) int {
	if b[0] != '[' {
		return 1
	}
	n := 0
	for i := blank(b, 1); i < len(b) && b[i] != ']'; n++ {
		if i = blank(b, valueEnd(b, i)); i < len(b) && b[i] == ',' {
			i = blank(b, i+1)
		}
	}
	return n
}

// blank passes blanks.
func blank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n') {
		i++
	}
	return i
}

// valueEnd is where the value ends that begins at i.
func valueEnd(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return min(i+1, len(b))
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i // of a number or word
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
		}
	}
	return len(b)
}

// text is a text, number or word of JSON; of other values it is empty.
func text(b []byte) string {
	switch {
	case b[0] == '{' || b[0] == '[' || string(b) == "null":
		return ""
	case b[0] != '"':
		return string(b)
	case bytes.IndexByte(b, '\\') < 0:
		return string(b[1 : len(b)-1])
	}
	var s string
	if json.Unmarshal(b, &s) != nil {
		return ""
	}
	return s
}
