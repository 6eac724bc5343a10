package evidence

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"runtime"
	"sync"

	"github.com/whomade/whomade"
)

// Read reads files, whole folders ("/"-separated names below them, sorted) and,
// for "-", the standard input; it unpacks archives and tells sink what it found.
// Files are read side by side but told in order. What can't be read is a
// diagnostic; an error is returned only where ctx ended or options make no sense.
func Read(ctx context.Context, args []string, formats []Format, opts Options, sink Sink) error {
	r, err := newRun(formats, opts)
	if err != nil {
		return err
	}
	work, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	var w walker
	defer w.close() // when nobody opens anything any more
	defer wg.Wait()
	defer stop()
	// Every job is in both queues: one for whoever reads it, one for its turn.
	window := 4 * r.workers
	todo, turns := make(chan *job, window), make(chan *job, window)
	wg.Go(func() {
		defer close(todo)
		defer close(turns)
		w.emit = func(j *job) bool { return send(work, turns, j) && send(work, todo, j) }
		w.walk(args, opts.Stdin)
	})
	for range r.workers {
		wg.Go(func() {
			for j := range todo {
				r.do(work, j)
				close(j.results)
			}
		})
	}
	for {
		j, ok := receive(work, turns)
		if !ok {
			return ctx.Err()
		}
		for {
			res, ok := receive(work, j.results)
			if !ok {
				break
			}
			res.deliver(sink)
		}
	}
}

// run is what all jobs of one Read share.
type run struct {
	formats []Format
	known   string // names of the formats, for messages
	opts    Options
	workers int
	blocks  sync.Pool // of *block
	heads   sync.Pool // of *bufio.Reader

	mu   sync.Mutex // for Progress
	done int64
}

func newRun(formats []Format, opts Options) (*run, error) {
	switch opts.Digest {
	case "":
		opts.Digest = DigestSHA256
	case DigestSHA256, DigestNone:
	default:
		return nil, fmt.Errorf("unknown digest %q: use %s or %s", opts.Digest, DigestSHA256, DigestNone)
	}
	opts.Limits = opts.Limits.orDefault()
	r := &run{formats: formats, opts: opts, workers: opts.Workers}
	if r.workers < 1 {
		r.workers = runtime.GOMAXPROCS(0)
	}
	for i, f := range formats {
		if i > 0 {
			r.known += ", "
		}
		r.known += f.Name()
	}
	r.blocks.New = func() any { return &block{buffer: make([]byte, roomSize+blockSize)} }
	r.heads.New = func() any { return bufio.NewReaderSize(nil, headSize) }
	return r, nil
}

// progress tells the caller that n more octets were read.
func (r *run) progress(n int, name string) {
	if r.opts.Progress == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done += int64(n)
	r.opts.Progress(r.done, name)
}

// job is one file that was given.
type job struct {
	name    string
	open    func() (*os.File, error)
	problem whomade.Diagnostic // instead of open: why it is not read
	stdin   *stdin             // instead of open
	results chan result
}

// result is one artifact that was read, or the problems of something that
// could not be opened and so is none.
type result struct {
	whomade.Artifact
	none  bool
	facts *collector
}

func (r *result) deliver(sink Sink) {
	if !r.none {
		sink.Artifact(r.Artifact)
	}
	r.facts.deliver(r.Artifact, sink)
}

func send[T any](ctx context.Context, c chan<- T, v T) bool {
	select {
	case c <- v:
		return true
	case <-ctx.Done():
		return false
	}
}

func receive[T any](ctx context.Context, c <-chan T) (v T, ok bool) {
	if ctx.Err() != nil {
		return v, false
	}
	select {
	case v, ok = <-c:
		return v, ok
	case <-ctx.Done():
		return v, false
	}
}
