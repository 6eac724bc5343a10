package tls

import (
	"fmt"
	"net/netip"

	"github.com/whomade/whomade/wire"
)

// lines is a wire.Sink that writes down what it is told.
type lines []string

func (l *lines) About(key wire.Key, value []byte) {
	*l = append(*l, fmt.Sprintf("about %d %q", key, value))
}

func (l *lines) Field(attribute string, kind wire.Kind, value []byte) {
	if kind == wire.Text {
		*l = append(*l, fmt.Sprintf("%s=%s", attribute, value))
		return
	}
	*l = append(*l, fmt.Sprintf("%s=%x", attribute, value))
}

func (l *lines) Bind(ip netip.Addr, mac [6]byte) {
	*l = append(*l, fmt.Sprintf("bind %s %x", ip, mac))
}
