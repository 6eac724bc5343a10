package jsonscan

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Decode reads a value; numbers stay as they are written.
func Decode(b []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}

// Get is the value below v at a path of member names, nil where there is none.
func Get(v any, path ...string) any {
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// Text is the text or number below v at a path of member names, without blanks
// around it; empty where there is none.
func Text(v any, path ...string) string {
	switch v := Get(v, path...).(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	}
	return ""
}

// List is the array below v at a path of member names, nil where there is none.
func List(v any, path ...string) []any {
	l, _ := Get(v, path...).([]any)
	return l
}

// pointerEscapes are those of RFC 6901 clause 3.
var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// Pointer is a path as JSON pointer.
func Pointer(path []string) string {
	var b strings.Builder
	for _, p := range path {
		b.WriteByte('/')
		b.WriteString(pointerEscapes.Replace(p))
	}
	return b.String()
}
