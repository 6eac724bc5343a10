package table

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	unicodetext "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

// headSize is how much of a text is looked at to learn its character set and
// its delimiter.
const headSize = 32 << 10

// decodeHead decodes the start of a text; ok is false where it is no text.
func decodeHead(head []byte) (text []byte, how *transformer, ok bool) {
	how = charset(head)
	if how == nil {
		return nil, nil, false
	}
	text = head
	if how.new != nil {
		text, _, _ = transform.Bytes(how.new(), head)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	bad := 0
	for _, c := range text {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
			bad++
		}
	}
	return text, how, len(text) > 0 && bad*100 <= len(text)
}

// transformer is a character set; new is nil for UTF-8.
type transformer struct {
	name string
	new  func() transform.Transformer
}

// charset guesses the character set from the first octets: marks, then UTF-8,
// then GBK where it yields mostly ideographs, then Windows-1252. It returns nil
// for binary data.
func charset(head []byte) *transformer {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return &transformer{"UTF-16", func() transform.Transformer {
			return unicodetext.UTF16(unicodetext.LittleEndian, unicodetext.UseBOM).NewDecoder()
		}}
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return &transformer{"UTF-16", func() transform.Transformer {
			return unicodetext.UTF16(unicodetext.BigEndian, unicodetext.UseBOM).NewDecoder()
		}}
	case bytes.IndexByte(head, 0) >= 0:
		return nil
	case validUTF8(head):
		return &transformer{name: "UTF-8"}
	}
	if t, _, err := transform.Bytes(simplifiedchinese.GBK.NewDecoder(), head); err == nil || errors.Is(err, transform.ErrShortSrc) {
		han, other := 0, 0
		for _, r := range string(t) {
			switch {
			case unicode.Is(unicode.Han, r):
				han++
			case r > 0x7f:
				other++
			}
		}
		if han > 4*other {
			return &transformer{"GBK", func() transform.Transformer { return simplifiedchinese.GBK.NewDecoder() }}
		}
	}
	return &transformer{"Windows-1252", func() transform.Transformer { return charmap.Windows1252.NewDecoder() }}
}

// validUTF8 accepts a character cut at the end.
func validUTF8(b []byte) bool {
	for cut := 0; cut < utf8.UTFMax && cut <= len(b); cut++ {
		if utf8.Valid(b[:len(b)-cut]) {
			return true
		}
	}
	return false
}

// delimiter finds the character that separates columns: the one that splits the
// first lines most evenly. 0 where there is none.
func delimiter(text []byte) rune {
	lines := bytes.SplitN(text, []byte("\n"), headRows+1)
	if len(lines) > headRows || len(lines) > 1 && len(lines[len(lines)-1]) == 0 {
		lines = lines[:len(lines)-1]
	}
	var best rune
	most := 0
	for _, c := range []rune{'\t', ';', ',', '|'} {
		score, last := 0, -1
		for _, l := range lines {
			n := bytes.Count(l, []byte(string(c)))
			if n > 0 {
				score += min(n, 50)
				if n == last {
					score += 10
				}
			}
			last = n
		}
		if score > most {
			best, most = c, score
		}
	}
	return best
}

func headOf(text []byte, comma rune) [][]string {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	var rows [][]string
	for len(rows) < headRows {
		row, err := r.Read()
		if err != nil {
			break
		}
		rows = append(rows, row)
	}
	return rows
}

func readText(ctx context.Context, in evidence.Input, out evidence.Out) error {
	raw := bufio.NewReaderSize(in.Reader, headSize)
	head, _ := raw.Peek(headSize)
	text, how, ok := decodeHead(head)
	if !ok {
		return errors.New("this is no text table")
	}
	var r io.Reader = raw
	if how.new != nil {
		r = transform.NewReader(raw, how.new())
		if how.name != "UTF-16" {
			out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, "the text is not UTF-8; it was read as "+how.name)
		}
	}
	comma := delimiter(text)
	if comma == 0 {
		return errors.New("no delimiter was found: columns are separated by comma, semicolon, tab or bar")
	}
	s := &sheet{in: in, out: out}
	defer s.finish()
	return rows(ctx, r, in.Limits.Line, comma, out, s.add)
}

// rows reads a delimited text row by row, each of at most limit octets. Rows that
// can't be read are told and passed over.
func rows(ctx context.Context, r io.Reader, limit int, comma rune, out evidence.Out, add func(line int64, cells []string)) error {
	records := splitter{r: bufio.NewReaderSize(r, 64<<10), limit: limit, comma: byte(comma)}
	line := bufio.NewReaderSize(nil, 4096)
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		record, at, err := records.next()
		if errors.Is(err, errLong) {
			out.Diagnose(whomade.SeverityError, whomade.Locator{Line: at}, fmt.Sprintf("the row is longer than %d octets and was passed over", limit))
			continue
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", at, err)
		}
		if n == 0 {
			record = bytes.TrimPrefix(record, []byte("\ufeff"))
		}
		line.Reset(bytes.NewReader(record))
		c := csv.NewReader(line)
		c.Comma, c.LazyQuotes, c.FieldsPerRecord = comma, true, -1
		cells, err := c.Read()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				out.Diagnose(whomade.SeverityError, whomade.Locator{Line: at}, "the row could not be read: "+err.Error())
			}
			continue
		}
		for i := range cells {
			cells[i] = strings.ToValidUTF8(cells[i], "\ufffd")
		}
		add(at, cells)
	}
}

var errLong = errors.New("record too long")

// splitter cuts a text into records of bounded length: lines, but for line ends
// inside quotes (RFC 4180 clause 2.6). A record that grows over the limit, as
// with a quote that is never closed, ends at the next line end.
type splitter struct {
	r      *bufio.Reader
	limit  int
	comma  byte
	line   int64
	record []byte
}

func (s *splitter) next() (record []byte, at int64, err error) {
	s.record = s.record[:0]
	at = s.line + 1
	long, quoted, start := false, false, true
	for {
		part, err := s.r.ReadSlice('\n')
		if errors.Is(err, io.EOF) && len(part) == 0 && (len(s.record) > 0 || long) {
			err = nil
			if long {
				return nil, at, errLong
			}
			return s.record, at, nil
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) && !errors.Is(err, io.EOF) {
			return nil, at, err
		}
		if len(part) == 0 {
			return nil, at, io.EOF
		}
		whole := err == nil || errors.Is(err, io.EOF)
		if whole {
			s.line++
		}
		if !long && len(s.record)+len(part) > s.limit {
			long, s.record = true, s.record[:0]
		}
		if long {
			if whole {
				return nil, at, errLong
			}
			continue
		}
		quoted, start = s.scan(part, quoted, start)
		s.record = append(s.record, part...)
		if whole && (!quoted || errors.Is(err, io.EOF)) {
			return s.record, at, nil
		}
	}
}

// scan follows quotes through a piece of a record: start is true where a quote
// would open a quoted field, or open it again after the first of two quotes.
func (s *splitter) scan(part []byte, quoted, start bool) (bool, bool) {
	for _, c := range part {
		switch {
		case c == '"' && quoted:
			quoted, start = false, true
		case c == '"':
			quoted = start
		case !quoted:
			start = c == s.comma || c == '\n'
		}
	}
	return quoted, start
}
