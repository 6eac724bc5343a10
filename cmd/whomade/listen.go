package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/collect"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/pcap"
)

// listenFlags are the flags of listen.
type listenFlags struct {
	dir         string
	user        string
	promiscuous bool
	follow      bool
	buffer      int // MB
	fileSize    int // MB
	fileAge     time.Duration
	keepFiles   int
	keepSize    int // MB
	during      time.Duration
	remember    int
	output      string
	showFilter  bool
}

func newListenCommand(a *app) *cobra.Command {
	var f listenFlags
	c := &cobra.Command{
		Use:   "listen INTERFACE...",
		Short: "Keep the evidence that passes network interfaces, and print observations as they are new",
		Long: `listen receives frames from network interfaces of this machine (Linux only). The
kernel passes only frames that may say what equipment is: they go to a capture
file (pcapng), which whomade scan reads, and each distinct fact in them is printed
once as it is new, as one JSON record a line. It sends nothing.

Opening an interface needs CAP_NET_RAW. Once all are open every capability is given
up, and with --user the user too. What the kernel had no room for is counted and
reported. Capture files hold frames as they were, with the passwords and names in
them: they are readable by their owner only.

SIGHUP begins a new capture file. SIGINT and SIGTERM end the listening: what was
received until then is written, and the exit code is 130 (0 after --for).` + exitHelp,
		Example: `  sudo whomade listen eth1 --dir /var/lib/whomade --user whomade -o /var/lib/whomade/observations.ndjson
  sudo whomade listen eth1 eth2 --rotate-size 1000 --rotate-every 1h --keep-files 48
  sudo whomade listen eth1 --for 10m && whomade scan listen-*.pcapng
  whomade listen eth1 --show-filter`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.check(args); err != nil {
				return err
			}
			if f.showFilter {
				return a.showFilter()
			}
			return a.listen(c.Context(), args, f)
		},
	}
	c.Flags().StringVar(&f.dir, "dir", ".", "write capture files to `FOLDER`; it is made if there is none")
	c.Flags().StringVar(&f.user, "user", "", "become `USER` (name or number) once the interfaces are open")
	c.Flags().BoolVar(&f.promiscuous, "promiscuous", true, "also receive what is addressed to others")
	c.Flags().BoolVar(&f.follow, "follow", false, "also look at all other TCP data for what continues a certificate or a long head; the kernel has to copy them")
	c.Flags().StringVarP(&f.output, "output", "o", "", "append observations to `FILE` instead of printing them; it is opened again with every capture file")
	c.Flags().IntVar(&f.buffer, "buffer", 32, "`MB` that the kernel keeps for each interface while the program is busy")
	c.Flags().IntVar(&f.fileSize, "rotate-size", 256, "begin a new capture file after so many `MB`")
	c.Flags().DurationVar(&f.fileAge, "rotate-every", 24*time.Hour, "and after this `TIME`; files without frames go on")
	c.Flags().IntVar(&f.keepFiles, "keep-files", 0, "keep `N` capture files in the folder, those of earlier runs too, and remove the oldest (default: all)")
	c.Flags().IntVar(&f.keepSize, "keep-size", 0, "keep so many `MB` of capture files in the folder, and remove the oldest (default: all)")
	c.Flags().DurationVar(&f.during, "for", 0, "end after this `TIME` (default: when told to)")
	c.Flags().IntVar(&f.remember, "remember", 1<<18, "keep `N` distinct facts in mind, so as not to print them again; then begin anew")
	c.Flags().BoolVar(&f.showFilter, "show-filter", false, "print the kernel's filter for Ethernet and do nothing")
	return c
}

func (f *listenFlags) check(interfaces []string) error {
	seen := map[string]bool{}
	for _, name := range interfaces {
		if seen[name] {
			return usageError{fmt.Errorf("interface %q is named twice", name)}
		}
		seen[name] = true
	}
	switch {
	case f.buffer < 2 || f.buffer > 1024:
		return usageError{fmt.Errorf("--buffer %d: want 2 to 1024 (MB)", f.buffer)}
	case f.fileSize < 1:
		return usageError{fmt.Errorf("--rotate-size %d: want 1 or more (MB)", f.fileSize)}
	case f.fileAge < time.Second:
		return usageError{fmt.Errorf("--rotate-every %v: want a second or more", f.fileAge)}
	case f.keepFiles < 0:
		return usageError{fmt.Errorf("--keep-files %d: want 1 or more, or 0 for all", f.keepFiles)}
	case f.keepSize != 0 && f.keepSize < 2*f.fileSize:
		return usageError{fmt.Errorf("--keep-size %d: want twice --rotate-size (%d) or more, or 0 for all", f.keepSize, f.fileSize)}
	case f.during < 0:
		return usageError{fmt.Errorf("--for %v: want a time to come", f.during)}
	case f.remember < 1000:
		return usageError{fmt.Errorf("--remember %d: want 1000 or more", f.remember)}
	}
	return nil
}

// interest is what the reader of captures can make use of.
func interest() collect.Interest {
	p := pcap.NewInterest()
	x := collect.Interest{EtherTypes: p.EtherTypes, PPP: p.PPP, IP: p.IP, UDP: p.UDP, Guess: p.Guess, TCP: p.TCP, Starts: p.Starts}
	for _, t := range p.Tunnels {
		x.Tunnels = append(x.Tunnels, collect.Tunnel(t))
	}
	return x
}

func (a *app) showFilter() error {
	program, err := collect.NewFilter(interest(), collect.LinkEthernet, collect.MaxLevels)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.out)
	for i, instruction := range program {
		fmt.Fprintf(out, "%d\t%v\n", i, instruction)
	}
	return out.Flush()
}

func (a *app) listen(ctx context.Context, interfaces []string, f listenFlags) error {
	// It runs for weeks beside others: little garbage is worth more than time.
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	rotate := make(chan struct{})
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			select {
			case <-hup:
				select {
				case rotate <- struct{}{}:
				case <-done:
					return
				}
			case <-done:
				return
			}
		}
	}()
	out := bufio.NewWriterSize(a.out, 1<<16)
	l := &listening{app: a, out: &recordSink{out: out, app: a}, names: interfaces, output: f.output}
	limits := evidence.DefaultLimits
	limits.Facts, limits.Memory = f.remember, int64(f.remember)*256
	l.stream = pcap.NewStream(limits, l.diagnose)
	totals, err := collect.Listen(ctx, collect.Options{
		Interfaces: interfaces, Interest: interest(), Promiscuous: f.promiscuous, Follow: f.follow, Buffer: f.buffer << 20, User: f.user, Dir: f.dir,
		FileSize: int64(f.fileSize) << 20, FileAge: f.fileAge, KeepFiles: f.keepFiles, KeepSize: int64(f.keepSize) << 20, Program: "whomade " + whomade.Version, For: f.during, Now: a.now, Rotate: rotate,
	}, l)
	if l.ready {
		l.stream.Close(l.tell)
		a.say("%d frames received, %d dropped, %d observations", totals.Frames, totals.Dropped, l.told)
		if totals.Lost > 0 {
			a.say("%d of the frames received are in no file", totals.Lost)
		}
		if totals.Rest > 0 {
			a.say("%d segments that might have continued others were dropped", totals.Rest)
		}
	}
	return errors.Join(err, l.out.err, out.Flush(), l.close())
}

// settleAfter is how long the head of a connection is waited for.
const settleAfter = 10 * time.Second

// listening takes what an interface received to the reader of captures.
type listening struct {
	app    *app
	stream *pcap.Stream
	out    *recordSink
	names  []string
	output string   // file of the observations, or empty
	file   *os.File // that is open

	files   []fileFrames // the last few
	ready   bool
	frames  int64 // of all files
	told    int64 // observations
	forgot  int64
	latest  int64 // time of the last frame
	settled int64
}

// fileFrames is a file, and the number of the frame before its first one.
type fileFrames struct {
	name   string
	before int64
}

// maxFiles is how many files are kept in mind: a fact may come from a frame that
// is older than the file which is written.
const maxFiles = 64

// Ready implements collect.Sink.
func (l *listening) Ready(s collect.Setup) error {
	if err := l.open(); err != nil {
		return err
	}
	l.ready = true
	as := ""
	if s.User != "" {
		as = " as user " + s.User
	}
	l.app.say("listening on %s%s without privileges; the kernel's filter has %d instructions and looks into %d tunnels",
		strings.Join(l.names, ", "), as, s.Instructions, s.Levels-1)
	if s.Levels < collect.MaxLevels {
		l.app.say("a deeper filter does not fit into net.core.optmem_max, of which 131072 is enough; what lies deeper is kept whole")
	}
	return nil
}

// open opens the file of the observations, again if it is open: somebody may have
// given it another name.
func (l *listening) open() error {
	if l.output == "" {
		return nil
	}
	err := errors.Join(l.out.out.Flush(), l.close())
	if err != nil {
		return err
	}
	if l.file, err = os.OpenFile(l.output, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600); err != nil {
		return err
	}
	l.out.out.Reset(l.file)
	return nil
}

// reopen is open once it was open.
func (l *listening) reopen() error {
	if !l.ready {
		return nil
	}
	return l.open()
}

func (l *listening) close() error {
	if l.file == nil {
		return nil
	}
	defer func() { l.file = nil }()
	return l.file.Close()
}

// Frame implements collect.Sink.
func (l *listening) Frame(f collect.Frame) {
	l.frames++
	l.latest = max(l.latest, f.Nanos)
	l.stream.Packet(f.Link, f.Nanos, f.Data)
}

// Continues implements collect.Sink.
func (l *listening) Continues(f collect.Frame) bool {
	if !l.stream.Continue(f.Link, f.Nanos, f.Data) {
		return false
	}
	l.frames++
	return true
}

// Rest implements collect.Sink: it prints what is new.
func (l *listening) Rest() error {
	// Times of frames are the kernel's; a clock that was set back ends the waiting.
	now := l.app.now().UnixNano()
	if l.latest > 0 && (now-l.settled > int64(settleAfter)/4 || now < l.settled) {
		l.settled = now
		l.stream.Settle(now - int64(settleAfter))
	}
	l.stream.New(l.tell)
	if n := l.stream.Forgot(); n != l.forgot {
		l.forgot = n
		debug.FreeOSMemory()
		l.app.say("as many distinct facts as --remember says are in mind: from here on known facts are new again")
	}
	if err := l.out.out.Flush(); l.out.err == nil {
		l.out.err = err
	}
	return l.out.err
}

// File implements collect.Sink.
func (l *listening) File(f collect.File) {
	if f.Removed {
		l.app.say("%s: removed, %d octets, as --keep-files or --keep-size asks", f.Name, f.Size)
		return
	}
	if !f.Ended {
		if err := l.reopen(); l.out.err == nil {
			l.out.err = err
		}
		if len(l.files) == maxFiles {
			l.files = append(l.files[:0], l.files[1:]...)
		}
		l.files = append(l.files, fileFrames{f.Name, l.frames})
		return
	}
	l.app.say("%s: %d frames, %d octets, %s", f.Name, f.Frames, f.Size, f.Digest)
}

// Dropped implements collect.Sink.
func (l *listening) Dropped(iface string, n int64, rest bool) {
	d := whomade.Diagnostic{
		Severity: whomade.SeverityError,
		Message:  fmt.Sprintf("%s: the kernel had no room for %d frames, which were not read; give --buffer more", iface, n),
	}
	if rest {
		d.Severity = whomade.SeverityWarning
		d.Message = fmt.Sprintf("%s: the kernel had no room for %d segments that might have continued others; give --buffer more", iface, n)
	}
	if len(l.files) > 0 {
		d.Name = l.files[len(l.files)-1].name
	}
	l.out.Diagnose(d)
}

// Trouble implements collect.Sink.
func (l *listening) Trouble(what string, err error) {
	l.out.Diagnose(whomade.Diagnostic{Severity: whomade.SeverityError, Message: what + ": " + err.Error()})
}

// diagnose takes what the reader could not read.
func (l *listening) diagnose(d whomade.Diagnostic) {
	d.Name, d.Locator.Frame = l.place(d.Locator.Frame)
	l.out.Diagnose(d)
}

// tell prints an observation.
func (l *listening) tell(o whomade.Observation) {
	l.told++
	o.Name, o.Locator.Frame = l.place(o.Locator.Frame)
	if rest, ok := strings.CutPrefix(o.Subject.Item, evidence.Self+"#"); ok {
		o.Subject.Item = "name:" + o.Name + "#" + rest
	}
	l.out.Observe(o)
}

// place says in which file a frame is, and which one of it.
func (l *listening) place(frame int64) (name string, of int64) {
	for i := len(l.files) - 1; i >= 0; i-- {
		if f := l.files[i]; frame > f.before {
			return f.name, frame - f.before
		}
	}
	return "", 0
}
