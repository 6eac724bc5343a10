package ip

import "net/netip"

// EUI64 returns the MAC address that an IPv6 interface identifier was made of
// (RFC 4291 appendix A): ff-fe stands in its middle and the universal/local bit
// is inverted.
//
// Addresses that would yield a group or a locally administered MAC address are
// refused. The latter name no company, and an identifier of random bits (RFC
// 8981) that has ff-fe by chance often looks like one.
func EUI64(addr netip.Addr) (mac [6]byte, ok bool) {
	if !addr.Is6() || addr.Is4In6() || addr.IsMulticast() {
		return mac, false
	}
	a := addr.As16()
	if a[11] != 0xff || a[12] != 0xfe || a[8]&0x02 == 0 || a[8]&0x01 != 0 {
		return mac, false
	}
	mac = [6]byte{a[8] ^ 0x02, a[9], a[10], a[13], a[14], a[15]}
	if mac == ([6]byte{}) {
		return mac, false
	}
	return mac, true
}
