package evidence

import (
	"cmp"
	"fmt"
)

// orDefault puts the default in the place of every limit that is zero.
func (l Limits) orDefault() Limits {
	d := DefaultLimits
	return Limits{
		Value: cmp.Or(l.Value, d.Value), Line: cmp.Or(l.Line, d.Line), Depth: cmp.Or(l.Depth, d.Depth),
		Facts: cmp.Or(l.Facts, d.Facts), Memory: cmp.Or(l.Memory, d.Memory), Diagnostics: cmp.Or(l.Diagnostics, d.Diagnostics),
		Members: cmp.Or(l.Members, d.Members), Spool: cmp.Or(l.Spool, d.Spool), Ratio: cmp.Or(l.Ratio, d.Ratio), Total: cmp.Or(l.Total, d.Total),
	}
}

// ratioGrace is how much a file may unpack to before its ratio matters.
const ratioGrace = 16 << 20

// budget is what the archives inside one file may still unpack to.
type budget struct {
	limits   Limits
	packed   int64 // octets of the file read so far, or its size
	unpacked int64 // octets that all its layers unpacked to so far
	members  int
	spent    error // why nothing more is unpacked
}

// unpack counts n unpacked octets.
func (b *budget) unpack(n int) error {
	b.unpacked += int64(n)
	switch {
	case b.spent != nil:
	case b.unpacked > b.limits.Total:
		b.spent = &cutError{message: fmt.Sprintf("it unpacks to more than %d octets, which is the limit for one file: unpack it and pass the parts", b.limits.Total)}
	case b.unpacked > ratioGrace && b.unpacked/b.limits.Ratio > b.packed:
		b.spent = &cutError{message: fmt.Sprintf("it unpacks to more than %d times its size, as archives made to exhaust a reader do: unpack it yourself if it is genuine", b.limits.Ratio)}
	}
	return b.spent
}

// member counts one member of an archive.
func (b *budget) member() error {
	b.members++
	if b.spent == nil && b.members > b.limits.Members {
		b.spent = &cutError{message: fmt.Sprintf("its archives hold more than %d members", b.limits.Members)}
	}
	return b.spent
}

// cutError says why octets end before their time.
type cutError struct {
	message  string
	harmless bool // nothing that counts is missing
}

func (e *cutError) Error() string { return e.message }
