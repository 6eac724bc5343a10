// Package wiretest holds what the tests of the protocol decoders share: a sink
// that writes down what it is told, and checks every decoder has to pass.
package wiretest

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strconv"

	"github.com/whomade/whomade/wire"
)

// Recorder is a wire.Sink that keeps what it is told as lines of text:
//
//	mac:00:00:5e:00:53:01 lldp.system_name "core-1"
//	lldp.org_oui 00:12:bb
//	lldp.chassis_id 0x0102
//	other:"dhcp client" dhcp6.duid_enterprise 9999
//	bind 192.0.2.1 00:00:5e:00:53:01
//
// The subject comes first, unless that is the sender; then the attribute; then
// the value. Text is quoted; hexadecimal has 0x before it.
type Recorder struct {
	Lines []string

	about string
}

// About implements wire.Sink.
func (r *Recorder) About(key wire.Key, value []byte) {
	r.about = ""
	switch key {
	case wire.KeySender:
	case wire.KeyMAC:
		r.about = "mac:" + plain(wire.MAC, value) + " "
	case wire.KeyIP:
		r.about = "ip:" + plain(wire.IP, value) + " "
	case wire.KeyChassisID:
		r.about = "chassis_id:" + plain(wire.Text, value) + " "
	case wire.KeyEngineID:
		r.about = "engine_id:" + plain(wire.Bytes, value) + " "
	case wire.KeyHostName:
		r.about = "host_name:" + plain(wire.Text, value) + " "
	default:
		r.about = "other:" + plain(wire.Text, value) + " "
	}
}

// Field implements wire.Sink.
func (r *Recorder) Field(attribute string, kind wire.Kind, value []byte) {
	r.Lines = append(r.Lines, r.about+attribute+" "+plain(kind, value))
}

// Bind implements wire.Sink.
func (r *Recorder) Bind(ip netip.Addr, mac [6]byte) {
	r.Lines = append(r.Lines, "bind "+ip.String()+" "+plain(wire.MAC, mac[:]))
}

// Reset forgets lines and subject.
func (r *Recorder) Reset() { r.Lines, r.about = nil, "" }

func plain(kind wire.Kind, value []byte) string {
	s, encoding := wire.Format(kind, value)
	switch {
	case encoding == wire.EncodingHex:
		return "0x" + s
	case kind == wire.Text:
		return strconv.Quote(s)
	}
	return s
}

// Checker is a wire.Sink that notes the first thing a decoder says that the
// contract of wire forbids, such as a MAC address of five octets. It keeps and
// allocates nothing as long as all is well, so it also serves to count a
// decoder's allocations.
type Checker struct {
	Fields int   // fields and bindings seen
	Err    error // first breach of the contract

	sum uint64
}

// About implements wire.Sink.
func (c *Checker) About(key wire.Key, value []byte) {
	ok := true
	switch key {
	case wire.KeySender:
	case wire.KeyMAC:
		ok = len(value) == 6
	case wire.KeyIP:
		ok = len(value) == 4 || len(value) == 16
	case wire.KeyChassisID, wire.KeyEngineID, wire.KeyHostName, wire.KeyOther:
		ok = len(value) > 0
	default:
		ok = false
	}
	c.touch(value)
	if !ok && c.Err == nil {
		c.Err = fmt.Errorf("about key %d with value %x", key, value)
	}
}

// Field implements wire.Sink.
func (c *Checker) Field(attribute string, kind wire.Kind, value []byte) {
	c.Fields++
	ok := attribute != ""
	switch kind {
	case wire.Text, wire.Bytes, wire.OID:
	case wire.MAC:
		ok = ok && len(value) == 6
	case wire.Uint:
		ok = ok && 1 <= len(value) && len(value) <= 8
	case wire.IP:
		ok = ok && (len(value) == 4 || len(value) == 16)
	case wire.OUI:
		ok = ok && len(value) == 3
	default:
		ok = false
	}
	c.touch(value)
	if !ok && c.Err == nil {
		c.Err = fmt.Errorf("field %q of kind %d with value %x", attribute, kind, value)
	}
}

// Bind implements wire.Sink.
func (c *Checker) Bind(ip netip.Addr, mac [6]byte) {
	c.Fields++
	if c.Err != nil {
		return
	}
	switch {
	case !ip.IsValid() || ip.IsUnspecified() || ip.IsMulticast():
		c.Err = fmt.Errorf("binding of the address %s", ip)
	case mac == [6]byte{} || mac[0]&1 != 0:
		c.Err = fmt.Errorf("binding to the MAC address %x", mac)
	}
}

// touch reads the value as a whole, so that one that reaches outside its
// buffer shows.
func (c *Checker) touch(v []byte) {
	for len(v) >= 8 {
		c.sum += binary.BigEndian.Uint64(v)
		v = v[8:]
	}
	for _, o := range v {
		c.sum += uint64(o)
	}
}
