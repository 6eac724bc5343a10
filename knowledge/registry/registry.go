// Package registry is part of the knowledge stage: it holds what the public
// registries say about numbers, the IEEE assignments of MAC address blocks (24,
// 28 and 36 bit) and the IANA private enterprise numbers.
//
// A registered name says who applied for a number, not who built the device that
// shows it. The package therefore only returns names as they are registered; it
// knows no makers and gives no opinion.
//
// Both tables are compact files made by the program in gen and embedded into
// the binary. Opening them builds small hash tables and parses no text.
package registry

import (
	_ "embed"
	"fmt"
)

//go:embed oui.bin
var embeddedOUI string

//go:embed pen.bin
var embeddedPEN string

// Registry answers look-ups in both tables. It does not change after it was
// opened and is safe for concurrent use.
type Registry struct {
	orgs orgTable
	pens penTable
}

// Open returns the tables embedded in the program.
func Open() (*Registry, error) { return New(embeddedOUI, embeddedPEN) }

// New opens tables in the layout of oui.bin and pen.bin. Names that the registry
// returns share the memory of the two strings. It returns an error if a table is
// not exactly in that layout, whatever bytes it holds.
func New(oui, pen string) (*Registry, error) {
	orgs, err := openOrgs(oui)
	if err != nil {
		return nil, fmt.Errorf("address block table: %w", err)
	}
	pens, err := openPens(pen)
	if err != nil {
		return nil, fmt.Errorf("enterprise number table: %w", err)
	}
	return &Registry{orgs: orgs, pens: pens}, nil
}
