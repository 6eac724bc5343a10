package collect

import (
	"fmt"

	"golang.org/x/net/bpf"
)

// insideOf is how the filter finds what lies inside a tunnel whose header begins
// at register X.
var insideOf = map[string]func(*filter){
	"vxlan":       (*filter).vxlan,
	"geneve":      (*filter).geneve,
	"gtp-u":       (*filter).gtpu,
	"l2tp":        (*filter).l2tp,
	"teredo":      (*filter).teredo,
	"capwap":      (*filter).capwap,
	"mpls-in-udp": func(f *filter) { f.jump(f.inside("mpls")) },
	"mpls-in-ip":  func(f *filter) { f.jump(f.inside("mpls")) },
	"gre":         (*filter).gre,
	"etherip":     func(f *filter) { f.forward(2); f.jump(f.inside("ethernet")) },
	"ip":          func(f *filter) { f.jump(f.inside("packet")) },
}

// inTunnel is the label of the inside of a tunnel.
func (f *filter) inTunnel(i int) string {
	t := f.Tunnels[i]
	if f.level == f.levels-1 || insideOf[t.Kind] == nil || t.Kind == "l2tp" && t.IP != 0 {
		return "pass"
	}
	if len(t.Ports) > 0 {
		return fmt.Sprintf("%s over UDP %d", t.Kind, f.level)
	}
	return fmt.Sprintf("%s %d", t.Kind, f.level)
}

// insides looks into the tunnels.
func (f *filter) insides() {
	done := map[string]bool{"pass": true}
	for i, t := range f.Tunnels { // over UDP before those without
		if label := f.inTunnel(i); len(t.Ports) > 0 && !done[label] {
			done[label] = true
			f.label(label)
			f.forward(8)
			f.jump(f.here(t.Kind))
		}
	}
	for i, t := range f.Tunnels {
		if label := f.here(t.Kind); f.inTunnel(i) != "pass" && !done[label] {
			done[label] = true
			f.label(label)
			insideOf[t.Kind](f)
		}
	}
}

// vxlan is RFC 7348, with the next protocol of its extension.
func (f *filter) vxlan() {
	plain := f.fresh()
	f.load(0, 1)
	f.when(bpf.JumpBitsNotSet, 0x08, "drop")
	f.when(bpf.JumpBitsNotSet, 0x04, plain)
	f.load(3, 1)
	f.when(bpf.JumpGreaterThan, 3, "pass")
	f.store(memA)
	f.forward(8)
	f.fetch(memA)
	f.choose(choices{{1, 1, f.inside("ipv4")}, {2, 2, f.inside("ipv6")}, {3, 3, f.inside("ethernet")}}, "drop")
	f.label(plain)
	f.forward(8)
	f.jump(f.inside("ethernet"))
}

// geneve is RFC 8926.
func (f *filter) geneve() {
	f.load(2, 2)
	f.store(memA)
	f.load(0, 1)
	f.when(bpf.JumpGreaterThan, 0x3f, "drop") // another version
	f.alu(bpf.ALUOpShiftLeft, 2)
	f.alu(bpf.ALUOpAdd, 8)
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
	f.fetch(memA)
	f.jump(f.inside("type"))
}

// gtpu is TS 29.281 clause 5, with up to two extension headers. Messages that
// carry no packet are signalling.
func (f *filter) gtpu() {
	plain, inner := f.fresh(), f.fresh()
	f.load(1, 1)
	f.when(bpf.JumpNotEqual, 255, "pass")
	f.load(0, 1)
	f.when(bpf.JumpBitsNotSet, 0x07, plain)
	f.alu(bpf.ALUOpAnd, 0x04)
	f.store(memNext) // whether the next type counts
	f.load(11, 1)
	f.store(memA)
	f.forward(12)
	f.fetch(memNext)
	f.is(0, inner)
	f.fetch(memA)
	for range 2 {
		f.is(0, inner)
		f.load(0, 1)
		f.is(0, "drop")
		f.alu(bpf.ALUOpShiftLeft, 2)
		f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
		f.alu(bpf.ALUOpSub, 1)
		f.emit(bpf.TAX{})
		f.load(0, 1) // the next type, last octet of the header
		f.store(memA)
		f.forward(1)
		f.fetch(memA)
	}
	f.when(bpf.JumpNotEqual, 0, "pass")
	f.jump(inner)
	f.label(plain)
	f.forward(8)
	f.label(inner)
	f.load(0, 1)
	f.alu(bpf.ALUOpShiftRight, 4)
	f.choose(choices{{4, 4, f.inside("ipv4")}, {6, 6, f.inside("ipv6")}}, f.inside("ethernet"))
}

// l2tp is the data messages of RFC 2661; others are passed.
func (f *filter) l2tp() {
	f.load(0, 2)
	f.when(bpf.JumpBitsSet, 0x8200, "pass") // control, or an offset
	f.store(memA)
	f.alu(bpf.ALUOpAnd, 0x0f)
	f.when(bpf.JumpNotEqual, 2, "pass")
	f.fetch(memA)
	f.alu(bpf.ALUOpAnd, 0x4000) // a length, of two octets
	f.alu(bpf.ALUOpShiftRight, 13)
	f.store(memNext)
	f.fetch(memA)
	f.alu(bpf.ALUOpAnd, 0x0800) // sequence numbers, of four
	f.alu(bpf.ALUOpShiftRight, 9)
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
	f.fetch(memNext)
	f.alu(bpf.ALUOpAdd, 6)
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
	f.jump(f.inside("ppp"))
}

// teredo is RFC 4380; packets with indicators before them are passed.
func (f *filter) teredo() {
	f.load(0, 1)
	f.is(0, "pass")
	f.alu(bpf.ALUOpShiftRight, 4)
	f.is(6, f.inside("ipv6"))
	f.jump("drop")
}

// capwap is the data channel of RFC 5415 clause 4.3: frames of IEEE 802.3, or of
// IEEE 802.11 of which management is passed.
func (f *filter) capwap() {
	native, data := f.fresh(), f.fresh()
	f.load(0, 1)
	f.when(bpf.JumpNotEqual, 0, "drop") // enciphered
	f.load(2, 1)
	f.store(memA)
	f.load(1, 1)
	f.alu(bpf.ALUOpShiftRight, 3)
	f.alu(bpf.ALUOpShiftLeft, 2)
	f.emit(bpf.ALUOpX{Op: bpf.ALUOpAdd}, bpf.TAX{})
	f.fetch(memA)
	f.when(bpf.JumpBitsSet, 0x01, native)
	f.jump(f.inside("ethernet"))
	f.label(native)
	// Cisco's swap the octets of the frame control field: both ways are looked at.
	f.load(0, 2)
	f.choose(choices{{0x0800, 0x08ff, data}, {0x8800, 0x88ff, data}, {0x0008, 0x0008, data}, {0x0088, 0x0088, data}, {0x0108, 0x0108, data}, {0x0188, 0x0188, data}, {0x0208, 0x0208, data}, {0x0288, 0x0288, data}}, "pass")
	f.label(data)
	f.dot11Data(f.inside("type"))
}

// gre is RFC 2784 and RFC 2890, with the mirrored frames of ERSPAN.
func (f *filter) gre() {
	mirrored, mirrored3, bare := f.fresh(), f.fresh(), f.fresh()
	f.load(2, 2)
	f.store(memNext)
	f.load(0, 2)
	f.when(bpf.JumpBitsSet, 0x4007, "pass") // routing, or version 1
	f.store(memFlags)
	f.forward(4)
	for _, optional := range []uint32{0x8000, 0x2000, 0x1000} {
		without := f.fresh()
		f.fetch(memFlags)
		f.when(bpf.JumpBitsNotSet, optional, without)
		f.forward(4)
		f.label(without)
	}
	f.fetch(memNext)
	f.choose(choices{
		{typeIPv4, typeIPv4, f.inside("ipv4")}, {typeIPv6, typeIPv6, f.inside("ipv6")}, {typeBridged, typeBridged, f.inside("ethernet")},
		{typeMPLS, typeMPLS + 1, f.inside("mpls")}, {0x88be, 0x88be, mirrored}, {0x22eb, 0x22eb, mirrored3},
	}, "pass")
	f.label(mirrored)
	f.fetch(memFlags)
	f.when(bpf.JumpBitsNotSet, 0x1000, bare)
	f.forward(8)
	f.label(bare)
	f.jump(f.inside("ethernet"))
	f.label(mirrored3)
	f.load(11, 1)
	f.store(memA)
	f.forward(12)
	f.fetch(memA)
	f.when(bpf.JumpBitsNotSet, 1, f.inside("ethernet"))
	f.forward(8)
	f.jump(f.inside("ethernet"))
}
