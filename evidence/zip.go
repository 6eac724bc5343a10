package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/whomade/whomade"
)

// zipEncrypted is bit 0 of a member's general purpose flags (APPNOTE 4.4.4).
const zipEncrypted = 1

// zip reads the members of a zip archive in the order of its directory, or,
// where the directory is missing, as they stand.
func (f *file) zip(r io.Reader, at io.ReaderAt, size int64, n names) {
	if at == nil {
		var done func() error
		var err error
		at, size, done, err = Spool(r, f.opts.Limits.Spool)
		if err != nil {
			f.stop(n, kindZip, err)
			return
		}
		defer done() // a leftover temporary file is not the artifact's fault
	}
	if n.depth == 0 {
		f.budget.packed = size
	}
	if directorySize(at, size)/minDirectoryHeader > int64(f.opts.Limits.Members) {
		f.zipScan(io.NewSectionReader(at, 0, size), n, "the zip archive's directory is too large to be used")
		return
	}
	z, err := zip.NewReader(at, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		f.zipScan(io.NewSectionReader(at, 0, size), n, "the zip archive has no directory, as if it was cut off")
		return
	}
	z.RegisterDecompressor(zstd.ZipMethodWinZip, zstd.ZipDecompressor(zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(128<<20)))
	if len(z.File) == 0 {
		f.problem(n.container, whomade.SeverityError, "the zip archive is empty")
	}
	for _, m := range z.File {
		if f.ctx.Err() != nil {
			return
		}
		if err := f.budget.member(); err != nil {
			f.stop(n, kindZip, err)
			return
		}
		if strings.HasSuffix(m.Name, "/") {
			continue
		}
		f.zipMember(m, n.member(m.Name))
		if f.budget.spent != nil {
			f.stop(n, kindZip, f.budget.spent)
			return
		}
	}
}

func (f *file) zipMember(m *zip.File, n names) {
	switch mode := m.Mode(); {
	case m.Flags&zipEncrypted != 0:
		f.problem(n.container, whomade.SeverityError, "the member is encrypted: unpack it and pass what it holds")
		return
	case !mode.IsRegular():
		f.problem(n.container, whomade.SeverityWarning, "a link or special file inside an archive is not read")
		return
	}
	r, err := m.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		f.problem(n.container, whomade.SeverityError, "the member is packed by a method that is not known: unpack it and pass what it holds")
		return
	}
	if err != nil {
		f.problem(n.container, whomade.SeverityError, damaged(kindZip, err).message)
		return
	}
	defer r.Close() // only read from
	f.open(&unpackedReader{r: r, kind: kindZip, budget: &f.budget}, nil, 0, n)
}

// minDirectoryHeader is the least that a member takes in the directory (APPNOTE
// 4.3.12).
const minDirectoryHeader = 46

// directorySize is an upper bound of an archive's directory, which is read into
// memory as a whole: what the end record (APPNOTE 4.3.16) says of its size, or
// what is left after the place where it says that it begins.
func directorySize(at io.ReaderAt, size int64) int64 {
	const record, maxComment = 22, 1<<16 - 1
	tail := make([]byte, min(size, record+maxComment))
	if _, err := at.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return 0
	}
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || len(tail)-i < record {
		return 0
	}
	length, offset := int64(binary.LittleEndian.Uint32(tail[i+12:])), int64(binary.LittleEndian.Uint32(tail[i+16:]))
	if length == 1<<32-1 || offset == 1<<32-1 {
		return size // they stand in another record, with 64 bits
	}
	return max(length, size-offset)
}
