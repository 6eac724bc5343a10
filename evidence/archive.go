package evidence

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/klauspost/compress/zstd"

	"github.com/whomade/whomade"
)

// Kinds of archives, recognised by their first octets.
const (
	kindGzip = "gzip" // RFC 1952
	kindZstd = "zstd" // RFC 8878
	kindZip  = "zip"  // PKWARE APPNOTE
	kindTar  = "tar"  // POSIX.1-2001 ustar and its forebears
)

func archiveKind(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b, 8}):
		return kindGzip
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}), isSkippable(head):
		return kindZstd
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return kindZip
	case isTar(head):
		return kindTar
	}
	return ""
}

// isSkippable reports whether a skippable frame (RFC 8878 clause 3.1.2) comes first
// and a frame with data after it.
func isSkippable(head []byte) bool {
	if len(head) < 12 || head[0]&0xf0 != 0x50 || !bytes.Equal(head[1:4], []byte{0x2a, 0x4d, 0x18}) {
		return false
	}
	size := int64(head[4]) | int64(head[5])<<8 | int64(head[6])<<16 | int64(head[7])<<24
	return 8+size+4 <= int64(len(head)) && bytes.Equal(head[8+size:8+size+4], []byte{0x28, 0xb5, 0x2f, 0xfd})
}

// isTar judges by the checksum of the first header, which every tar has: the sum
// of its octets with the checksum itself taken as blanks.
func isTar(head []byte) bool {
	if len(head) < 512 || head[0] == 0 {
		return false
	}
	want, err := strconv.ParseUint(string(bytes.Trim(head[148:156], " \x00")), 8, 32)
	if err != nil {
		return false
	}
	sum := uint64(8 * ' ')
	for i, b := range head[:512] {
		if i < 148 || i >= 156 {
			sum += uint64(b)
		}
	}
	return sum == want
}

// stream unpacks one compressed stream.
func (f *file) stream(r io.Reader, kind string, n names) {
	var unpacked io.Reader
	switch kind {
	case kindGzip:
		z, err := gzip.NewReader(r)
		if err != nil {
			f.problem(n.artifact(), whomade.SeverityError, damaged(kind, err).message)
			return
		}
		unpacked = gzipReader{z}
	case kindZstd:
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			f.problem(n.artifact(), whomade.SeverityError, damaged(kind, err).message)
			return
		}
		defer z.Close()
		unpacked = z
	}
	f.open(&unpackedReader{r: unpacked, kind: kind, budget: &f.budget}, nil, 0, n.unpacked())
}

// gzipReader tells apart what is wrong with the data and what stands after it.
type gzipReader struct{ z *gzip.Reader }

func (g gzipReader) Read(p []byte) (int, error) {
	n, err := g.z.Read(p)
	if errors.Is(err, gzip.ErrHeader) {
		err = &cutError{message: "octets after the end of the gzip data were not read", harmless: true}
	}
	return n, err
}

// tar reads the members of a tar archive, one after the other.
func (f *file) tar(r io.Reader, n names) {
	tail := &zeroTail{r: r}
	t := tar.NewReader(tail)
	for members := 0; ; members++ {
		if f.ctx.Err() != nil {
			return
		}
		h, err := t.Next()
		if err == io.EOF {
			f.tarEnd(tail, n, members)
			return
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			f.stop(n, kindTar, err)
			return
		}
		if err := f.budget.member(); err != nil {
			f.stop(n, kindTar, err)
			return
		}
		m := n.member(h.Name)
		switch h.Typeflag {
		case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
			f.open(&unpackedReader{r: t, kind: kindTar, budget: &f.budget}, nil, 0, m)
		case tar.TypeDir, tar.TypeXGlobalHeader:
		case tar.TypeLink, tar.TypeSymlink:
			f.problem(m.container, whomade.SeverityWarning, "a link inside an archive is not followed")
		default:
			f.problem(m.container, whomade.SeverityError, "a special file inside an archive is not read")
		}
		if f.budget.spent != nil {
			f.stop(n, kindTar, f.budget.spent)
			return
		}
	}
}

// tarEnd says what is wrong where no more member comes.
func (f *file) tarEnd(tail *zeroTail, n names, members int) {
	marked := tail.zeros >= 512
	_, err := io.Copy(io.Discard, tail)
	var cut *cutError
	switch {
	case errors.As(err, &cut) && !cut.harmless:
		f.problem(n.container, whomade.SeverityError, cut.message)
	case members == 0:
		f.problem(n.container, whomade.SeverityError, "the tar archive is empty")
	case !marked:
		f.problem(n.container, whomade.SeverityWarning, "the tar archive has no end mark: it may have been cut off between two members")
	}
}

// zeroTail counts the zeros at the end of what was read: two blocks of them mark
// the end of a tar archive.
type zeroTail struct {
	r     io.Reader
	zeros int
}

func (z *zeroTail) Read(p []byte) (int, error) {
	n, err := z.r.Read(p)
	rest := len(bytes.TrimRight(p[:n], "\x00"))
	if rest > 0 {
		z.zeros = 0
	}
	z.zeros += n - rest
	return n, err
}

// stop says that the rest of an archive is not read.
func (f *file) stop(n names, kind string, err error) {
	var cut *cutError
	if !errors.As(err, &cut) {
		cut = damaged(kind, err)
	}
	f.problem(n.container, whomade.SeverityError, fmt.Sprintf("the rest of the archive is not read: %s", cut.message))
}
