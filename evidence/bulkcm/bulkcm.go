// Package bulkcm reads configurations of mobile networks in XML (3GPP TS 32.615,
// TS 32.616 and TS 28.616): managed elements with their vendor, type and software,
// the functions they fulfil, and the containers of vendors' own data, whose types
// show whose software wrote them. The vendor of the file's header is only who made
// the system that wrote it.
package bulkcm

import (
	"bytes"
	"context"

	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/nrm"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "bulkcm" }

var (
	root = lazyregexp.New(`<(?:[\w.-]+:)?bulkCmConfigDataFile[\s>]`)
	// other is what a vendor's own export with the same root has.
	other     = lazyregexp.New(`<object technique=|<parameter name="[^"]*" value=`)
	inventory = lazyregexp.New(`#inventoryNrm|["']inventoryNrm(?:Alt\d)?\.xsd["']`)
)

// Sniff looks for the root element, which one vendor's export has too. A file that declares the inventory's model is
// left to the format of inventories.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	if !bytes.HasPrefix(text, []byte("<")) || !root().Match(text) || other().Match(text) || inventory().Match(text) {
		return 0
	}
	return 92
}

// Read reads every element.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	return nrm.Read(ctx, in, out)
}
