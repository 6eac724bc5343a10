package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

const (
	headSize    = 64 << 10  // what an artifact is recognised by
	blockSize   = 64 << 10  // what is read and hashed at a time: it stays in the nearer caches
	roomSize    = 288 << 10 // before a block, for what its reader has left of the last
	leastMapped = 4 << 20   // how long a file has to be for its mapping to be worth it
	farSize     = 1 << 20   // what is handed out of a mapped file at a time
	farRest     = 4 << 20   // before that, where what was left of the last part lies
)

// block is a piece of an artifact, held by the reader and the hasher at once.
type block struct {
	octets []byte // what was read, at roomSize of buffer, or a part of a mapped file
	buffer []byte // by itself, so that it begins where a page does: the system copies faster
	mapped []byte // what is to be forgotten with octets of a mapped file
	refs   atomic.Int32
}

// feed is what a format reads from: it counts, hashes beside the reading, and
// keeps the source's errors to itself, so that a format sees an artifact that
// simply ends. Only a cancelled context comes through.
type feed struct {
	ctx    context.Context
	source io.Reader
	pool   *sync.Pool // of *block
	raw    *rawReader // source is all of its file, which can be mapped; or nil
	pages  *pages     // that file, where it is mapped

	current *block
	rest    []byte // of current
	size    int64
	ended   bool
	err     error // why the source ended early, or nil

	hash   hash.Hash // nil where no digest is wanted
	blocks chan *block
	hashed chan struct{}
	failed bool // octets to hash were not there any more
}

func newFeed(ctx context.Context, source io.Reader, digest string, pool *sync.Pool) *feed {
	f := &feed{ctx: ctx, source: source, pool: pool}
	if digest != DigestNone {
		f.hash = sha256.New()
	}
	return f
}

// Read implements io.Reader.
func (f *feed) Read(p []byte) (int, error) {
	if len(f.rest) == 0 {
		b, err := f.fill(nil)
		if err != nil {
			return 0, err
		}
		f.rest = b
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

// More implements Blocks.
func (f *feed) More(rest []byte, far bool) ([]byte, error) {
	if far && f.raw != nil && f.pages == nil {
		f.pages = mapFile(f.raw.whole)
		debug.SetPanicOnFault(f.pages != nil)
	}
	switch {
	case len(f.rest) > 0: // begun with Read
		rest = append(rest[:len(rest):len(rest)], f.rest...)
		f.rest = nil
		return rest, nil
	case len(rest) <= roomSize || f.pages != nil:
		return f.fill(rest)
	}
	rest = append(make([]byte, 0, 2*len(rest)+blockSize), rest...)
	b, err := f.fill(nil)
	return append(rest, b...), err
}

// fill reads the next block and returns it behind rest, which may be the end of
// the current one.
func (f *feed) fill(rest []byte) ([]byte, error) {
	if err := f.ctx.Err(); err != nil {
		return rest, err
	}
	if f.ended {
		return rest, io.EOF
	}
	if f.pages != nil {
		return f.next(rest)
	}
	b := f.current
	if b == nil || b.refs.Load() > 1 {
		b = f.pool.Get().(*block)
	}
	// Whoever hashes a block reads its octets, never the room before them.
	start := roomSize - len(rest)
	copy(b.buffer[start:], rest)
	if b != f.current {
		f.release(f.current)
		f.current = b
	}
	n, err := io.ReadFull(f.source, b.buffer[roomSize:])
	b.octets = b.buffer[roomSize : roomSize+n]
	b.refs.Store(1)
	if err != nil {
		f.ended = true
		// ReadFull says ErrUnexpectedEOF both for its own end and for the source's;
		// sources of this package mark theirs with cutError.
		if !errors.Is(err, io.EOF) && err != io.ErrUnexpectedEOF {
			f.err = err
		}
	}
	if n == 0 {
		return b.buffer[start:roomSize], io.EOF
	}
	f.size += int64(n)
	f.digest(b)
	return b.buffer[start : roomSize+n], nil
}

// next returns the next part of a mapped file with rest, the octets before it.
func (f *feed) next(rest []byte) ([]byte, error) {
	from, all := f.size-int64(len(rest)), f.pages.octets
	n := min(farSize, int64(len(all))-f.size)
	if there := f.pages.there() - f.size; there < n {
		n, f.ended, f.err = max(there, 0), true, errCut
	}
	if n == 0 {
		f.ended = true
		return all[from:f.size], io.EOF
	}
	b := &block{octets: all[f.size : f.size+n], mapped: all[max(0, f.size-farRest) : f.size+n]}
	b.refs.Store(1)
	f.release(f.current)
	f.current = b
	f.size += n
	f.raw.reached(f.size)
	f.digest(b)
	return all[from:f.size], nil
}

// errCut is what a file's octets that are not there any more are.
var errCut = &cutError{message: "the file was cut, or could not be read any more, while it was being read"}

// isFault reports whether a panic is that of a mapped file whose octets are not
// there any more.
func isFault(p any) bool {
	_, ok := p.(interface{ Addr() uintptr })
	return ok
}

// digest hashes a block: at once where it is the only one, otherwise beside.
func (f *feed) digest(b *block) {
	switch {
	case f.hash == nil:
	case f.blocks == nil && f.ended:
		f.write(b)
	default:
		if f.blocks == nil {
			f.blocks, f.hashed = make(chan *block, 4), make(chan struct{})
			go f.hashBlocks()
		}
		b.refs.Store(2)
		f.blocks <- b
	}
}

func (f *feed) hashBlocks() {
	debug.SetPanicOnFault(true)
	for b := range f.blocks {
		f.write(b)
		f.release(b)
	}
	close(f.hashed)
}

func (f *feed) write(b *block) {
	defer func() {
		if p := recover(); p != nil {
			if !isFault(p) {
				panic(p)
			}
			f.failed = true
		}
	}()
	f.hash.Write(b.octets)
}

func (f *feed) release(b *block) {
	switch {
	case b == nil || b.refs.Add(-1) > 0:
	case b.mapped != nil:
		forget(b.mapped)
	default:
		f.pool.Put(b)
	}
}

// close reads what the format left, ends the hasher and returns the digest.
func (f *feed) close() (digest string) {
	for {
		if _, err := f.fill(nil); err != nil {
			break
		}
	}
	f.release(f.current)
	f.current, f.rest = nil, nil
	if f.blocks != nil {
		close(f.blocks)
		<-f.hashed
	}
	if f.pages != nil {
		f.pages.close()
		debug.SetPanicOnFault(false)
	}
	if f.failed {
		f.err = errCut
	}
	if f.hash == nil || f.failed {
		return ""
	}
	return DigestSHA256 + ":" + hex.EncodeToString(f.hash.Sum(nil))
}
