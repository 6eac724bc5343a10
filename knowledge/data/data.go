// Package data holds what the built-in knowledge says of itself.
package data

import _ "embed" // the edition

// Edition is edition.yaml, which package edition reads.
//
//go:embed edition.yaml
var Edition []byte
