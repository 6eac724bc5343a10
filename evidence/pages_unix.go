//go:build unix

package evidence

import (
	"os"

	"golang.org/x/sys/unix"
)

// pages is a file mapped into memory. It may be cut meanwhile: reading what is not
// there any more is a fault, which debug.SetPanicOnFault makes a panic.
type pages struct {
	file   *os.File
	octets []byte
}

// mapFile maps a regular file, or returns nil where that is not possible or not
// worth it.
func mapFile(f *os.File) *pages {
	info, err := f.Stat()
	if err != nil || info.Size() < leastMapped || info.Size() != int64(int(info.Size())) {
		return nil
	}
	b, err := unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil
	}
	return &pages{f, b}
}

// there is how long the file is now.
func (p *pages) there() int64 {
	info, err := p.file.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

func (p *pages) close() { _ = unix.Munmap(p.octets) }

// forget gives back the memory of a part of a mapped file, which is read again
// where somebody still looks at it. Parts begin and end at pages but for the
// file's last.
func forget(part []byte) { _ = unix.Madvise(part, unix.MADV_DONTNEED) }
