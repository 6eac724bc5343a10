package evidence

import (
	"io"

	"github.com/whomade/whomade"
)

// Options say how to read.
type Options struct {
	// Digest is DigestSHA256, or DigestNone to save the time; empty is DigestSHA256.
	Digest string
	// Limits are DefaultLimits where zero.
	Limits Limits
	// Columns maps table headers to attributes, see Input.
	Columns map[string]string
	// Workers is how many files are read at a time; 0 is GOMAXPROCS. The result
	// does not depend on it.
	Workers int
	// Stdin is what the argument "-" reads; nil where there is none.
	Stdin io.Reader
	// Progress, unless nil, is told how many octets of all files were read so far
	// and of which artifact the last ones were. Calls come one at a time.
	Progress func(bytes int64, name string)
}

// Values of Options.Digest.
const (
	DigestSHA256 = "sha256"
	DigestNone   = "none"
)

// Sink takes what was read. For each artifact, in the order of the arguments
// and of the walk through them, it is told the artifact, then its distinct facts
// in the order they were first seen, then what could not be read of it. Calls
// come one at a time. What can't be opened at all has only a diagnostic.
type Sink interface {
	Artifact(a whomade.Artifact)
	Observe(o whomade.Observation)
	Diagnose(d whomade.Diagnostic)
}
