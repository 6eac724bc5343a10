package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// spoolMemory is how much Spool keeps in memory before it uses a file.
const spoolMemory = 8 << 20

// ErrSpool says that an artifact that needs random access is larger than the
// limit for it.
var ErrSpool = errors.New("too large to be read by random access")

// Spool reads r to its end and makes it readable at any place: from memory, or
// where it is large from a temporary file that done removes. It returns ErrSpool
// where r holds more than limit octets.
func Spool(r io.Reader, limit int64) (at io.ReaderAt, size int64, done func() error, err error) {
	var buffer bytes.Buffer
	n, err := io.Copy(&buffer, io.LimitReader(r, min(limit, spoolMemory)+1))
	if err != nil {
		return nil, 0, nil, err
	}
	if n > limit {
		return nil, 0, nil, fmt.Errorf("%w: more than %d octets", ErrSpool, limit)
	}
	if n <= spoolMemory {
		return bytes.NewReader(buffer.Bytes()), n, func() error { return nil }, nil
	}
	return spoolFile(io.MultiReader(&buffer, r), limit)
}

func spoolFile(r io.Reader, limit int64) (io.ReaderAt, int64, func() error, error) {
	f, err := os.CreateTemp("", "whomade-*")
	if err != nil {
		return nil, 0, nil, err
	}
	// Where the system allows it the file has no name from here on, so that
	// nothing is left behind whatever ends the program.
	removed := os.Remove(f.Name()) == nil
	done := func() error {
		err := f.Close()
		if !removed {
			err = errors.Join(err, os.Remove(f.Name()))
		}
		return err
	}
	n, err := io.Copy(f, io.LimitReader(r, limit+1))
	if err == nil && n > limit {
		err = fmt.Errorf("%w: more than %d octets", ErrSpool, limit)
	}
	if err != nil {
		return nil, 0, nil, errors.Join(err, done())
	}
	return f, n, done, nil
}
