//go:build tools

// Package tools pins the programs that checks use, apart from the program's
// own dependencies.
package tools

import _ "honnef.co/go/tools/cmd/staticcheck"
