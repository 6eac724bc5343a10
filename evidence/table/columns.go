package table

import (
	"context"
	"io"

	"github.com/whomade/whomade/evidence"
)

// Attribute is the attribute that a column header means by the synonyms of this
// package, in any case and without regard to punctuation and accents; empty where
// it is none of them. It is for formats whose columns have names of their own.
func Attribute(header string) string { return headerFor(header, nil, isAttribute) }

// Value brings a cell into the form its attribute has: addresses and dates as the
// program writes them, other text without blanks around it, placeholders such as
// "n/a" as nothing. problem says what could not be understood; v is then empty,
// but for a date of which at least the year is plain.
func Value(attribute, cell string) (v, problem string) { return value(attribute, cell, false) }

// Rows reads a text in UTF-8 whose columns are separated by comma (RFC 4180), row
// by row; cells are good until row returns. Rows over limit octets and rows that
// can't be read are told to out and passed over.
func Rows(ctx context.Context, r io.Reader, limit int, comma rune, out evidence.Out, row func(line int64, cells []string)) error {
	return rows(ctx, r, limit, comma, out, row)
}
