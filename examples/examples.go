// Package examples holds small end-to-end cases: invented networks with their
// evidence.
package examples

import "embed"

// Operator is an invented operator of a mobile and a fixed network.
//
//go:embed operator
var Operator embed.FS

//go:generate go run ../internal/gen/operator operator/evidence/lds-office.pcap
