// Package collect is the stage before all others: it receives frames from network
// interfaces and keeps those that may be evidence in files which every capture
// reader knows. It sends nothing, and holds no opinion about what a frame means:
// whoever calls it says what is of use, and reads the frames.
package collect

import "time"

// Options say how to listen.
type Options struct {
	Interfaces  []string
	Interest    Interest
	Promiscuous bool   // also what is addressed to others
	Follow      bool   // also segments of TCP that continue what others began
	Buffer      int    // octets of the ring of each interface
	User        string // who to be once the interfaces are open; empty stays who it is
	Dir         string // where the evidence files go

	FileSize int64         // octets after which a new file begins
	FileAge  time.Duration // and time

	// How many evidence files of any run stay in Dir, and how many octets they may
	// have together; 0 is no bound. The one that is written counts, with FileSize.
	// Where a file begins that is one too many, the oldest are removed.
	KeepFiles int
	KeepSize  int64

	Program string        // what wrote the files
	For     time.Duration // when to end; 0 is never
	Now     func() time.Time
	Rotate  <-chan struct{} // asks for a new file
}

// Frame is one frame that passed the filter. Data is valid during the call only.
type Frame struct {
	Link  int   // link-layer type, a LINKTYPE number
	Nanos int64 // since 1970-01-01 UTC
	Data  []byte
}

// Sink takes what was received.
type Sink interface {
	// Ready is told once, when nothing is left to do but to listen and all
	// privileges are given up. An error ends the listening.
	Ready(Setup) error
	// Frame takes one frame, which is in the evidence file already.
	Frame(Frame)
	// Continues takes a segment of TCP that tells nothing by itself, and reports
	// whether it continues what a frame before it began. Then it goes into the
	// evidence file.
	Continues(Frame) bool
	// Rest is called when all that came was handed over. An error ends the
	// listening.
	Rest() error
	// File is told of every evidence file that was begun (before its first frame),
	// of every one that was ended, and of every one that was removed.
	File(File)
	// Dropped is told that the kernel had no room for n frames of an interface,
	// or for n of those that might have continued others.
	Dropped(iface string, n int64, rest bool)
	// Trouble is told what is wrong with an interface or a file, and does not end
	// the listening.
	Trouble(what string, err error)
}

// Setup is how the listening was set up.
type Setup struct {
	Instructions int // of the kernel's filter
	Levels       int // how many tunnels inside each other it looks into, and the outside
	User         string
}

// File is an evidence file.
type File struct {
	Name    string // without its folder
	Ended   bool
	Removed bool // since Options say how much is kept
	Frames  int64
	Size    int64
	Digest  string // "sha256:" and 64 hexadecimal digits
}

// Totals is what was received in all.
type Totals struct {
	Frames  int64 // that the kernel had room for
	Dropped int64 // that it had none for
	Rest    int64 // that it had none for, and might have continued others
	Lost    int64 // of Frames, that are in no evidence file: it could not be written
}
