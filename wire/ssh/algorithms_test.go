package ssh_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/ssh"
	"github.com/whomade/whomade/wire/wiretest"
)

const identification = "SSH-2.0-Example_1.0\r\n"

// exchange is an identification and the algorithms behind it.
func exchange(lists ...string) []byte {
	b := append([]byte{6, 20}, make([]byte, 16)...)
	for _, l := range lists {
		b = binary.BigEndian.AppendUint32(b, uint32(len(l)))
		b = append(b, l...)
	}
	b = append(b, make([]byte, 5+6)...)
	return append(binary.BigEndian.AppendUint32([]byte(identification), uint32(len(b))), b...)
}

var (
	server = exchange("curve25519-sha256,kex-strict-s-v00@openssh.com", "ssh-ed25519", "aes256-gcm", "aes128-ctr,aes256-ctr", "hmac-sha1", "hmac-sha2-256", "zlib", "none", "", "")
	client = exchange("curve25519-sha256,ext-info-c", "ssh-ed25519", "aes256-ctr", "aes128-ctr", "hmac-sha1", "hmac-sha2-256", "zlib", "none", "", "")
)

var exchanges = []struct {
	name string
	in   []byte
	end  bool
	want wire.Status
	out  []string
}{
	{"server", server, false, wire.Done, []string{"ssh.hassh 0xca43a724faad7ac8e68d94d093409302"}},
	{"client", client, false, wire.Done, []string{"ssh.hassh 0x1ae6b63630ebe80ee3b673a9848a69d5"}},
	{"more behind", append(bytes.Clone(client), server...), false, wire.Done, []string{"ssh.hassh 0x1ae6b63630ebe80ee3b673a9848a69d5"}},
	{"identification alone", []byte(identification), false, wire.NeedMore, nil},
	{"identification alone at the end", []byte(identification), true, wire.NotMine, nil},
	{"a part", server[:100], false, wire.NeedMore, nil},
	{"a part at the end", server[:100], true, wire.NotMine, nil},
	{"another message", append([]byte(identification), 0, 0, 0, 30, 6, 21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), false, wire.NotMine, nil},
	{"too few lists", exchange("a", "b"), false, wire.NotMine, nil},
	{"no identification", []byte("GET / HTTP/1.1\r\n\x00\r\n"), false, wire.NotMine, nil},
}

func TestDecodeAlgorithms(t *testing.T) {
	for _, tc := range exchanges {
		t.Run(tc.name, func(t *testing.T) {
			var r wiretest.Recorder
			if got := ssh.DecodeAlgorithms(tc.in, tc.end, &r); got != tc.want {
				t.Errorf("status %v, want %v", got, tc.want)
			}
			if diff := cmp.Diff(tc.out, r.Lines); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNeeded(t *testing.T) {
	if got, want := ssh.Needed(server[:30]), len(server); got != want {
		t.Errorf("needed %d, want %d", got, want)
	}
	if got := ssh.Needed([]byte(identification)); got != 0 {
		t.Errorf("needed %d before the length is there", got)
	}
}

// atEnd shows all that there is.
func atEnd(b []byte, s wire.Sink) bool {
	ssh.Needed(b)
	return ssh.DecodeAlgorithms(b, true, s) == wire.Done
}

func TestAlgorithmsTruncated(t *testing.T)     { wiretest.Truncate(t, atEnd, server, client) }
func TestAlgorithmsNoAllocations(t *testing.T) { wiretest.NoAllocs(t, atEnd, server, client) }
func FuzzDecodeAlgorithms(f *testing.F)        { wiretest.Fuzz(f, atEnd, server, client) }
