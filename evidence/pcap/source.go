package pcap

import (
	"errors"
	"io"

	"github.com/whomade/whomade/evidence"
)

// source reads a stream block by block and hands out slices of the blocks, so
// that a packet is never copied.
type source struct {
	in  evidence.Blocks
	buf []byte // read and not taken
	at  int64  // octets of the stream before buf
	far bool   // few of the octets are looked at, at many places at once
	err error  // why nothing comes behind buf
}

func newSource(r io.Reader) *source {
	if b, ok := r.(evidence.Blocks); ok {
		return &source{in: b}
	}
	return &source{in: &blocks{r: r}}
}

// peek returns the next n octets without taking them. Where the stream ends
// before, it returns what is left and io.EOF (nothing left) or
// io.ErrUnexpectedEOF.
func (s *source) peek(n int) ([]byte, error) {
	for len(s.buf) < n && s.err == nil {
		s.buf, s.err = s.in.More(s.buf, s.far)
	}
	switch {
	case len(s.buf) >= n:
		return s.buf[:n], nil
	case !errors.Is(s.err, io.EOF):
		return s.buf, s.err
	case len(s.buf) == 0:
		return nil, io.EOF
	}
	return s.buf, io.ErrUnexpectedEOF
}

// take takes n octets, which peek has shown to be there.
func (s *source) take(n int) {
	s.buf = s.buf[n:]
	s.at += int64(n)
}

// skip passes over n octets of any number.
func (s *source) skip(n int64) error {
	for n > 0 {
		if len(s.buf) == 0 {
			if _, err := s.peek(1); err != nil {
				return err
			}
		}
		m := min(n, int64(len(s.buf)))
		s.take(int(m))
		n -= m
	}
	return nil
}

// blocks makes evidence.Blocks of any reader.
type blocks struct {
	r   io.Reader
	buf []byte
}

const blockSize = 256 << 10

// More implements evidence.Blocks.
func (b *blocks) More(rest []byte, _ bool) ([]byte, error) {
	if cap(b.buf) < len(rest)+blockSize {
		b.buf = make([]byte, 2*len(rest)+blockSize)
	}
	b.buf = b.buf[:cap(b.buf)]
	copy(b.buf, rest)
	n, err := io.ReadAtLeast(b.r, b.buf[len(rest):len(rest)+blockSize], 1)
	if n > 0 {
		err = nil
	}
	return b.buf[:len(rest)+n], err
}
