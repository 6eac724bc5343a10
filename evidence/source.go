package evidence

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// rawReader counts what is read of a file itself.
type rawReader struct {
	r     io.Reader
	whole *os.File // r, if it is a regular file read from its start
	file  *file
	err   error
	n     int64
}

// reached counts what is read of the file by other ways, up to an octet.
func (r *rawReader) reached(end int64) {
	if n := end - r.n; n > 0 {
		r.n = end
		r.file.budget.packed += n
		r.file.progress(int(n), r.file.current)
	}
}

func (r *rawReader) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.r.Read(p)
	r.reached(r.n + int64(n))
	if err != nil && err != io.EOF {
		err = &cutError{message: reason(err)}
	}
	r.err = err
	return n, err
}

// rawReaderAt is a file read by random access.
type rawReaderAt struct {
	r    io.ReaderAt
	file *file
}

func (r rawReaderAt) ReadAt(p []byte, off int64) (int, error) {
	n, err := r.r.ReadAt(p, off)
	r.file.progress(n, r.file.current)
	return n, err
}

// unpackedReader counts what an archive unpacks to, and says of an error what
// it was about. Errors stay.
type unpackedReader struct {
	r      io.Reader
	kind   string // "gzip"
	budget *budget
	err    error
}

func (r *unpackedReader) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.r.Read(p)
	var cut *cutError
	if spent := r.budget.unpack(n); spent != nil {
		n, err = 0, spent
	} else if err != nil && err != io.EOF && !errors.As(err, &cut) {
		err = damaged(r.kind, err)
	}
	r.err = err
	return n, err
}

// damaged is the error of an archive's reader in a user's words.
func damaged(kind string, err error) *cutError {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return &cutError{message: fmt.Sprintf("the %s data ends early: it was cut off", kind)}
	}
	return &cutError{message: fmt.Sprintf("the %s data is damaged: %s", kind, reason(err))}
}

// reason is an error without the path that the system puts in front of it:
// diagnostics name artifacts by their own names.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return err.Error()
}
