// Command operator writes the capture of the example operator: an LLDP, a CDP,
// an ARP and a DHCP frame and an SSH greeting between invented devices.
package main

import (
	"encoding/binary"
	"log"
	"net/netip"
	"os"

	"github.com/whomade/whomade/internal/frames"
)

// start is when the invented capture began: 2026-11-20 09:00:00 UTC.
const start = 1795165200

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: operator FILE.pcap")
	}
	if err := os.WriteFile(os.Args[1], frames.Pcap(start, capture()...), 0o644); err != nil {
		log.Fatal(err)
	}
}

var (
	aggregation = []byte{0x00, 0x1e, 0x10, 0x5b, 0x00, 0x41}
	office      = []byte{0x00, 0x00, 0x0c, 0x12, 0x34, 0x56}
	camera      = []byte{0xc0, 0x56, 0xe3, 0x00, 0x12, 0x34}
	phone       = []byte{0x00, 0x04, 0x0d, 0x00, 0x00, 0x07}
)

func capture() [][]byte {
	host := netip.MustParseAddr("198.51.100.30")
	client := netip.MustParseAddr("198.51.100.9")
	return [][]byte{
		lldp(), cdp(),
		frames.ARP(office, host), frames.ARP(camera, netip.MustParseAddr("198.51.100.20")),
		dhcp(),
		frames.TCP(office, phone, host, client, 22, 50022, 1000, 0x12, nil),
		frames.TCP(office, phone, host, client, 22, 50022, 1001, 0x18, []byte("SSH-2.0-Cisco-1.25\r\n")),
	}
}

func lldp() []byte {
	var p []byte
	tlv := func(kind int, v []byte) {
		p = binary.BigEndian.AppendUint16(p, uint16(kind<<9|len(v)))
		p = append(p, v...)
	}
	tlv(1, append([]byte{4}, aggregation...))
	tlv(2, []byte("\x05GigabitEthernet0/3/0"))
	tlv(3, []byte{0, 120})
	tlv(5, []byte("lds-agg-01"))
	tlv(6, []byte("Huawei Versatile Routing Platform Software\r\nVRP (R) software, Version 8.180 (NE40E V800R010C10SPC500)\r\nHUAWEI NE40E-M2K"))
	tlv(0, nil)
	return frames.Ethernet([]byte{0x01, 0x80, 0xc2, 0, 0, 0x0e}, aggregation, 0x88cc, p)
}

func cdp() []byte {
	p := []byte{0xaa, 0xaa, 0x03, 0x00, 0x00, 0x0c, 0x20, 0x00, 2, 180, 0, 0}
	tlv := func(kind uint16, v string) {
		p = binary.BigEndian.AppendUint16(p, kind)
		p = binary.BigEndian.AppendUint16(p, uint16(len(v)+4))
		p = append(p, v...)
	}
	tlv(1, "lds-office-02")
	tlv(3, "GigabitEthernet1/0/1")
	tlv(5, "Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E3, RELEASE SOFTWARE (fc3)")
	tlv(6, "cisco WS-C2960X-24TS-L")
	return frames.Ethernet([]byte{0x01, 0x00, 0x0c, 0xcc, 0xcc, 0xcc}, office, uint16(len(p)), p)
}

func dhcp() []byte {
	p := make([]byte, 236)
	copy(p, []byte{1, 1, 6, 0, 0x12, 0x34, 0x56, 0x78})
	copy(p[28:], phone)
	p = append(p, 0x63, 0x82, 0x53, 0x63, 53, 1, 1)
	option := func(code byte, v string) { p = append(append(p, code, byte(len(v))), v...) }
	option(12, "AVX000007")
	option(60, "ccp.avaya.com")
	option(55, "\x01\x03\x06\x0f\x2b")
	p = append(p, 255)
	return frames.IP(frames.Everyone, phone, netip.IPv4Unspecified(), netip.MustParseAddr("255.255.255.255"), 17, frames.UDP(68, 67, p))
}
