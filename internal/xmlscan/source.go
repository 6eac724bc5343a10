package xmlscan

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/whomade/whomade/internal/lazyregexp"
)

// source hands the decoder octet by octet, so that it is known where it stands,
// and ends a piece that gets too long, which the decoder would keep whole.
type source struct {
	r     *bufio.Reader
	piece int
	seen  int // since the last token
	line  int64
	last  byte
	again bool // last comes once more
	err   error
}

var errLong = errors.New("one piece of it is longer than the limit")

// encodings are those that exports are seen in, by their names in declarations.
var encodings = map[string]encoding.Encoding{
	"iso-8859-1": charmap.Windows1252, "latin1": charmap.Windows1252, "windows-1252": charmap.Windows1252, "cp1252": charmap.Windows1252,
	"iso-8859-2": charmap.ISO8859_2, "iso-8859-5": charmap.ISO8859_5, "iso-8859-9": charmap.ISO8859_9, "iso-8859-15": charmap.ISO8859_15,
	"windows-1250": charmap.Windows1250, "windows-1251": charmap.Windows1251, "windows-1254": charmap.Windows1254, "windows-1256": charmap.Windows1256,
	"koi8-r": charmap.KOI8R, "gbk": simplifiedchinese.GB18030, "gb2312": simplifiedchinese.GB18030, "gb18030": simplifiedchinese.GB18030,
}

var declared = lazyregexp.New(`^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// newSource reads r as UTF-8, whatever it is in. unknown is the encoding that the
// text names where nobody knows it.
func newSource(r io.Reader, piece int) (s *source, unknown string) {
	br := bufio.NewReaderSize(r, 64<<10)
	head, _ := br.Peek(512)
	from := encoding.Encoding(unicode.UTF8)
	if m := declared().FindSubmatch(head); m != nil {
		name := strings.ToLower(string(m[1]))
		switch e, ok := encodings[name]; {
		case ok:
			from = e
		case !strings.HasPrefix(name, "utf") && name != "us-ascii" && name != "ascii":
			unknown = name
		}
	}
	text := transform.NewReader(br, unicode.BOMOverride(from.NewDecoder()))
	return &source{r: bufio.NewReaderSize(text, 64<<10), piece: piece, line: 1}, unknown
}

// ReadByte implements io.ByteReader. Control characters, for which XML has no
// place, become blanks.
func (s *source) ReadByte() (byte, error) {
	if s.again {
		s.again = false
		return s.last, nil
	}
	if s.seen > s.piece {
		return 0, errLong
	}
	b, err := s.r.ReadByte()
	if err != nil {
		s.err = err
		return 0, err
	}
	s.seen++
	switch {
	case b == '\n':
		s.line++
	case b < ' ' && b != '\t' && b != '\r':
		b = ' '
	}
	s.last = b
	return b, nil
}

// Read implements io.Reader for form's sake: the decoder reads octets.
func (s *source) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := s.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// skip goes to where the next piece of markup may begin.
func (s *source) skip() {
	s.seen = 0
	if s.last == '<' {
		s.again = true
		return
	}
	for {
		s.seen = 0
		if b, err := s.ReadByte(); err != nil || b == '<' {
			s.again = err == nil
			return
		}
	}
}
