package evidence

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/whomade/whomade"
)

// file is the reading of one job: an artifact, or an archive with many.
type file struct {
	*run
	ctx     context.Context
	results chan<- result
	budget  budget
	current string // name of the artifact being read
}

// do reads a job.
func (r *run) do(ctx context.Context, j *job) {
	f := &file{run: r, ctx: ctx, results: j.results, budget: budget{limits: r.opts.Limits}, current: j.name}
	if j.problem.Message != "" {
		f.problem(j.name, j.problem.Severity, j.problem.Message)
		return
	}
	defer func() {
		if p := recover(); p != nil {
			f.problem(f.current, whomade.SeverityError, internalError(p))
		}
	}()
	if j.stdin != nil {
		f.open(&rawReader{r: j.stdin.r, file: f}, nil, 0, names{container: j.name})
		return
	}
	in, err := j.open()
	if err != nil {
		f.problem(j.name, whomade.SeverityError, reason(err))
		return
	}
	defer in.Close() // only read from
	info, err := in.Stat()
	switch {
	case err != nil:
		f.problem(j.name, whomade.SeverityError, reason(err))
	case !info.Mode().IsRegular():
		f.problem(j.name, whomade.SeverityError, refused(info.Mode()))
	default:
		f.open(&rawReader{r: in, whole: in, file: f}, rawReaderAt{in, f}, info.Size(), names{container: j.name})
	}
}

// open finds out what octets are and reads them. at is set where the same
// octets can be read by random access.
func (f *file) open(r io.Reader, at io.ReaderAt, size int64, n names) {
	br := f.heads.Get().(*bufio.Reader)
	br.Reset(r)
	defer func() {
		br.Reset(nil)
		f.heads.Put(br)
	}()
	// What is wrong with the source shows again when it is read.
	head, _ := br.Peek(headSize)
	kind := archiveKind(head)
	format, score := f.recognise(head, n)
	// A workbook is a zip archive too, and its format knows it.
	if kind == "" || kind == kindZip && score >= sureScore {
		f.artifact(br, r, head, format, n)
		return
	}
	if n.depth >= f.opts.Limits.Depth {
		f.problem(n.container, whomade.SeverityError, fmt.Sprintf("archives are nested deeper than %d: the inner ones are not opened", f.opts.Limits.Depth))
		return
	}
	switch kind {
	case kindTar:
		f.tar(br, n)
	case kindZip:
		f.zip(br, at, size, n)
	default:
		f.stream(br, kind, n)
	}
}

// artifact reads octets that are no archive: r, which reads source and begins
// with head.
func (f *file) artifact(r, source io.Reader, head []byte, format Format, n names) {
	a := whomade.Artifact{Name: n.artifact()}
	f.current = a.Name
	c := newCollector(f.opts.Limits)
	in := newFeed(f.ctx, r, f.opts.Digest, &f.blocks)
	if raw, ok := source.(*rawReader); ok && raw.whole != nil {
		in.raw = raw
	}
	switch {
	case format != nil:
		a.Format = format.Name()
		f.readAs(format, in, c)
	case len(bytes.TrimSpace(head)) == 0 && len(head) < headSize:
		c.Diagnose(whomade.SeverityError, whomade.Locator{}, "it is empty")
	default:
		c.Diagnose(whomade.SeverityError, whomade.Locator{},
			fmt.Sprintf("its content is of no format that is known (%s, and gzip, zstd, zip and tar of them)", f.known))
	}
	a.Digest = in.close()
	a.Size = in.size
	if in.err != nil {
		c.cut(in.err, whomade.Locator{Offset: in.size})
	}
	f.deliver(result{Artifact: a, facts: c})
}

// readAs lets a format read; whatever it does wrong stays with this artifact.
func (f *file) readAs(format Format, in *feed, c *collector) {
	defer func() {
		if p := recover(); p != nil {
			if isFault(p) {
				in.err = errCut
				return
			}
			c.Diagnose(whomade.SeverityError, whomade.Locator{Offset: in.size}, internalError(p))
		}
	}()
	err := format.Read(f.ctx, Input{Reader: in, Limits: f.opts.Limits, Columns: f.opts.Columns}, c)
	if err != nil && f.ctx.Err() == nil {
		c.Diagnose(whomade.SeverityError, whomade.Locator{}, err.Error())
	}
}

// sureScore is from which score a format is believed about a zip archive.
const sureScore = 60

// recognise asks every format; the first of the surest ones has it.
func (f *file) recognise(head []byte, n names) (best Format, score int) {
	if len(head) == 0 {
		return nil, 0
	}
	for _, format := range f.formats {
		if s := f.sniff(format, head, n); s > score {
			best, score = format, s
		}
	}
	return best, score
}

func (f *file) sniff(format Format, head []byte, n names) (score int) {
	defer func() {
		if p := recover(); p != nil {
			f.problem(n.artifact(), whomade.SeverityError, internalError(p))
			score = 0
		}
	}()
	return format.Sniff(head)
}

// problem says that something is wrong with what is no artifact itself.
func (f *file) problem(name, severity, message string) {
	c := newCollector(f.opts.Limits)
	c.Diagnose(severity, whomade.Locator{}, message)
	f.deliver(result{Artifact: whomade.Artifact{Name: name}, none: true, facts: c})
}

// deliver hands a result over, unless the reading was called off halfway.
func (f *file) deliver(r result) {
	if f.ctx.Err() == nil {
		send(f.ctx, f.results, r)
	}
}
