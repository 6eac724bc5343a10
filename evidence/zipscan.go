package evidence

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/whomade/whomade"
)

// zipLocal is a member's local header (APPNOTE 4.3.7), as far as it is needed to
// read members of an archive that has lost its directory.
type zipLocal struct {
	name   string
	flags  uint16
	method uint16
	packed int64
}

const zipLocalSize = 30

// zipScan reads what it can of a zip archive without its directory, which stands
// at the end: every member has a header of its own. why says what is wrong with
// the directory.
func (f *file) zipScan(r io.Reader, n names, why string) {
	br := bufio.NewReaderSize(r, headSize)
	for found := 0; ; found++ {
		h, err := readZipLocal(br)
		if err != nil {
			f.problem(n.container, whomade.SeverityError,
				fmt.Sprintf("%s: %d members were found without it", why, found))
			return
		}
		if err := f.budget.member(); err != nil {
			f.stop(n, kindZip, err)
			return
		}
		if !f.zipScanMember(br, h, n.member(h.name)) || f.ctx.Err() != nil {
			f.problem(n.container, whomade.SeverityError,
				why+": what comes after its damaged member is not read")
			return
		}
		if f.budget.spent != nil {
			f.stop(n, kindZip, f.budget.spent)
			return
		}
	}
}

// readZipLocal reads the next local header.
func readZipLocal(br *bufio.Reader) (h zipLocal, err error) {
	b, err := br.Peek(zipLocalSize)
	if err != nil {
		return h, err
	}
	if !bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		return h, errors.New("no local header")
	}
	h.flags = binary.LittleEndian.Uint16(b[6:])
	h.method = binary.LittleEndian.Uint16(b[8:])
	h.packed = int64(binary.LittleEndian.Uint32(b[18:]))
	variable := make([]byte, int(binary.LittleEndian.Uint16(b[26:]))+int(binary.LittleEndian.Uint16(b[28:])))
	nameLen := int(binary.LittleEndian.Uint16(b[26:]))
	if _, err := br.Discard(zipLocalSize); err != nil {
		return h, err
	}
	if _, err := io.ReadFull(br, variable); err != nil {
		return h, err
	}
	h.name = string(variable[:nameLen])
	if h.packed == 0xffffffff {
		h.packed = zip64Packed(variable[nameLen:])
	}
	return h, nil
}

// zip64Packed finds the packed size in the extra fields (APPNOTE 4.5.3), where it
// stands after the unpacked size.
func zip64Packed(extra []byte) int64 {
	for len(extra) >= 4 {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if len(extra) < 4+size {
			break
		}
		if id == 1 && size >= 16 {
			return int64(binary.LittleEndian.Uint64(extra[12:]))
		}
		extra = extra[4+size:]
	}
	return -1
}

// zipScanMember reads one member and reports whether the next one can be found.
func (f *file) zipScanMember(br *bufio.Reader, h zipLocal, n names) bool {
	const described = 1 << 3 // the sizes stand after the data
	var packed io.Reader = br
	if h.flags&described == 0 {
		if h.packed < 0 {
			return false
		}
		packed = io.LimitReader(br, h.packed)
	}
	var r io.Reader
	folder := strings.HasSuffix(h.name, "/")
	switch {
	case folder:
	case h.flags&zipEncrypted != 0:
		f.problem(n.container, whomade.SeverityError, "the member is encrypted: unpack it and pass what it holds")
	case h.method == 0 && h.flags&described == 0:
		r = packed
	case h.method == 8:
		r = flate.NewReader(packed)
	default:
		f.problem(n.container, whomade.SeverityError, "the member is packed by a method that is not known: unpack it and pass what it holds")
	}
	if r != nil {
		u := &unpackedReader{r: r, kind: kindZip, budget: &f.budget}
		f.open(u, nil, 0, n)
		if u.err != io.EOF && h.flags&described != 0 {
			return false
		}
	}
	if h.flags&described == 0 {
		_, err := io.Copy(io.Discard, packed)
		return err == nil
	}
	return (folder || r != nil) && skipDescriptor(br)
}

// skipDescriptor passes the sizes that stand after a member's data (APPNOTE
// 4.3.9), whose form the data does not tell, up to the next header.
func skipDescriptor(br *bufio.Reader) bool {
	for range 25 {
		b, err := br.Peek(4)
		if err != nil || b[0] == 'P' && b[1] == 'K' && (b[2] == 3 && b[3] == 4 || b[2] == 1 && b[3] == 2) {
			return true
		}
		if _, err := br.Discard(1); err != nil {
			return true
		}
	}
	return false
}
