package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
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
			b, err := f.More(rest, false)
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

// mappable is a feed of a file that can be mapped, of n octets.
func mappable(t *testing.T, n int, digest string) (*feed, *os.File, []byte) {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	raw := &rawReader{r: in, whole: in, file: &file{run: &run{}}}
	f := newFeed(t.Context(), raw, digest, &sync.Pool{New: func() any { return &block{buffer: make([]byte, roomSize+blockSize)} }})
	f.raw = raw
	return f, in, data
}

// TestFeedMapped goes on in a mapped file where it began to read.
func TestFeedMapped(t *testing.T) {
	for _, digest := range []string{DigestSHA256, DigestNone} {
		f, _, data := mappable(t, leastMapped+farSize/2+17, digest)
		r := rand.New(rand.NewPCG(1, 2))
		var got, rest []byte
		for n := 0; ; n++ {
			b, err := f.More(rest, n > 0)
			if err == io.EOF {
				got = append(got, b...)
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			keep := min(len(b), r.IntN(1000))
			got = append(got, b[:len(b)-keep]...)
			rest = b[len(b)-keep:]
		}
		if f.pages == nil {
			t.Skip("files are not mapped on this system")
		}
		if !bytes.Equal(got, data) {
			t.Errorf("%s: %d of %d octets, or others", digest, len(got), len(data))
		}
		want := ""
		if digest == DigestSHA256 {
			want = fmt.Sprintf("sha256:%x", sha256.Sum256(data))
		}
		if d := f.close(); d != want || f.err != nil || f.size != int64(len(data)) || f.raw.n != f.size {
			t.Errorf("digest %s, want %s; %d octets, %d counted; %v", d, want, f.size, f.raw.n, f.err)
		}
	}
}

// TestFeedCut cuts a mapped file while it is read: before the next part, and under
// the one that is being looked at.
func TestFeedCut(t *testing.T) {
	for _, digest := range []string{DigestSHA256, DigestNone} {
		for _, left := range []int64{farSize + 8192, 8192} {
			f, in, _ := mappable(t, leastMapped, digest)
			b, err := f.More(nil, true)
			if f.pages == nil {
				t.Skip("files are not mapped on this system")
			}
			if err != nil || len(b) != farSize {
				t.Fatal(len(b), err)
			}
			if err := in.Truncate(left); err != nil {
				t.Fatal(err)
			}
			fault := func() (is bool) {
				defer func() { is = isFault(recover()) }()
				sha256.Sum256(b)
				return false
			}()
			if want := left < farSize; fault != want {
				t.Errorf("%s, %d octets left: fault %v, want %v", digest, left, fault, want)
			}
			d := f.close()
			if f.err != errCut || left < farSize && d != "" {
				t.Errorf("%s, %d octets left: digest %q, error %v", digest, left, d, f.err)
			}
		}
	}
}
