// Package spdx reads bills of materials in SPDX: versions 2.2 (ISO/IEC 5962) and
// 2.3 as JSON and as tags with values, and version 3.0 as JSON-LD. What a bill says
// of packages whose purpose is a device, firmware, a driver or an operating system
// is what its author wrote down. Of other software only the organisation behind it
// counts. Persons, creators and comments are never read.
package spdx

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

func (format) Name() string { return "spdx" }

// headSize is how much is looked at to tell the forms apart.
const headSize = 64 << 10

var (
	jsonVersion = lazyregexp.New(`"spdxVersion"\s*:\s*"SPDX-\d|"@context"\s*:\s*"https?://spdx\.org/rdf/3\.`)
	jsonID      = lazyregexp.New(`"SPDXID"\s*:\s*"SPDXRef-|"type"\s*:\s*"software_Package"`)
	tagVersion  = lazyregexp.New(`(?m)^SPDXVersion:\s*SPDX-\d`)
)

// Sniff looks for the version, which nearly always stands near the start.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	switch {
	case len(text) == 0:
	case text[0] == '{' || text[0] == '[':
		switch {
		case jsonVersion().Match(text):
			return 97
		case jsonID().Match(text):
			return 88
		}
	case tagVersion().Match(text[:min(len(text), 8192)]):
		return 97
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
	start := bytes.TrimLeft(evidence.Text(head[:n]), " \t\r\n")
	if len(start) > 0 && (start[0] == '{' || start[0] == '[') {
		return readJSON(ctx, in, text, out)
	}
	return readTags(ctx, in, text, out)
}
