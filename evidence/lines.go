package evidence

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// Lines reads a text line by line in bounded memory. A byte order mark is passed
// over; UTF-16, as some shells write it, becomes UTF-8.
type Lines struct {
	r      *bufio.Reader
	limit  int
	buffer []byte
	number int64
	long   bool
	err    error
}

// NewLines reads lines of at most limit octets.
func NewLines(r io.Reader, limit int) *Lines {
	br := bufio.NewReaderSize(r, 64<<10)
	switch mark, _ := br.Peek(3); {
	case bytes.Equal(mark, []byte{0xef, 0xbb, 0xbf}):
		br.Discard(3)
	case bytes.HasPrefix(mark, []byte{0xff, 0xfe}):
		br.Discard(2)
		br = bufio.NewReaderSize(&utf16Reader{r: br}, 64<<10)
	case bytes.HasPrefix(mark, []byte{0xfe, 0xff}):
		br.Discard(2)
		br = bufio.NewReaderSize(&utf16Reader{r: br, big: true}, 64<<10)
	}
	return &Lines{r: br, limit: limit}
}

// Next reads the next line and reports whether there is one. The rest of a line
// over the limit is passed over.
func (l *Lines) Next() bool {
	l.buffer, l.long = l.buffer[:0], false
	for some := false; ; some = true {
		part, err := l.r.ReadSlice('\n')
		if room := l.limit + 2 - len(l.buffer); len(part) > room {
			l.long = true
			part = part[:room]
		}
		l.buffer = append(l.buffer, part...)
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil && err != io.EOF {
			l.err = err
		}
		if err != nil && len(l.buffer) == 0 && !some {
			return false
		}
		l.number++
		l.buffer = bytes.TrimSuffix(bytes.TrimSuffix(l.buffer, []byte("\n")), []byte("\r"))
		if len(l.buffer) > l.limit {
			l.buffer, l.long = l.buffer[:l.limit], true
		}
		return true
	}
}

// Line is the line without its end; it is good until the next call of Next.
func (l *Lines) Line() []byte { return l.buffer }

// Number is the line's number, from 1.
func (l *Lines) Number() int64 { return l.number }

// Long reports whether the line was cut to the limit.
func (l *Lines) Long() bool { return l.long }

// Err is why reading ended before the end of the text, or nil.
func (l *Lines) Err() error { return l.err }

// Text is the head of an artifact as UTF-8, for Sniff: without a byte order mark,
// and UTF-16 with a mark turned into UTF-8.
func Text(head []byte) []byte {
	switch {
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		return head[3:]
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		text, _ := io.ReadAll(&utf16Reader{r: bufio.NewReader(bytes.NewReader(head[2:]))})
		return text
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		text, _ := io.ReadAll(&utf16Reader{r: bufio.NewReader(bytes.NewReader(head[2:])), big: true})
		return text
	}
	return head
}

// utf16Reader turns UTF-16 into UTF-8.
type utf16Reader struct {
	r    *bufio.Reader
	big  bool
	rest []byte
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.rest) == 0 {
		r, err := u.unit()
		if err != nil {
			return 0, err
		}
		if utf16.IsSurrogate(r) {
			low, err := u.unit()
			if err != nil {
				return 0, err
			}
			r = utf16.DecodeRune(r, low)
		}
		u.rest = utf8.AppendRune(u.rest[:0], r)
		for len(u.rest) < 4096 && u.r.Buffered() >= 2 {
			two, _ := u.r.Peek(2)
			if next := u.rune(two); !utf16.IsSurrogate(next) {
				u.rest = utf8.AppendRune(u.rest, next)
				u.r.Discard(2)
				continue
			}
			break
		}
	}
	n := copy(p, u.rest)
	u.rest = u.rest[n:]
	return n, nil
}

func (u *utf16Reader) unit() (rune, error) {
	var b [2]byte
	if _, err := io.ReadFull(u.r, b[:]); err != nil {
		if err == io.ErrUnexpectedEOF {
			err = io.EOF
		}
		return 0, err
	}
	return u.rune(b[:]), nil
}

func (u *utf16Reader) rune(b []byte) rune {
	if u.big {
		return rune(b[0])<<8 | rune(b[1])
	}
	return rune(b[1])<<8 | rune(b[0])
}
