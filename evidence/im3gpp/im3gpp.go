// Package im3gpp reads inventories of mobile networks in XML (3GPP TS 32.695,
// TS 28.632 and TS 28.633): managed elements, and the racks, boards, radios and
// antennas in them with their vendors, types and serial numbers. A unit's vendor
// is its own; that of the file's header is only who made the system that wrote it.
package im3gpp

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

func (format) Name() string { return "im3gpp" }

var (
	// namespace is declared by every inventory of the standard.
	namespace = lazyregexp.New(`#inventoryNrm|["']inventoryNrm(?:Alt\d)?\.xsd["']`)
	// unit is an element of it.
	unit = lazyregexp.New(`<(?:[\w.-]+:)?(?:Tma|Antenna)?InventoryUnit(?:NE|Hw|Sw|Lic)?[\s>]`)
	// member is an element that inventories without a namespace have too.
	member = lazyregexp.New(`<(?:[\w.-]+:)?vendorUnit(?:FamilyType|TypeNumber)[\s>]`)
)

// Sniff looks for the namespace of the standard and for its units.
func (format) Sniff(head []byte) int {
	text := bytes.TrimLeft(evidence.Text(head), " \t\r\n")
	if !bytes.HasPrefix(text, []byte("<")) {
		return 0
	}
	switch inside := unit().Match(text); {
	case namespace().Match(text):
		return 92
	case inside && member().Match(text):
		return 90
	}
	return 0
}

// Read reads every element and unit.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	return nrm.Read(ctx, in, out)
}
