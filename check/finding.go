package check

import (
	"slices"

	"github.com/whomade/whomade"
)

// truth is a value of three-valued logic.
type truth int8

const (
	no truth = iota
	unknown
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// finding is what a test came to, with the facts that led there or, where it
// is unknown, the facts that are missing.
type finding struct {
	is      truth
	because []whomade.Because
	missing []string
	off     bool // does not hold because the duty is suspended
}

// always is the finding of a test that asks nothing.
var always = finding{is: yes}

func missing(facts ...string) finding { return finding{is: unknown, missing: facts} }

func found(is truth, fact, value, text string) finding {
	return finding{is: is, because: []whomade.Because{{Fact: fact, Value: value, Text: text}}}
}

// and holds where all hold. One that does not hold is the whole reason.
func and(list ...finding) finding {
	out := finding{is: yes}
	for _, f := range list {
		switch f.is {
		case no:
			return f
		case unknown:
			out.is = unknown
		}
		out.because = union(out.because, f.because)
		out.missing = union(out.missing, f.missing)
	}
	return out
}

// or holds where one holds. One that holds is the whole reason.
func or(list ...finding) finding {
	out := finding{is: no}
	for _, f := range list {
		switch f.is {
		case yes:
			return f
		case unknown:
			if out.is == no {
				out.because = nil
			}
			out.is = unknown
			out.missing = union(out.missing, f.missing)
			out.because = union(out.because, f.because)
		default:
			if out.is == no {
				out.because = union(out.because, f.because)
			}
		}
	}
	return out
}

// not turns a finding round.
func not(f finding) finding {
	f.is = yes - f.is
	return f
}

// union is a with what is only in b after it.
func union[T comparable](a, b []T) []T {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a[:len(a):len(a)], s)
		}
	}
	return a
}
