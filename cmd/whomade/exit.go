package main

import (
	"errors"
	"slices"
)

// Exit codes are a contract with scripts.
const (
	exitFine        = 0
	exitFailed      = 1   // the program failed
	exitUsage       = 2   // the command line is wrong
	exitNotRead     = 3   // some input could not be read: the result is partial
	exitFindings    = 10  // findings at or above --fail-on
	exitInterrupted = 130 // stopped by a signal
)

const exitHelp = `

Exit codes: 0 fine, 1 the program failed, 2 wrong usage, 3 some input could not
be read, 10 findings at or above --fail-on, 130 interrupted. When several apply
the first of 130, 2, 1, 10, 3 is returned and the summary states them all.`

// order is which code wins when several apply.
var order = []int{exitInterrupted, exitUsage, exitFailed, exitFindings, exitNotRead}

// codes collects the exit codes that apply to a run.
type codes struct{ set []int }

func (c *codes) add(code int) {
	if code != exitFine && !slices.Contains(c.set, code) {
		c.set = append(c.set, code)
		slices.SortFunc(c.set, func(a, b int) int { return slices.Index(order, a) - slices.Index(order, b) })
	}
}

// result is the code to return.
func (c *codes) result() int {
	if len(c.set) == 0 {
		return exitFine
	}
	return c.set[0]
}

// all returns every code that applies, the returned one first.
func (c *codes) all() []int {
	if len(c.set) == 0 {
		return []int{exitFine}
	}
	return slices.Clone(c.set)
}

// usageError is an error in what the person asked for.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func codeOf(err error) int {
	var u usageError
	if errors.As(err, &u) {
		return exitUsage
	}
	return exitFailed
}
