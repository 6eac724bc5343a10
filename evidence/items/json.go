package items

import (
	"context"
	"errors"
	"io"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/jsonscan"
)

// Records walks through a JSON text and gives take every value that choose takes,
// with its path and place. What can't be read is told to out, and the rest goes
// on; where the text is cut or broken, what came before is kept. It returns an
// error only where the context was cancelled.
func Records(ctx context.Context, in evidence.Input, r io.Reader, out evidence.Out, choose jsonscan.Choose, take func(path []string, v any, at whomade.Locator)) error {
	s := jsonscan.New(r, in.Limits.Line, in.Limits.Depth, choose)
	for n := 0; s.Next(); n++ {
		if n&255 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at := whomade.Locator{Line: s.Line(), Pointer: jsonscan.Pointer(s.Path())}
		if s.Long() {
			TooLong(out, at, in.Limits.Line)
			continue
		}
		v, err := jsonscan.Decode(s.Record())
		if err != nil {
			Malformed(out, at, err)
			continue
		}
		take(s.Path(), v, at)
	}
	err := s.Err()
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, jsonscan.ErrEarly):
		out.Diagnose(whomade.SeverityError, whomade.Locator{}, "the text ends early: what stands before its end was read")
	default:
		out.Diagnose(whomade.SeverityError, whomade.Locator{}, err.Error()+": what stands before was read")
	}
	return nil
}
