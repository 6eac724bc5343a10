// Package huaweimml reads what Huawei's man-machine language (MML; ITU-T Z.317 and
// Z.315 in manner) and the systems around it write of base stations, controllers
// and core nodes: reports of commands, scripts of commands as configurations are
// saved, trees of managed objects in XML (BACKUPCFG, GExport, MOTree), and lists
// of boards as CSV. The manner of a text tells whose software wrote it; vendors
// of boards, radios and modules are read where they are stated.
package huaweimml

import (
	"bytes"
	"context"
	"io"
	"regexp"

	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/gbk"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "huaweimml" }

// headSize is how much is looked at to tell the forms apart.
const headSize = 64 << 10

// forms of an artifact.
const (
	formNone = iota
	formReport
	formScript
	formTree
	formList
)

var (
	reportHead = lazyregexp.New(`(?m)^(?:Report *: *)?\+\+\+ +\S[^\n]* \d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d`)
	reportCall = lazyregexp.New(`(?m)^ *%%(?:/\*[^\n*]*\*/)? *[A-Z]{3} [A-Z][A-Z0-9_]*(?: ?:[^\n]*)?;`)
	reportCode = lazyregexp.New(`(?m)^ *RETCODE = \d+ `)
	scriptLine = lazyregexp.New(`(?m)^(?:ADD|SET|MOD|RMV|ACT|DEA|BLK|UBL|STR|STP|CRE|INS|LST|DSP) [A-Z][A-Z0-9_]{1,40} ?: ?(?:[A-Z][A-Z0-9_]* ?=[^\n]*)?;\r?$`)
	treeRoot   = lazyregexp.New(`<(?:[\w.-]+:)?BACKUPCFG[\s>]|<MOTree[\s>]|["']http://www\.huawei\.com/specs/`)
	exportRoot = lazyregexp.New(`<bulkCmConfigDataFile[\s>]`)
	exportBody = lazyregexp.New(`<object technique=|<parameter name="[^"]*" value=`)
)

// Sniff knows reports by their frame, scripts by their commands, trees by their
// elements and lists by their columns.
func (format) Sniff(head []byte) int {
	switch recognise(evidence.Text(head)) {
	case formReport, formTree:
		return 93
	case formScript:
		return 88
	case formList:
		return 82
	}
	return 0
}

func recognise(text []byte) int {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	if len(trimmed) == 0 || bytes.IndexByte(text, 0) >= 0 {
		return formNone
	}
	if trimmed[0] == '<' && (bytes.HasPrefix(trimmed, []byte("<?")) || bytes.HasPrefix(trimmed, []byte("<!")) || treeRoot().Match(trimmed) || exportRoot().Match(trimmed)) {
		if treeRoot().Match(trimmed) || exportRoot().Match(trimmed) && exportBody().Match(trimmed) {
			return formTree
		}
		return formNone
	}
	frame := 0
	for _, part := range []*regexp.Regexp{reportHead(), reportCall(), reportCode()} {
		if part.Match(text) {
			frame++
		}
	}
	switch {
	case frame >= 2:
		return formReport
	case len(scriptLine().FindAllIndex(text, 3)) == 3:
		return formScript
	case isList(trimmed):
		return formList
	}
	return formNone
}

// Read reads the artifact in the form that its head shows.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	in.Reader = io.MultiReader(bytes.NewReader(head[:n]), in.Reader)
	switch recognise(evidence.Text(head[:n])) {
	case formTree:
		return readTree(ctx, in, out)
	case formScript:
		return readLines(ctx, in, out, &script{ne: artifactNE(out), out: out})
	case formList:
		return readList(ctx, in, gbk.Reader(in.Reader), out)
	}
	return readLines(ctx, in, out, &report{out: out})
}
