// Package nmap reads the XML that Nmap writes with -oX, and programs that write
// the same form. Each host's facts are told as they are read, so that a report
// that was cut off still tells of the hosts before the cut.
package nmap

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "nmap" }

// Sniff looks for the root element, which a declaration, a document type and
// comments may precede.
func (format) Sniff(head []byte) int {
	text := bytes.TrimSpace(evidence.Text(head))
	if !bytes.HasPrefix(text, []byte("<")) {
		return 0
	}
	i := bytes.Index(text[:min(len(text), 4096)], []byte("<nmaprun"))
	if i < 0 || i+8 < len(text) && !strings.ContainsRune(" \t\r\n>/", rune(text[i+8])) {
		return 0
	}
	return 95
}

// maxDepth is how deep elements may be nested before the rest is given up; what
// is deeper than Limits.Depth is passed over.
const maxDepth = 512

// Read reads the report.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	guard := &guard{r: in.Reader, limit: 4 * in.Limits.Line}
	d := xml.NewDecoder(guard)
	d.CharsetReader = charset
	r := reader{out: out, limits: in.Limits, levels: []level{{}}}
	for n := 0; ; n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		guard.seen = 0
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if len(r.levels) > 1 || !r.ended {
				out.Diagnose(whomade.SeverityError, r.place(d), "the report ends early: hosts before this place were read")
			}
			break
		}
		if err != nil {
			out.Diagnose(whomade.SeverityError, r.place(d), fmt.Sprintf("not XML from here on, hosts before were read: %s", problem(err)))
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(r.levels) > maxDepth {
				return errors.New("elements are nested too deep")
			}
			r.start(t)
		case xml.EndElement:
			if !r.end(t) {
				out.Diagnose(whomade.SeverityError, r.place(d), "not XML from here on, hosts before were read: elements end in the wrong order")
				return nil
			}
		case xml.CharData:
			r.text(t)
		}
	}
	if r.deep > 0 {
		out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, fmt.Sprintf("%d elements that are nested deeper than %d were passed over", r.deep, in.Limits.Depth))
	}
	return nil
}

// problem is the decoder's error without the line that its place tells.
func problem(err error) string {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.Msg
	}
	return err.Error()
}

// place is where the decoder stands.
func (r *reader) place(d *xml.Decoder) whomade.Locator {
	line, _ := d.InputPos()
	return whomade.Locator{Line: int64(line), Offset: d.InputOffset(), Path: r.path()}
}

// guard ends the input where one piece of XML, which the decoder keeps whole,
// gets too long.
type guard struct {
	r     io.Reader
	limit int
	seen  int // since the last token
}

var errLong = errors.New("one piece of it is longer than the limit")

func (g *guard) Read(p []byte) (int, error) {
	if g.seen > g.limit {
		return 0, errLong
	}
	n, err := g.r.Read(p)
	g.seen += n
	return n, err
}

// charset reads the one other encoding that such reports are seen in.
func charset(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "iso-8859-1", "latin1", "us-ascii", "windows-1252":
		return &latin1{in: in}, nil
	}
	return nil, fmt.Errorf("encoding %q is not known", label)
}

// latin1 turns ISO 8859-1 into UTF-8.
type latin1 struct {
	in   io.Reader
	rest []byte
	buf  [2048]byte
}

func (l *latin1) Read(p []byte) (int, error) {
	if len(l.rest) == 0 {
		n, err := l.in.Read(l.buf[:])
		if n == 0 {
			return 0, err
		}
		l.rest = l.rest[:0]
		for _, b := range l.buf[:n] {
			l.rest = append(l.rest, string(rune(b))...)
		}
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}
