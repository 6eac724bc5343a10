// Package evidence is stage 1: bytes to observations. It opens what it is
// given, unpacks archives, recognises each artifact by its content, and hands
// it to the one format that knows it; formats live in the folders below. It
// holds no opinion about what a fact means.
package evidence

import (
	"context"
	"io"
	"iter"

	"github.com/whomade/whomade"
)

// Self stands in Subject.Artifact for the digest of the artifact being read,
// and at the start of Subject.Item ("self#row 7") for the same; the digest is
// known only when the artifact was read to its end, and put in then.
const Self = "self"

// Format reads one kind of artifact.
type Format interface {
	// Name is the format's name as users see it, for example "pcap".
	Name() string
	// Sniff judges from the first octets (up to 64 KiB, fewer where the artifact
	// is shorter) whether the artifact is of this format: 0 no, 100 certainly.
	// It never looks at a file's name.
	Sniff(head []byte) int
	// Read reads the artifact to its end and reports every distinct fact to out.
	// What can't be read is reported as a diagnostic with its place and the rest
	// goes on; an error is returned only where nothing more can be read, and
	// becomes a diagnostic too.
	Read(ctx context.Context, in Input, out Out) error
}

// Input is one artifact to read.
type Input struct {
	io.Reader // hashed, counted and limited by the caller
	Limits    Limits
	Columns   map[string]string // tables: column header to attribute, from --map
}

// Blocks is implemented by readers that hand out what they hold without copying
// it; Input.Reader does where it can.
type Blocks interface {
	// More returns rest, the octets that the caller has left of what More returned
	// last, followed by those that come next. Both are valid until the next call.
	// An error says that nothing more came; rest is returned with it.
	//
	// far says that the caller looks at few of the octets and at many places at
	// once: a file is then mapped into memory where that is possible, and a larger
	// part of it comes at a time.
	More(rest []byte, far bool) ([]byte, error)
}

// Patient is implemented by an Out that can wait for facts which a format holds
// in a form of its own, smaller than observations.
type Patient interface {
	// Later takes facts that are distinct and clean (see Clean). They are asked
	// for once, when the whole artifact was read, before the diagnostics are
	// delivered, in place of calls of Observe.
	Later(facts iter.Seq[whomade.Observation])
}

// Out takes what a format finds. Artifact and Name are filled in by the caller.
type Out interface {
	// Observe reports one fact. Facts that differ only in place and time are
	// merged; a Count of 0 counts as 1. Artifact and Name stay as they are where
	// the format sets them: facts handed on from an earlier run keep their origin.
	Observe(o whomade.Observation)
	// Diagnose reports what could not be read.
	Diagnose(severity string, at whomade.Locator, message string)
}

// Limits bound what one artifact may cost.
type Limits struct {
	Value       int   // octets of one value; longer ones are cut and reported
	Line        int   // octets of one line of a text format
	Depth       int   // nesting of archives, XML, JSON
	Facts       int   // distinct facts of one artifact
	Memory      int64 // octets that the distinct facts of one artifact may take
	Diagnostics int   // diagnostics of one artifact; the rest is counted
	Members     int   // members of the archives of one file
	Spool       int64 // octets kept to read a format that needs random access
	Ratio       int64 // unpacked octets per packed octet
	Total       int64 // unpacked octets of one file
}

// DefaultLimits suit a machine with 1 GB to spare.
var DefaultLimits = Limits{
	Value: 64 << 10, Line: 1 << 20, Depth: 16, Facts: 4 << 20, Memory: 256 << 20, Diagnostics: 1000, Members: 1 << 18,
	Spool: 256 << 20, Ratio: 500, Total: 64 << 30,
}
