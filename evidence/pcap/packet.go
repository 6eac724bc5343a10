package pcap

import "math"

// packet is one captured frame. data aliases the reader's buffer.
type packet struct {
	data  []byte
	link  int   // link-layer header type, a DLT or LINKTYPE number
	nanos int64 // since 1970-01-01 UTC, or noTime

	counted bool // its source was counted
}

// noTime stands for a time that is not known.
const noTime = math.MinInt64

// maxPacket is the longest packet that is believed: the limit of libpcap for
// every link type but D-Bus.
const maxPacket = 262144

// place is where and when a fact was seen.
type place struct {
	frame, nanos   int64
	offset, length int32
}
