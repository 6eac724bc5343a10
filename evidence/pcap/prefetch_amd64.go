package pcap

import "unsafe"

// prefetch asks the memory for what is at p and does not wait for it, as any
// load would sooner or later: nothing that came after it could end before.
//
//go:noescape
func prefetch(p unsafe.Pointer)
