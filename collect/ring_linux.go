package collect

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

const (
	ringBlock = 1 << 20
	tagSize   = 4

	maxInstructions = 4096 // of a filter (BPF_MAXINSNS)
)

// retireAfter is the time after which the kernel hands over a block that is not
// full. Where the rest waits for it, it is short.
func (o *Options) retireAfter() time.Duration {
	if o.Follow {
		return 15 * time.Millisecond
	}
	return 60 * time.Millisecond
}

// ring is a packet socket (packet(7)) on one interface, with a ring of blocks
// that the kernel fills and the program reads, both without a copy.
type ring struct {
	name  string
	index int
	link  int
	rest  bool // what may continue what another ring of the interface began
	iface int  // number of the interface
	fd    int
	octet []byte // the ring
	next  int    // block that is read next
	gone  bool   // the interface does not exist any more

	taken   int64 // frames that were handed over
	kept    int64 // of which went into the evidence file
	passed  int64 // frames that passed the filter, as the kernel counted
	dropped int64 // of which there was no room for
}

// openRing opens an interface for what is of use, or for the rest. Nothing is
// received before start.
func openRing(name string, iface int, rest bool, o *Options) (_ *ring, s Setup, err error) {
	// A socket without a protocol receives nothing until it has one.
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		if errors.Is(err, unix.EPERM) {
			err = errors.New("this needs CAP_NET_RAW: run it as root, or as the systemd unit does")
		}
		return nil, s, err
	}
	r := &ring{name: name, iface: iface, rest: rest, fd: fd}
	defer func() {
		if err != nil {
			r.close()
		}
	}()
	if err := r.identify(); err != nil {
		return nil, s, err
	}
	if s, err = r.filter(o.Interest); err != nil {
		return nil, s, err
	}
	if err := unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_VERSION, unix.TPACKET_V3); err != nil {
		return nil, s, fmt.Errorf("this kernel has no TPACKET_V3: %w", err)
	}
	// Room before each frame, for the tag that the kernel took off.
	if err := unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_RESERVE, tagSize); err != nil {
		return nil, s, fmt.Errorf("room for VLAN tags: %w", err)
	}
	blocks := max(2, o.Buffer/ringBlock)
	const frameSize = 1 << 11 // says nothing in version 3, but has to divide the block
	req := unix.TpacketReq3{
		Block_size: ringBlock, Block_nr: uint32(blocks), Frame_size: frameSize, Frame_nr: uint32(blocks * (ringBlock / frameSize)),
		Retire_blk_tov: uint32(o.retireAfter().Milliseconds()),
	}
	if err := unix.SetsockoptTpacketReq3(fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &req); err != nil {
		return nil, s, fmt.Errorf("a ring of %d MiB: %w", blocks*ringBlock>>20, err)
	}
	if r.octet, err = unix.Mmap(fd, 0, blocks*ringBlock, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED); err != nil {
		return nil, s, fmt.Errorf("a ring of %d MiB: %w", blocks*ringBlock>>20, err)
	}
	if o.Promiscuous {
		m := unix.PacketMreq{Ifindex: int32(r.index), Type: unix.PACKET_MR_PROMISC}
		if err := unix.SetsockoptPacketMreq(fd, unix.SOL_PACKET, unix.PACKET_ADD_MEMBERSHIP, &m); err != nil {
			return nil, s, fmt.Errorf("promiscuous mode: %w", err)
		}
	}
	return r, s, nil
}

// identify asks for the interface's number and link layer.
func (r *ring) identify() error {
	q, err := unix.NewIfreq(r.name)
	if err != nil {
		return errors.New("this is no name of an interface")
	}
	if err := unix.IoctlIfreq(r.fd, unix.SIOCGIFINDEX, q); err != nil {
		return errors.New("there is no such interface")
	}
	r.index = int(int32(q.Uint32()))
	if err := unix.IoctlIfreq(r.fd, unix.SIOCGIFHWADDR, q); err != nil {
		return fmt.Errorf("its kind: %w", err)
	}
	kind := q.Uint16()
	if kind == unix.ARPHRD_LOOPBACK {
		// Each frame would be received twice, once as it is sent.
		if err := unix.SetsockoptInt(r.fd, unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING, 1); err != nil {
			return fmt.Errorf("loopback: %w", err)
		}
	}
	r.link, err = linkOf(kind)
	return err
}

// linkOf is the link-layer type of a kind of interfaces (if_arp.h of Linux).
func linkOf(kind uint16) (int, error) {
	switch kind {
	case unix.ARPHRD_ETHER, unix.ARPHRD_LOOPBACK:
		return LinkEthernet, nil
	case unix.ARPHRD_NONE, unix.ARPHRD_PPP, unix.ARPHRD_RAWIP:
		return LinkRaw, nil
	case unix.ARPHRD_IEEE80211:
		return LinkDot11, nil
	case unix.ARPHRD_IEEE80211_RADIOTAP:
		return LinkRadiotap, nil
	}
	return 0, fmt.Errorf("its link layer (hardware type %d) is not supported: Ethernet, IEEE 802.11 in monitor mode, and interfaces of IP packets are", kind)
}

// filter has the kernel pass what is of interest and nothing else from now on.
// Kernels bound the size of filters; where the deepest one does not fit another
// is taken.
func (r *ring) filter(x Interest) (Setup, error) {
	for levels := MaxLevels; ; levels-- {
		program, err := newFilter(x, r.link, levels, r.rest)
		if err != nil {
			return Setup{}, err
		}
		if len(program) > maxInstructions && levels > 1 {
			continue
		}
		raw, err := bpf.Assemble(program)
		if err != nil {
			return Setup{}, err
		}
		list := make([]unix.SockFilter, len(raw))
		for i, in := range raw {
			list[i] = unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
		}
		p := unix.SockFprog{Len: uint16(len(list)), Filter: &list[0]}
		err = unix.SetsockoptSockFprog(r.fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &p)
		if errors.Is(err, unix.ENOMEM) && levels > 1 {
			continue
		}
		if err == nil {
			err = unix.SetsockoptInt(r.fd, unix.SOL_SOCKET, unix.SO_LOCK_FILTER, 1)
		}
		if err != nil {
			return Setup{}, fmt.Errorf("the kernel's filter of %d instructions: %w", len(list), err)
		}
		return Setup{Instructions: len(list), Levels: levels}, nil
	}
}

// start begins to receive.
func (r *ring) start() error {
	all := uint16(unix.ETH_P_ALL)
	return unix.Bind(r.fd, &unix.SockaddrLinklayer{Protocol: all<<8 | all>>8, Ifindex: r.index})
}

func (r *ring) close() {
	if r.octet != nil {
		unix.Munmap(r.octet)
	}
	unix.Close(r.fd)
}

// header is that of the block which is read next.
func (r *ring) header() *unix.TpacketHdrV1 {
	b := (*unix.TpacketBlockDesc)(unsafe.Pointer(&r.octet[r.next*ringBlock]))
	return (*unix.TpacketHdrV1)(unsafe.Pointer(&b.Hdr))
}

// old reports whether the next block, if the kernel has handed it over, ended
// before a time. Clocks that were set back make no block wait.
func (r *ring) old(now, before int64) bool {
	h := r.header()
	if atomic.LoadUint32(&h.Block_status)&unix.TP_STATUS_USER == 0 {
		return false
	}
	last := int64(h.Ts_last_pkt.Sec)*1e9 + int64(h.Ts_last_pkt.Usec) // nanoseconds in version 3
	return last < before || last > now
}

// block hands over the frames of the next block, if the kernel has handed it
// over, and gives it back.
func (r *ring) block(take func(nanos int64, data []byte, original int)) bool {
	h := r.header()
	if atomic.LoadUint32(&h.Block_status)&unix.TP_STATUS_USER == 0 {
		return false
	}
	b := r.octet[r.next*ringBlock : (r.next+1)*ringBlock]
	at := h.Offset_to_first_pkt
	for range h.Num_pkts {
		p := (*unix.Tpacket3Hdr)(unsafe.Pointer(&b[at]))
		start, size, original := at+uint32(p.Mac), p.Snaplen, int(p.Len)
		if p.Status&unix.TP_STATUS_VLAN_VALID != 0 && r.link == LinkEthernet && size >= 12 {
			start, size, original = start-tagSize, size+tagSize, original+tagSize
			tag(b[start:], p)
		}
		take(int64(p.Sec)*1e9+int64(p.Nsec), b[start:start+size:start+size], original)
		r.taken++
		at += p.Next_offset
	}
	atomic.StoreUint32(&h.Block_status, unix.TP_STATUS_KERNEL)
	r.next = (r.next + 1) % (len(r.octet) / ringBlock)
	return true
}

// tag puts the VLAN tag back that the kernel took off. b begins before the frame,
// where there is room for it.
func tag(b []byte, p *unix.Tpacket3Hdr) {
	protocol := uint16(0x8100)
	if p.Status&unix.TP_STATUS_VLAN_TPID_VALID != 0 {
		protocol = p.Hv1.Vlan_tpid
	}
	copy(b[:12], b[tagSize:])
	b[12], b[13] = byte(protocol>>8), byte(protocol)
	b[14], b[15] = byte(p.Hv1.Vlan_tci>>8), byte(p.Hv1.Vlan_tci)
}

// count asks how many frames passed the filter since it was asked last, and for
// how many of them there was no room.
func (r *ring) count() (dropped int64, err error) {
	s, err := unix.GetsockoptTpacketStatsV3(r.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil {
		return 0, err
	}
	r.passed += int64(s.Packets)
	r.dropped += int64(s.Drops)
	return int64(s.Drops), nil
}

// whole reports whether all frames that were counted were handed over.
func (r *ring) whole() bool { return r.taken >= r.passed-r.dropped }

// exists asks whether the interface does. The kernel does not say by itself that
// one has gone which was down before.
func (r *ring) exists() bool {
	a, err := unix.Getsockname(r.fd)
	l, ok := a.(*unix.SockaddrLinklayer)
	return err == nil && ok && l.Ifindex == r.index
}

// trouble asks what is wrong after the kernel said that something is.
func (r *ring) trouble() error {
	switch n, err := unix.GetsockoptInt(r.fd, unix.SOL_SOCKET, unix.SO_ERROR); {
	case err != nil:
		return err
	case n == 0:
		return nil
	case n == int(unix.ENETDOWN):
		return errors.New("the interface is down; what comes when it is up again will be received")
	default:
		return unix.Errno(n)
	}
}
