// Package fielddiff says in words which fields of two values differ, as their JSON
// names them.
package fielddiff

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Fields lists what differs between two values of one kind, by field. Of a list it
// says which items are gone and which are new.
func Fields(was, is any) []string {
	a, b := object(was), object(is)
	names := maps.Clone(a)
	maps.Copy(names, b)
	var out []string
	for _, n := range slices.Sorted(maps.Keys(names)) {
		if bytes.Equal(a[n], b[n]) {
			continue
		}
		before, after, ok := lists(a[n], b[n])
		if !ok {
			out = append(out, fmt.Sprintf("%s was %s and is %s", n, short(a[n]), short(b[n])))
			continue
		}
		gone, fresh := less(before, after), less(after, before)
		for _, v := range gone {
			out = append(out, fmt.Sprintf("%s: gone: %s", n, short(v)))
		}
		for _, v := range fresh {
			out = append(out, fmt.Sprintf("%s: new: %s", n, short(v)))
		}
		if len(gone)+len(fresh) == 0 {
			out = append(out, n+": in another order")
		}
	}
	return out
}

func object(v any) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	if data, err := json.Marshal(v); err == nil {
		_ = json.Unmarshal(data, &out)
	}
	return out
}

// lists reads two lists, one of which may be absent.
func lists(a, b json.RawMessage) (x, y []json.RawMessage, ok bool) {
	read := func(v json.RawMessage, into *[]json.RawMessage) bool {
		return len(v) == 0 || json.Unmarshal(v, into) == nil
	}
	return x, y, len(a)+len(b) > 0 && read(a, &x) && read(b, &y)
}

// less is the items of a list that another has not, as often as they stand there.
func less(list, other []json.RawMessage) []json.RawMessage {
	count := map[string]int{}
	for _, v := range other {
		count[string(v)]++
	}
	var out []json.RawMessage
	for _, v := range list {
		if count[string(v)]--; count[string(v)] < 0 {
			out = append(out, v)
		}
	}
	return out
}

// most is how many characters of a value are shown.
const most = 160

// short is a value in JSON, cut where it is long.
func short(v json.RawMessage) string {
	switch s := strings.Trim(string(v), `"`); {
	case s == "" || s == "null":
		return "not given"
	case len([]rune(s)) > most:
		return string([]rune(s)[:most-1]) + "…"
	default:
		return s
	}
}
