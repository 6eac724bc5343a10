package items

import (
	"context"
	"fmt"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/xmlscan"
)

// NewXML is a scanner over an artifact, within its limits.
func NewXML(in evidence.Input) *xmlscan.Scanner {
	return xmlscan.New(in.Reader, 4*in.Limits.Line, in.Limits.Value, in.Limits.Depth)
}

// XML walks through an XML text and calls start and end for its elements. What
// can't be read is told to out, and the rest goes on. It returns the error of the
// context or of the scanner.
func XML(ctx context.Context, s *xmlscan.Scanner, out evidence.Out, start, end func()) error {
	for n := 0; s.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch s.Kind() {
		case xmlscan.Start:
			start()
		case xmlscan.End:
			end()
		case xmlscan.Problem:
			out.Diagnose(whomade.SeverityError, whomade.Locator{Line: s.Line()}, s.Problem())
		}
	}
	return s.Err()
}

// TooDeep tells how many elements were passed over for their depth.
func TooDeep(s *xmlscan.Scanner, in evidence.Input, out evidence.Out) {
	if n := s.Deep(); n > 0 {
		out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, fmt.Sprintf("%d XML elements that are nested deeper than %d were passed over", n, in.Limits.Depth))
	}
}
