// Package lazyregexp puts off compiling the regular expressions of a program that
// has many of them and needs few in one run.
package lazyregexp

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

var testing = strings.HasSuffix(strings.TrimSuffix(os.Args[0], ".exe"), ".test")

// New returns what compiles the expression when it is first asked for it and
// panics where that is not possible. In a test this is at once, so that no
// mistake stays hidden.
func New(expression string) func() *regexp.Regexp {
	compiled := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
	if testing {
		compiled()
	}
	return compiled
}
