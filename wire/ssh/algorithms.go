package ssh

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"hash"
	"sync"

	"github.com/whomade/whomade/wire"
)

const (
	keyExchangeInit = 20    // message number (RFC 4253 clause 12)
	listsAt         = 22    // behind length, padding length, message number, cookie
	maxPacket       = 35000 // RFC 4253 clause 6.1
)

// Places of the lists of names (RFC 4253 clause 7.1).
const (
	keyExchange         = 0
	encryptionToServer  = 2
	macToServer         = 4
	compressionToServer = 6
	lists               = 10
)

// asClient is what a client alone puts among its key exchanges (RFC 8308 clause
// 2.1).
var asClient = []byte("ext-info-c")

// digests are made once and used again, with room for their results.
var digests = sync.Pool{New: func() any { return &digest{Hash: md5.New()} }}

type digest struct {
	hash.Hash
	sum [md5.Size]byte
}

// DecodeAlgorithms is a wire.StreamDecoder for what follows the identification.
// It reports ssh.hassh: the MD5 digest of the lists of key exchanges, ciphers,
// digests and compressions, joined by semicolons, as HASSH (for a client) and
// HASSHServer define it. Only a client says what it is, so without that the lists
// of the server's direction are taken; nearly all programs offer the same both
// ways.
func DecodeAlgorithms(head []byte, end bool, s wire.Sink) wire.Status {
	_, b, status := find(head)
	if status == wire.Done && len(b) < listsAt {
		status = wire.NeedMore
	}
	if status != wire.Done {
		return unless(end, status)
	}
	n := int(binary.BigEndian.Uint32(b)) + 4
	if n < listsAt || n > maxPacket || b[5] != keyExchangeInit {
		return wire.NotMine
	}
	if len(b) < n {
		return unless(end, wire.NeedMore)
	}
	var names [lists][]byte
	rest := b[listsAt:n]
	for i := range names {
		if len(rest) < 4 || uint64(binary.BigEndian.Uint32(rest)) > uint64(len(rest)-4) {
			return wire.NotMine
		}
		size := int(binary.BigEndian.Uint32(rest))
		names[i], rest = rest[4:4+size], rest[4+size:]
	}
	direction := 1
	if bytes.Contains(names[keyExchange], asClient) {
		direction = 0
	}
	d := digests.Get().(*digest)
	defer digests.Put(d)
	d.Reset()
	d.Write(names[keyExchange])
	for _, i := range [...]int{encryptionToServer, macToServer, compressionToServer} {
		d.Write(separator)
		d.Write(names[i+direction])
	}
	s.Field("ssh.hassh", wire.Bytes, d.Sum(d.sum[:0]))
	return wire.Done
}

var separator = []byte(";")

// unless is what a decoder says that will be shown no more where it is the end.
func unless(end bool, status wire.Status) wire.Status {
	if end {
		return wire.NotMine
	}
	return status
}

// Needed is how long a head has to be for DecodeAlgorithms.
func Needed(head []byte) int {
	if _, b, status := find(head); status == wire.Done && len(b) >= 4 {
		return len(head) - len(b) + 4 + int(min(binary.BigEndian.Uint32(b), maxPacket))
	}
	return 0
}
