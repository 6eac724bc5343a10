package huaweimml

import (
	"strings"

	"github.com/whomade/whomade/internal/lazyregexp"
)

// maxColumns bounds the columns of a table.
const maxColumns = 64

// grid is the columns of a table that is set with blanks.
type grid struct {
	names  []string
	folded []string
	starts []int // in characters
}

// gap is what stands between columns.
var gap = lazyregexp.New(` {2,}|\t+`)

// columns reads a row of column names, nil where it has fewer than two.
func columns(s string) *grid {
	g := &grid{}
	runes := []rune(s)
	for i := 0; i < len(runes); {
		if runes[i] == ' ' || runes[i] == '\t' {
			i++
			continue
		}
		start := i
		for i < len(runes) && runes[i] != '\t' && (runes[i] != ' ' || i+1 < len(runes) && runes[i+1] != ' ') {
			i++
		}
		name := strings.TrimSpace(string(runes[start:i]))
		g.names = append(g.names, cut(name))
		g.folded = append(g.folded, fold(name))
		g.starts = append(g.starts, start)
	}
	if len(g.names) < 2 || len(g.names) > maxColumns {
		return nil
	}
	return g
}

// cells are the values of a row: as many as its gaps part, or where a value is
// missing, those that stand below the names. nil where the row has none.
func (g *grid) cells(s string) []string {
	if parts := gap().Split(strings.TrimSpace(s), -1); len(parts) == len(g.names) {
		return parts
	}
	runes := []rune(s)
	cells := make([]string, len(g.names))
	any := false
	for i, start := range g.starts {
		end := len(runes)
		if i+1 < len(g.starts) {
			end = min(end, g.starts[i+1])
		}
		if start >= end {
			continue
		}
		// A value that runs into the next column shows that the row is no row of
		// this table.
		if start > 0 && runes[start-1] != ' ' && runes[start-1] != '\t' {
			return nil
		}
		cells[i] = strings.TrimSpace(string(runes[start:end]))
		any = any || cells[i] != ""
	}
	if !any {
		return nil
	}
	return cells
}
