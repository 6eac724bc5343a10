//go:build !amd64

package pcap

import "unsafe"

func prefetch(unsafe.Pointer) {}
