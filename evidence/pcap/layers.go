package pcap

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/arp"
	"github.com/whomade/whomade/wire/bfd"
	"github.com/whomade/whomade/wire/capwap"
	"github.com/whomade/whomade/wire/cdp"
	"github.com/whomade/whomade/wire/cfm"
	"github.com/whomade/whomade/wire/dhcp"
	"github.com/whomade/whomade/wire/dhip"
	"github.com/whomade/whomade/wire/dot11"
	"github.com/whomade/whomade/wire/eapol"
	"github.com/whomade/whomade/wire/ecpri"
	"github.com/whomade/whomade/wire/edp"
	"github.com/whomade/whomade/wire/ethernet"
	"github.com/whomade/whomade/wire/fdp"
	"github.com/whomade/whomade/wire/gtp"
	"github.com/whomade/whomade/wire/hsrp"
	"github.com/whomade/whomade/wire/ike"
	"github.com/whomade/whomade/wire/ip"
	"github.com/whomade/whomade/wire/isis"
	"github.com/whomade/whomade/wire/lacp"
	"github.com/whomade/whomade/wire/ldp"
	"github.com/whomade/whomade/wire/lldp"
	"github.com/whomade/whomade/wire/mdns"
	"github.com/whomade/whomade/wire/megaco"
	"github.com/whomade/whomade/wire/mndp"
	"github.com/whomade/whomade/wire/netflow"
	"github.com/whomade/whomade/wire/ntp"
	"github.com/whomade/whomade/wire/oam"
	"github.com/whomade/whomade/wire/omci"
	"github.com/whomade/whomade/wire/ospf"
	"github.com/whomade/whomade/wire/pfcp"
	"github.com/whomade/whomade/wire/pppoe"
	"github.com/whomade/whomade/wire/ptp"
	"github.com/whomade/whomade/wire/radius"
	"github.com/whomade/whomade/wire/sadp"
	"github.com/whomade/whomade/wire/sflow"
	"github.com/whomade/whomade/wire/sigtran"
	"github.com/whomade/whomade/wire/sip"
	"github.com/whomade/whomade/wire/snmp"
	"github.com/whomade/whomade/wire/sonmp"
	"github.com/whomade/whomade/wire/ssdp"
	"github.com/whomade/whomade/wire/stp"
	"github.com/whomade/whomade/wire/syslog"
	"github.com/whomade/whomade/wire/tls"
	"github.com/whomade/whomade/wire/ubdp"
	"github.com/whomade/whomade/wire/udld"
	"github.com/whomade/whomade/wire/vrrp"
	"github.com/whomade/whomade/wire/wsd"
)

// linkProtocol is one line of the table of protocols directly above the link
// layer. To add one is to add a line.
type linkProtocol struct {
	mine   func(f *ethernet.Frame) bool
	decode wire.DatagramDecoder
	binds  string // attribute under which its bindings are reported
	fresh  bool   // no two frames are the same: none is looked for among those known
}

var linkTable = []linkProtocol{
	{mine: etherType(ethernet.TypeARP), decode: arp.Decode, binds: "arp.sender"},
	{mine: etherType(ethernet.TypeLLDP), decode: lldp.Decode},
	{mine: etherType(ethernet.TypeSlow), decode: either(lacp.Decode, oam.Decode)},
	{mine: etherType(ptp.EtherType), decode: ptp.Decode},
	{mine: etherType(ecpri.EtherType), decode: ecpri.Decode},
	{mine: etherType(eapol.EtherType), decode: eapol.Decode},
	{mine: etherType(ethernet.TypePPPoE), decode: pppoe.Decode},
	{mine: etherType(cfm.EtherType), decode: cfm.Decode, fresh: true},
	{mine: etherType(omci.TypeExperimental), decode: omci.Decode},
	{mine: etherType(omci.TypeExtended), decode: omci.DecodeExtended},
	{mine: etherType(isis.TypeOSI), decode: isis.Decode},
	{mine: etherType(isis.TypeOSICisco), decode: isis.Decode},
	{mine: func(f *ethernet.Frame) bool { return f.Framing == ethernet.By80211 }, decode: dot11.Decode},
	{mine: func(f *ethernet.Frame) bool { return f.Framing == ethernet.ByMTP3 }, decode: sigtran.DecodeMTP3},
	{mine: snap([3]byte{0, 0, 0x0c}, 0x2000), decode: cdp.Decode},
	{mine: snap([3]byte{0, 0, 0x0c}, 0x010b), decode: stp.Decode}, // Cisco's, per VLAN
	{mine: snap([3]byte{0, 0, 0x0c}, udld.PID), decode: udld.Decode},
	{mine: snap(fdp.OUI, fdp.PID), decode: fdp.Decode},
	{mine: snap(edp.OUI, edp.PID), decode: edp.Decode},
	{mine: snap(sonmp.OUI, sonmp.PIDSegment), decode: sonmp.Decode},
	{mine: snap(sonmp.OUI, sonmp.PIDFlat), decode: sonmp.Decode},
	{mine: func(f *ethernet.Frame) bool { return f.IsLLC(0x42) }, decode: stp.Decode},
	{mine: func(f *ethernet.Frame) bool { return f.IsLLC(isis.SAP) }, decode: isis.Decode},
}

func etherType(t uint16) func(*ethernet.Frame) bool {
	return func(f *ethernet.Frame) bool { return f.IsEtherType(t) }
}

func snap(oui [3]byte, pid uint16) func(*ethernet.Frame) bool {
	return func(f *ethernet.Frame) bool { return f.IsSNAP(oui, pid) }
}

// datagramProtocol is one line of the table of protocols over UDP.
type datagramProtocol struct {
	ports  []uint16
	decode wire.DatagramDecoder
	fresh  bool // no two datagrams are the same: none is looked for among those known
}

var datagramTable = []datagramProtocol{
	{ports: []uint16{67, 68}, decode: dhcp.Decode},
	{ports: []uint16{546, 547}, decode: dhcp.Decode6},
	{ports: []uint16{161, 162, 10161, 10162}, decode: snmp.Decode},
	{ports: []uint16{1900}, decode: ssdp.Decode},
	{ports: []uint16{5353}, decode: mdns.Decode},
	{ports: []uint16{5678}, decode: mndp.Decode},
	{ports: []uint16{1645, 1646, 1700, 1812, 1813, 3799}, decode: radius.Decode},
	{ports: []uint16{gtp.PortControl, gtp.PortUser, gtp.PortCharging}, decode: gtp.Decode},
	{ports: []uint16{pfcp.Port}, decode: pfcp.Decode},
	{ports: []uint16{wsd.Port}, decode: wsd.Decode},
	{ports: []uint16{sadp.Port}, decode: sadp.Decode},
	{ports: []uint16{dhip.Port}, decode: dhip.Decode},
	{ports: []uint16{ubdp.Port}, decode: ubdp.Decode},
	{ports: []uint16{hsrp.Port, hsrp.Port6}, decode: hsrp.Decode},
	{ports: []uint16{ldp.Port}, decode: ldp.Decode},
	{ports: []uint16{bfd.Port}, decode: bfd.Decode},
	{ports: []uint16{bfd.PortEcho}, decode: bfd.DecodeEcho},
	{ports: []uint16{bfd.PortMultihop}, decode: bfd.DecodeMultihop},
	{ports: []uint16{bfd.PortMicro}, decode: bfd.DecodeMicro},
	{ports: []uint16{ike.Port}, decode: ike.Decode, fresh: true},
	{ports: []uint16{syslog.Port}, decode: syslog.Decode, fresh: true},
	{ports: []uint16{ntp.Port}, decode: ntp.Decode, fresh: true},
	{ports: []uint16{sflow.Port}, decode: sflow.Decode, fresh: true},
	{ports: netflow.Ports, decode: netflow.Decode, fresh: true},
	{ports: []uint16{5060, 5061, 5070, 5080}, decode: sip.Decode},
	{ports: []uint16{ptp.PortEvent, ptp.PortGeneral}, decode: ptp.Decode},
	{ports: []uint16{capwap.Port}, decode: either(capwap.Decode, tls.DecodeDTLS)},
	{ports: []uint16{megaco.PortText, megaco.PortBinary}, decode: megaco.Decode},
	{ports: []uint16{megaco.PortGateway, megaco.PortCallAgent}, decode: megaco.DecodeMGCP},
}

// either is two protocols that share a port.
func either(a, b wire.DatagramDecoder) wire.DatagramDecoder {
	return func(octets []byte, s wire.Sink) bool { return a(octets, s) || b(octets, s) }
}

// guessTable is the protocols over UDP that equipment uses on any port.
var guessTable = []struct {
	first  func(byte) bool   // of the first octet, for a quick look
	looks  func([]byte) bool // of the payload
	decode wire.DatagramDecoder
}{
	{func(o byte) bool { return 'A' <= o && o <= 'Z' }, sip.Looks, sip.Decode},
	{tls.MayBeDTLS, tls.LooksDTLS, tls.DecodeDTLS},
}

// maxTunnels is how many tunnels inside each other are followed.
const maxTunnels = 4

// tunnelProtocol is one line of the tables of tunnels.
type tunnelProtocol struct {
	ports []uint16 // of UDP, or
	ip    uint8    // number of the protocol above IP
	kind  string   // as contexts name it
	peel  func(b []byte) (ethernet.Frame, bool)
}

// tunnelTable is every tunnel over UDP and IP. To add one is to add a line.
var tunnelTable = []tunnelProtocol{
	{ports: []uint16{ethernet.VXLANPort, ethernet.VXLANPortBefore, ethernet.VXLANGPEPort}, kind: "vxlan", peel: ethernet.PeelVXLAN},
	{ports: []uint16{ethernet.GenevePort}, kind: "geneve", peel: ethernet.PeelGeneve},
	{ports: []uint16{ethernet.GTPUPort}, kind: "gtp-u", peel: ethernet.PeelGTPU},
	{ports: []uint16{ethernet.L2TPPort}, kind: "l2tp", peel: ethernet.PeelL2TP},
	{ports: []uint16{ethernet.TeredoPort}, kind: "teredo", peel: ethernet.PeelTeredo},
	{ports: []uint16{ethernet.CAPWAPDataPort}, kind: "capwap", peel: ethernet.PeelCAPWAP},
	{ports: []uint16{ethernet.MPLSPort}, kind: "mpls-in-udp", peel: ethernet.PeelMPLS},
	{ports: []uint16{ethernet.GREPort}, kind: "gre", peel: ethernet.PeelGRE},
	{ports: []uint16{ethernet.TZSPPort}, kind: "tzsp", peel: ethernet.PeelTZSP},
	{ip: ethernet.ProtocolL2TP, kind: "l2tp", peel: ethernet.PeelL2TPIP},
	{ip: ethernet.ProtocolEtherIP, kind: "etherip", peel: ethernet.PeelEtherIP},
	{ip: ethernet.ProtocolMPLS, kind: "mpls-in-ip", peel: ethernet.PeelMPLS},
	{ip: ip.ProtocolGRE, kind: "gre", peel: ethernet.PeelGRE},
	{ip: ip.ProtocolIPv4, kind: "ip", peel: ethernet.PeelIP},
	{ip: ip.ProtocolIPv6, kind: "ip", peel: ethernet.PeelIP},
}

// internetTable is the protocols directly above IP that are no tunnels.
var internetTable = []struct {
	protocol uint8
	decode   wire.DatagramDecoder
}{
	{ospf.Protocol, ospf.Decode},
	{vrrp.Protocol, vrrp.Decode},
}
