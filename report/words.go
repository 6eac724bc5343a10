package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
)

// Count is a number with its noun, "1 element" or "12 elements"; an irregular
// plural stands after a bar: "duty|duties".
func Count(n int, noun string) string {
	one, many, ok := strings.Cut(noun, "|")
	if !ok {
		many = one + "s"
	}
	if n == 1 {
		many = one
	}
	return strconv.Itoa(n) + " " + many
}

// Octets is a size in decimal units: "1.9 GB".
func Octets(n int64) string {
	const units = "kMGTPE"
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	v, u := float64(n)/1000, 0
	for v >= 999.95 && u < len(units)-1 {
		v, u = v/1000, u+1
	}
	return fmt.Sprintf("%.1f %cB", v, units[u])
}

// Label is what a person recognises an element by: its site and the first of
// its subjects.
func Label(e whomade.Element) string {
	var s []string
	if e.Site != "" {
		s = append(s, Clean(e.Site))
	}
	for _, x := range e.Subjects {
		if k := cmp.Or(x.IP, x.MAC, x.Serial, x.HostName, x.CellID); k != "" {
			s = append(s, Clean(k))
			break
		}
	}
	return strings.Join(s, " ")
}

// SegmentsText lists how many elements stand in which segment, most first.
func SegmentsText(m map[string]int) string {
	keys := slices.SortedFunc(maps.Keys(m), func(a, b string) int { return cmp.Or(cmp.Compare(m[b], m[a]), cmp.Compare(a, b)) })
	var s []string
	for _, k := range keys {
		s = append(s, cmp.Or(k, "?")+" "+strconv.Itoa(m[k]))
	}
	return strings.Join(s, " · ")
}

// Number is an amount without an exponent.
func Number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// Percent is a share, 0 to 1, in percent.
func Percent(f float64) string { return strconv.FormatFloat(100*f, 'f', -1, 64) + " %" }
