package huaweimml

import (
	"context"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/gbk"
)

// liner reads a text line by line.
type liner interface {
	line(s string, at whomade.Locator)
	finish(at whomade.Locator)
}

// readLines hands over every line, without what would be no UTF-8.
func readLines(ctx context.Context, in evidence.Input, out evidence.Out, l liner) error {
	lines := evidence.NewLines(gbk.Reader(in.Reader), in.Limits.Line)
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at := whomade.Locator{Line: lines.Number()}
		if lines.Long() {
			items.TooLong(out, at, in.Limits.Line)
			continue
		}
		l.line(strings.ToValidUTF8(strings.TrimRight(string(lines.Line()), " \t\r"), "\uFFFD"), at)
	}
	l.finish(whomade.Locator{Line: lines.Number()})
	return lines.Err()
}
