package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
)

// TestFeedMore takes an artifact block by block, leaving rests of any length, and
// gets every octet once and the right digest.
func TestFeedMore(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, 3<<20+17)
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	for _, digest := range []string{DigestSHA256, DigestNone} {
		pool := sync.Pool{New: func() any { return &block{buffer: make([]byte, roomSize+blockSize)} }}
		f := newFeed(context.Background(), bytes.NewReader(data), digest, &pool)
		var got, rest []byte
		small := make([]byte, 100)
		n, _ := f.Read(small) // what is begun with Read goes on with More
		got = append(got, small[:n]...)
		for {
			left := bytes.Clone(rest) // it moves
			b, err := f.More(rest)
			if !bytes.HasPrefix(b, left) {
				t.Fatalf("%s: what was left is not there", digest)
			}
			if err != nil {
				if err != io.EOF {
					t.Fatal(err)
				}
				got = append(got, b...)
				break
			}
			keep := r.IntN(len(b) + 1)
			if r.IntN(10) > 0 {
				keep = min(keep, 1000)
			}
			if len(b) > 4*roomSize {
				keep = 0
			}
			got = append(got, b[:len(b)-keep]...)
			rest = b[len(b)-keep:]
		}
		if !bytes.Equal(got, data) {
			t.Errorf("%s: %d of %d octets, or others", digest, len(got), len(data))
		}
		want := ""
		if digest == DigestSHA256 {
			want = fmt.Sprintf("sha256:%x", sha256.Sum256(data))
		}
		if d := f.close(); d != want {
			t.Errorf("digest %s, want %s", d, want)
		}
	}
}
