package ethernet

// Group reports whether an address names a group of stations, broadcast
// included: the lowest bit of the first octet (IEEE 802 clause 8.2.2).
func Group(mac [6]byte) bool { return mac[0]&0x01 != 0 }

// Local reports whether an address was made up where it is used: the second
// lowest bit of the first octet. Its first three octets then name no company.
func Local(mac [6]byte) bool { return mac[0]&0x02 != 0 }

// Station reports whether an address can be that of one station: neither zero
// nor a group address.
func Station(mac [6]byte) bool { return mac != [6]byte{} && !Group(mac) }
