// Package rules holds the rule files that the program is built with.
package rules

import "embed"

// Files is the folder of rules: facts.yaml, roles.yaml, unions.yaml, stakes.yaml and one
// folder per jurisdiction with one instrument in each file.
//
//go:embed *.yaml */*.yaml
var Files embed.FS

// Compiled is the same rules in the form that loads quickly; package law makes
// it with go generate.
//
//go:embed compiled.json
var Compiled []byte
