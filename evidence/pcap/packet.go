package pcap

// packet is one captured frame. data aliases the reader's buffer.
type packet struct {
	data     []byte
	frame    int64 // from 1, over the whole artifact
	link     int   // link-layer header type, a DLT or LINKTYPE number
	nanos    int64 // since 1970-01-01 UTC
	hasTime  bool
	original int // length on the wire
}

// maxPacket is the longest packet that is believed: the limit of libpcap for
// every link type but D-Bus.
const maxPacket = 262144
