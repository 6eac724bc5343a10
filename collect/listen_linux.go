package collect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

const (
	countEvery = 5 * time.Second // how often drops are asked for
	drainFor   = 3 * time.Second // at most, at the end
)

// Listen receives frames from interfaces until ctx ends, the time is over, or no
// interface is left. All that the kernel had received by then is handed over.
func Listen(ctx context.Context, o Options, sink Sink) (Totals, error) {
	l := &listener{Options: o, sink: sink}
	defer l.close()
	if err := l.open(); err != nil {
		return Totals{}, err
	}
	err := l.listen(ctx)
	return l.totals(), err
}

// listener is what all rings share.
type listener struct {
	Options
	sink  Sink
	rings []*ring // of the interfaces, and behind them those of the rest
	wake  int     // eventfd that ends a wait, or 0
	file  *evidenceFile

	before []Totals // of each ring, when the file was begun
	lost   int64    // frames that could not be written
}

// open opens everything, gives all privileges away, and begins to receive.
func (l *listener) open() error {
	who, err := lookUp(l.User)
	if err != nil {
		return err
	}
	setup := Setup{Levels: MaxLevels, User: l.User}
	for _, rest := range l.parts() {
		for i, name := range l.Interfaces {
			r, s, err := openRing(name, i, rest, &l.Options)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			l.rings = append(l.rings, r)
			setup.Instructions = max(setup.Instructions, s.Instructions)
			setup.Levels = min(setup.Levels, s.Levels)
		}
	}
	if l.wake, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err != nil {
		return err
	}
	if err := who.own(l.Dir); err != nil {
		return fmt.Errorf("the folder of the evidence: %w", err)
	}
	if err := dropPrivileges(who); err != nil {
		return err
	}
	l.before = make([]Totals, len(l.rings))
	if err := l.begin(); err != nil {
		return err
	}
	for _, r := range l.rings {
		if err := r.start(); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	return l.sink.Ready(setup)
}

// fail ends the listening, with all counts as they are.
func (l *listener) fail(err error) error { return errors.Join(err, l.count(), l.end()) }

// parts are what is received of every interface: what is of use, and the rest.
func (l *listener) parts() []bool {
	if l.Follow {
		return []bool{false, true}
	}
	return []bool{false}
}

func (l *listener) close() {
	for _, r := range l.rings {
		r.close()
	}
	if l.wake != 0 {
		unix.Close(l.wake)
	}
}

func (l *listener) totals() Totals {
	t := Totals{Lost: l.lost}
	for _, r := range l.rings {
		t.Frames += r.kept
		if r.rest {
			t.Rest += r.dropped
			continue
		}
		unread := max(0, r.passed-r.dropped-r.taken)
		t.Frames += unread
		t.Lost += unread
		t.Dropped += r.dropped
	}
	return t
}

// listen hands over what comes.
func (l *listener) listen(ctx context.Context) (err error) {
	if l.For > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, l.For)
		defer stop()
	}
	stopped := make(chan struct{})
	defer close(stopped)
	rotate := make(chan struct{}, 1)
	go l.watch(ctx, rotate, stopped)
	counted := l.Now()
	patience := time.Second
	if l.Follow {
		patience = l.retireAfter()
	}
	for ctx.Err() == nil && l.left() {
		if err := l.wait(patience); err != nil {
			return l.fail(err)
		}
		if err := l.drain(false); err != nil {
			return l.fail(err)
		}
		now := l.Now()
		if now.Sub(counted) >= countEvery || now.Before(counted) {
			counted = now
			if err := l.count(); err != nil {
				return l.fail(err)
			}
		}
		select {
		case <-rotate:
			err = l.rotate(true)
		default:
			err = l.rotate(false)
		}
		if err != nil {
			return err
		}
	}
	if err = l.last(); err != nil {
		return l.fail(err)
	}
	err = l.end()
	if err == nil && !l.left() {
		err = errors.New("none of the interfaces exists any more")
	}
	return err
}

// watch ends a wait when something is asked for.
func (l *listener) watch(ctx context.Context, rotate chan<- struct{}, stopped <-chan struct{}) {
	wake := func() { unix.Write(l.wake, []byte{1, 0, 0, 0, 0, 0, 0, 1}) }
	for {
		select {
		case <-l.Rotate:
			select {
			case rotate <- struct{}{}:
			default: // it is asked for already
			}
			wake()
		case <-ctx.Done():
			wake()
			return
		case <-stopped:
			return
		}
	}
}

// left reports whether any interface exists.
func (l *listener) left() bool {
	for _, r := range l.rings {
		if !r.gone {
			return true
		}
	}
	return false
}

// wait waits for a block of any ring.
func (l *listener) wait(most time.Duration) error {
	fds := make([]unix.PollFd, 0, 8)
	fds = append(fds, unix.PollFd{Fd: int32(l.wake), Events: unix.POLLIN})
	for _, r := range l.rings {
		fd := int32(r.fd)
		if r.gone || r.rest { // which nobody waits for
			fd = -1
		}
		fds = append(fds, unix.PollFd{Fd: fd, Events: unix.POLLIN | unix.POLLERR})
	}
	_, err := unix.Poll(fds, int(most.Milliseconds()))
	if err != nil && !errors.Is(err, unix.EINTR) {
		return err
	}
	if fds[0].Revents != 0 {
		var b [8]byte
		unix.Read(l.wake, b[:])
	}
	for i, r := range l.rings {
		if fds[i+1].Revents&(unix.POLLERR|unix.POLLHUP|unix.POLLNVAL) != 0 {
			if err := r.trouble(); err != nil {
				l.sink.Trouble(r.name, err)
			}
		}
		if !r.gone && !r.exists() {
			if r.gone = true; r.rest {
				continue
			}
			l.sink.Trouble(r.name, errors.New("the interface does not exist any more"))
		}
	}
	return nil
}

// drain hands over the blocks that are ready, those of the rings in turn. Where
// they come faster than they are taken it ends too. At the end nothing waits.
func (l *listener) drain(end bool) error {
	// What may continue others waits until these were surely handed over.
	restAfter := 2 * int64(l.retireAfter())
	more := true
	for n := 0; more && n < 32; n++ {
		more = false
		now := l.Now().UnixNano()
		for _, r := range l.rings {
			if r.rest && !end && !r.old(now, now-restAfter) {
				continue
			}
			if r.block(func(nanos int64, data []byte, original int) { l.take(r, nanos, data, original) }) {
				more = true
				if l.file.flush() != nil {
					return l.end() // which says why
				}
				if err := l.rotate(false); err != nil {
					return err
				}
			}
		}
	}
	return l.sink.Rest()
}

func (l *listener) take(r *ring, nanos int64, data []byte, original int) {
	f := Frame{Link: r.link, Nanos: nanos, Data: data}
	if r.rest && !l.sink.Continues(f) {
		return
	}
	r.kept++
	l.file.frame(r.iface, nanos, data, original)
	if !r.rest {
		l.sink.Frame(f)
	}
}

// count asks all rings for drops.
func (l *listener) count() error {
	for _, r := range l.rings {
		dropped, err := r.count()
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		if dropped > 0 {
			l.sink.Dropped(r.name, dropped, r.rest)
		}
	}
	return nil
}

// last hands over what the kernel has received until now: blocks that are not
// full come a little later.
func (l *listener) last() error {
	if err := l.count(); err != nil {
		return err
	}
	for end := l.Now().Add(drainFor); l.Now().Before(end); {
		if err := l.drain(true); err != nil {
			return err
		}
		whole := true
		for _, r := range l.rings {
			whole = whole && (r.gone || r.whole())
		}
		if whole {
			return nil
		}
		if err := l.wait(l.retireAfter()); err != nil {
			return err
		}
	}
	return nil
}

// begin begins an evidence file.
func (l *listener) begin() error {
	var ifaces []described
	for _, r := range l.rings[:len(l.Interfaces)] {
		ifaces = append(ifaces, described{r.name, r.link})
	}
	f, err := newEvidenceFile(l.Dir, l.Now(), l.Program, ifaces)
	if err != nil {
		return fmt.Errorf("the evidence file: %w", err)
	}
	l.file = f
	l.sink.File(File{Name: f.name})
	l.tidy()
	return nil
}

// tidy removes the oldest evidence files where there are more than are to be
// kept.
func (l *listener) tidy() {
	if l.KeepFiles == 0 && l.KeepSize == 0 {
		return
	}
	trouble := func(err error) { l.sink.Trouble("removing old evidence files", err) }
	entries, err := os.ReadDir(l.Dir) // the oldest first
	if err != nil {
		trouble(err)
	}
	var old []fs.FileInfo
	size := l.FileSize
	for _, e := range entries {
		if !isFileName(e.Name()) || e.Name() == l.file.name {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			old = append(old, info)
			size += info.Size()
		}
	}
	for _, x := range old {
		if (l.KeepFiles == 0 || len(old) < l.KeepFiles) && (l.KeepSize == 0 || size <= l.KeepSize) {
			return
		}
		if err := os.Remove(filepath.Join(l.Dir, x.Name())); err != nil {
			trouble(err)
			continue
		}
		old, size = old[1:], size-x.Size()
		l.sink.File(File{Name: x.Name(), Size: x.Size(), Removed: true})
	}
}

// end ends the evidence file.
func (l *listener) end() error {
	f := l.file
	if f == nil {
		return nil
	}
	l.file = nil
	for i, r := range l.rings[:len(l.Interfaces)] {
		f.statistics(i, l.Now(), r.passed-l.before[i].Frames, r.dropped-l.before[i].Dropped)
		l.before[i] = Totals{Frames: r.passed, Dropped: r.dropped}
	}
	digest, lost, err := f.close()
	l.lost += lost
	l.sink.File(File{Name: f.name, Ended: true, Frames: f.frames, Size: f.size, Digest: digest})
	if err != nil {
		return fmt.Errorf("the evidence file %s, whose last %d frames could not be written: %w", f.name, lost, err)
	}
	return nil
}

// rotate begins another file where it is time or asked for. A file without frames
// goes on.
func (l *listener) rotate(asked bool) error {
	f := l.file
	old := l.FileAge > 0 && l.Now().Sub(f.begun) >= l.FileAge
	if f.frames == 0 || !asked && !old && (l.FileSize <= 0 || f.size < l.FileSize) {
		return nil
	}
	if err := errors.Join(l.sink.Rest(), l.count(), l.end()); err != nil {
		return err
	}
	return l.begin()
}
