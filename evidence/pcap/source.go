package pcap

import (
	"errors"
	"io"
)

// source reads a stream through one buffer and hands out slices of it, so that
// a packet is never copied.
type source struct {
	r          io.Reader
	buf        []byte
	start, end int
	at         int64 // octets of the stream before buf[start]
	err        error
}

const bufferSize = 1 << 20

func newSource(r io.Reader) *source { return &source{r: r, buf: make([]byte, bufferSize)} }

// peek returns the next n octets without taking them, n being at most the
// buffer's size. Where the stream ends before, it returns what is left and
// io.EOF (nothing left) or io.ErrUnexpectedEOF.
func (s *source) peek(n int) ([]byte, error) {
	for s.end-s.start < n && s.err == nil {
		if s.start > 0 && s.start+n > len(s.buf) {
			copy(s.buf, s.buf[s.start:s.end])
			s.end -= s.start
			s.start = 0
		}
		m, err := s.r.Read(s.buf[s.end:])
		s.end += m
		s.err = err
	}
	if s.end-s.start >= n {
		return s.buf[s.start : s.start+n], nil
	}
	rest := s.buf[s.start:s.end]
	switch {
	case !errors.Is(s.err, io.EOF):
		return rest, s.err
	case len(rest) == 0:
		return rest, io.EOF
	}
	return rest, io.ErrUnexpectedEOF
}

// take takes n octets, which peek has shown to be there.
func (s *source) take(n int) {
	s.start += n
	s.at += int64(n)
}

// skip passes over n octets of any number.
func (s *source) skip(n int64) error {
	for n > 0 {
		b, err := s.peek(int(min(n, bufferSize)))
		s.take(len(b))
		n -= int64(len(b))
		if err != nil {
			return err
		}
	}
	return nil
}
