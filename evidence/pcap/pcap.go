// Package pcap reads captures: the classic format of libpcap (both byte orders,
// micro- and nanoseconds, Kuznetzov's variant), pcapng and snoop, several of them
// one after the other in one file. Frames go to the decoders in package wire;
// every distinct fact comes out once, with the first frame that held it.
package pcap

import (
	"context"
	"errors"
	"io"

	"github.com/whomade/whomade/evidence"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "pcap" }

// Sniff accepts the magic numbers of the formats.
func (format) Sniff(head []byte) int {
	if isSection(head) || isSnoop(head) {
		return 100
	}
	if order, _ := classicOrder(head); order != nil && len(head) >= 8 && order.Uint16(head[4:]) == 2 {
		return 100
	}
	return 0
}

// Read reads all sections of a capture file.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	d := newDissector(ctx, in, out)
	err := d.read(newSource(in.Reader))
	d.finish()
	return err
}

func (d *dissector) read(s *source) error {
	for {
		head, err := s.peek(16)
		if err == io.EOF {
			return nil
		}
		order, _ := classicOrder(head)
		switch {
		case order != nil:
			err = d.readClassic(s)
		case isSection(head):
			err = d.readNG(s)
		case isSnoop(head):
			err = d.readSnoop(s)
		case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
			return err
		default:
			return errors.New("this is no capture: none of the formats' magic numbers stands at its start")
		}
		if err != nil {
			return err
		}
		if s.err != nil && len(s.buf) == 0 {
			return nil
		}
	}
}
