// Package cyclonedx reads bills of materials in CycloneDX (ECMA-424), versions 1.2
// to 1.6, as JSON and as XML. What a bill says of a device, and of the hardware,
// firmware and drivers in it, is what its author wrote down. Of other software only
// the organisation behind it counts. Authors, contacts and notes are never read.
package cyclonedx

import (
	"bytes"
	"context"
	"io"

	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "cyclonedx" }

// headSize is how much is looked at to tell the two forms apart.
const headSize = 64 << 10

var (
	bomFormat = lazyregexp.New(`"bomFormat"\s*:\s*"CycloneDX"`)
	bomSchema = lazyregexp.New(`"\$schema"\s*:\s*"https?://cyclonedx\.org/schema/bom-`)
	bomRoot   = lazyregexp.New(`<([A-Za-z][\w.-]*:)?bom\s[^<>]*xmlns(:[\w.-]+)?\s*=\s*["']https?://cyclonedx\.org/schema/bom/`)
)

// Sniff looks for the member or the namespace that every bill has.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	switch {
	case len(text) == 0:
	case text[0] == '<' && bomRoot().Match(text[:min(len(text), 8192)]):
		return 97
	case text[0] == '{' || text[0] == '[':
		if bomFormat().Match(text) || bomSchema().Match(text) {
			return 97
		}
	}
	return 0
}

// Read reads every bill of the artifact.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	text := io.MultiReader(bytes.NewReader(head[:n]), in.Reader)
	// A component stands with all that is in it: it may be longer than a line.
	in.Limits.Line *= 4
	if start := bytes.TrimLeft(evidence.Text(head[:n]), " \t\r\n"); len(start) > 0 && start[0] == '<' {
		return readXML(ctx, in, text, out)
	}
	return readJSON(ctx, in, text, out)
}
