package collect

import (
	"bufio"
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// evidenceFile is a capture in the pcapng format (draft-ietf-opsawg-pcapng) that
// is being written. At the end of every flush it is whole.
type evidenceFile struct {
	name   string
	file   *os.File
	out    *bufio.Writer
	digest hash.Hash
	size   int64
	frames int64
	begun  time.Time
	block  []byte
	whole  whole
}

// whole is where a file was whole when it was flushed last.
type whole struct {
	size, frames int64
	digest       []byte // state
}

// described is an interface as the file tells of it.
type described struct {
	name string
	link int
}

// newEvidenceFile begins a file in dir that did not exist.
func newEvidenceFile(dir string, now time.Time, program string, ifaces []described) (*evidenceFile, error) {
	f := &evidenceFile{begun: now, digest: sha256.New()}
	for n := 1; ; n++ {
		f.name = fileName(now, n)
		var err error
		f.file, err = os.OpenFile(filepath.Join(dir, f.name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) || n == 999 {
			return nil, err
		}
	}
	f.out = bufio.NewWriterSize(io.MultiWriter(f.file, f.digest), 256<<10)
	f.section(program)
	for _, i := range ifaces {
		f.iface(i)
	}
	if err := f.flush(); err != nil {
		return nil, errors.Join(err, f.file.Close(), os.Remove(f.file.Name()))
	}
	return f, nil
}

// fileName is the name of the nth file that is begun at a time. Files that were
// begun later have names that sort later.
func fileName(now time.Time, n int) string {
	name := "listen-" + now.UTC().Format("20060102T150405.000Z")
	if n > 1 {
		name += fmt.Sprintf("_%03d", n)
	}
	return name + ".pcapng"
}

// isFileName reports whether fileName makes such names.
var isFileName = regexp.MustCompile(`^listen-[0-9]{8}T[0-9]{6}\.[0-9]{3}Z(_[0-9]{3})?\.pcapng$`).MatchString

// Block types and option codes.
const (
	blockSection    = 0x0a0d0d0a
	blockInterface  = 1
	blockStatistics = 5
	blockPacket     = 6

	optionEnd         = 0
	optionApplication = 4 // of a section
	optionName        = 2 // of an interface
	optionResolution  = 9
	optionReceived    = 4 // of statistics
	optionDropped     = 5
)

func (f *evidenceFile) begin(kind uint32) {
	f.block = binary.LittleEndian.AppendUint32(f.block[:0], kind)
	f.u32(0) // length, filled in at the end
}

func (f *evidenceFile) u16(n uint16) { f.block = binary.LittleEndian.AppendUint16(f.block, n) }
func (f *evidenceFile) u32(n uint32) { f.block = binary.LittleEndian.AppendUint32(f.block, n) }

func (f *evidenceFile) pad() {
	for len(f.block)%4 != 0 {
		f.block = append(f.block, 0)
	}
}

func (f *evidenceFile) option(code int, value []byte) {
	value = value[:min(len(value), 1<<16-4)]
	f.u16(uint16(code))
	f.u16(uint16(len(value)))
	f.block = append(f.block, value...)
	f.pad()
}

// end writes the block. Errors stay in the writer and come out when it is
// flushed.
func (f *evidenceFile) end() {
	n := uint32(len(f.block) + 4)
	binary.LittleEndian.PutUint32(f.block[4:], n)
	f.u32(n)
	f.out.Write(f.block)
	f.size += int64(n)
}

func (f *evidenceFile) section(program string) {
	f.begin(blockSection)
	f.u32(0x1a2b3c4d)
	f.u16(1)
	f.u16(0)
	f.u32(0xffffffff)
	f.u32(0xffffffff)
	f.option(optionApplication, []byte(program))
	f.option(optionEnd, nil)
	f.end()
}

func (f *evidenceFile) iface(i described) {
	f.begin(blockInterface)
	f.u16(uint16(i.link))
	f.u16(0)
	f.u32(snapshot)
	f.option(optionName, []byte(i.name))
	f.option(optionResolution, []byte{9})
	f.option(optionEnd, nil)
	f.end()
}

// frame writes one frame, of which original octets were on the wire.
func (f *evidenceFile) frame(iface int, nanos int64, data []byte, original int) {
	f.begin(blockPacket)
	f.u32(uint32(iface))
	f.u32(uint32(uint64(nanos) >> 32))
	f.u32(uint32(uint64(nanos)))
	f.u32(uint32(len(data)))
	f.u32(uint32(original))
	f.block = append(f.block, data...)
	f.pad()
	f.end()
	f.frames++
}

// statistics writes what an interface counted while the file was written.
func (f *evidenceFile) statistics(iface int, now time.Time, received, dropped int64) {
	nanos := uint64(now.UnixNano())
	f.begin(blockStatistics)
	f.u32(uint32(iface))
	f.u32(uint32(nanos >> 32))
	f.u32(uint32(nanos))
	f.option(optionReceived, binary.LittleEndian.AppendUint64(nil, uint64(received)))
	f.option(optionDropped, binary.LittleEndian.AppendUint64(nil, uint64(dropped)))
	f.option(optionEnd, nil)
	f.end()
}

// flush writes what was held back.
func (f *evidenceFile) flush() error {
	if err := f.out.Flush(); err != nil {
		return err
	}
	f.whole.size, f.whole.frames = f.size, f.frames
	var err error
	f.whole.digest, err = f.digest.(encoding.BinaryAppender).AppendBinary(f.whole.digest[:0])
	return err
}

// close ends the file and returns its digest. Where not all could be written the
// file ends where it was whole; lost is how many frames it lacks.
func (f *evidenceFile) close() (digest string, lost int64, err error) {
	if err = f.flush(); err != nil {
		lost = f.frames - f.whole.frames
		f.size, f.frames = f.whole.size, f.whole.frames
		err = errors.Join(err, f.file.Truncate(f.size), f.digest.(encoding.BinaryUnmarshaler).UnmarshalBinary(f.whole.digest))
	}
	err = errors.Join(err, f.file.Sync(), f.file.Close())
	return "sha256:" + hex.EncodeToString(f.digest.Sum(nil)), lost, err
}
