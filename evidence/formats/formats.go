// Package formats is the list of all evidence formats of stage 1. It is
// generated from the folders beside it, so that a new format is one folder.
package formats

//go:generate go run ../../internal/gen/formats .. formats_gen.go
