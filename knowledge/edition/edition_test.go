package edition

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

const sample = "name: t\nversion: '1'\ndate: '2026-01-31'\nreview_days: 30\n"

func keys(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func folder() fstest.MapFS {
	return fstest.MapFS{File: {Data: []byte(sample)}, "rules/gb/a.yaml": {Data: []byte("id: a\n")}, "makers/b.yaml": {Data: []byte("id: b\n")}}
}

// TestSignature changes one thing after another of a signed folder.
func TestSignature(t *testing.T) {
	key, other := keys(1), keys(2)
	f := folder()
	if _, err := Verify(f); !errors.Is(err, ErrNotSigned) {
		t.Errorf("not signed: %v", err)
	}
	sig, err := Sign(f, key)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Sign(f, key)
	if err != nil || !bytes.Equal(sig, again) {
		t.Errorf("two signatures differ: %v", err)
	}
	f[Signature] = &fstest.MapFile{Data: sig}
	trusted := key.Public().(ed25519.PublicKey)
	if k, err := Verify(f, other.Public().(ed25519.PublicKey), trusted); err != nil || !k.Equal(trusted) {
		t.Fatalf("as signed: %v", err)
	}
	if _, err := Verify(f); err != nil {
		t.Errorf("any key: %v", err)
	}
	for _, c := range []struct {
		name   string
		change func(fstest.MapFS)
		want   string
	}{
		{"a rule is changed", func(f fstest.MapFS) { f["rules/gb/a.yaml"] = &fstest.MapFile{Data: []byte("id: aa\n")} }, "rules/gb/a.yaml was changed"},
		{"a rule is added", func(f fstest.MapFS) { f["rules/gb/c.yaml"] = &fstest.MapFile{Data: []byte("id: c\n")} }, "rules/gb/c.yaml was added"},
		{"a rule is gone", func(f fstest.MapFS) { delete(f, "rules/gb/a.yaml") }, "rules/gb/a.yaml is gone"},
		{"the date is moved", func(f fstest.MapFS) {
			f[File] = &fstest.MapFile{Data: []byte(strings.Replace(sample, "2026", "2027", 1))}
		}, "edition.yaml was changed"},
		{"the list is changed", func(f fstest.MapFS) {
			f[Signature] = &fstest.MapFile{Data: bytes.Replace(sig, []byte("makers"), []byte("makerz"), 1)}
		}, "does not fit"},
		{"no signature", func(f fstest.MapFS) { f[Signature] = &fstest.MapFile{Data: []byte("x")} }, "no signature file"},
		{"cut off", func(f fstest.MapFS) { f[Signature] = &fstest.MapFile{Data: sig[:len(sig)-20]} }, "is none"},
		{"signed by another", func(f fstest.MapFS) {
			s, _ := Sign(f, other)
			f[Signature] = &fstest.MapFile{Data: s}
		}, "which is not trusted"},
	} {
		g := maps.Clone(f)
		c.change(g)
		if _, err := Verify(g, trusted); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// TestEveryByte changes each byte of the signature file and of a signed file: none
// passes, and each says what is wrong.
func TestEveryByte(t *testing.T) {
	f := folder()
	sig, err := Sign(f, keys(1))
	if err != nil {
		t.Fatal(err)
	}
	f[Signature] = &fstest.MapFile{Data: sig}
	trusted := keys(1).Public().(ed25519.PublicKey)
	for name, file := range f {
		for i := range file.Data {
			if name == Signature && i == len(file.Data)-1 {
				continue // the line end behind the signature may be missing
			}
			changed := bytes.Clone(file.Data)
			changed[i] ^= 1
			g := maps.Clone(f)
			g[name] = &fstest.MapFile{Data: changed}
			if _, err := Verify(g, trusted); err == nil {
				t.Fatalf("%s passes with another byte at %d", name, i)
			} else if name != Signature && !strings.Contains(err.Error(), name+" was changed") {
				t.Fatalf("%s, byte %d: %v", name, i, err)
			}
		}
	}
}

// TestLinks: a link in place of a file, or beside them, is refused: what it points to
// was not signed.
func TestLinks(t *testing.T) {
	f := folder()
	sig, err := Sign(f, keys(1))
	if err != nil {
		t.Fatal(err)
	}
	f[Signature] = &fstest.MapFile{Data: sig}
	for _, name := range []string{"rules/gb/a.yaml", "rules/gb/new.yaml"} {
		g := maps.Clone(f)
		g[name] = &fstest.MapFile{Data: []byte("/etc/passwd"), Mode: fs.ModeSymlink}
		if _, err := Verify(g); err == nil || !strings.Contains(err.Error(), name+" is a link or a device") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzVerify(f *testing.F) {
	sig, err := Sign(folder(), keys(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sig)
	f.Add([]byte(magic + "\n" + keyWord + "\n" + sigWord + "\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		g := folder()
		g[Signature] = &fstest.MapFile{Data: b}
		if _, err := Verify(g, keys(1).Public().(ed25519.PublicKey)); err == nil && !bytes.Equal(bytes.TrimSuffix(b, []byte("\n")), bytes.TrimSuffix(sig, []byte("\n"))) {
			t.Errorf("%q passes", b)
		}
	})
}

func TestKeys(t *testing.T) {
	private, public, err := FormatKeys(keys(3))
	if err != nil {
		t.Fatal(err)
	}
	a, err := ParsePrivate(private)
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParsePublic(public)
	if err != nil || !b.Equal(a.Public()) {
		t.Errorf("keys do not belong together: %v", err)
	}
	if _, err := ParsePublic(private); err == nil {
		t.Error("a private key passes as a public one")
	}
	if _, err := ParsePrivate([]byte("x")); err == nil {
		t.Error("text passes as a key")
	}
}

func TestAge(t *testing.T) {
	e, ok, err := Read(folder())
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	for _, c := range []struct {
		day   whomade.Date
		age   int
		stale bool
	}{
		{whomade.Date{Year: 2026, Month: 1, Day: 31}, 0, false},
		{whomade.Date{Year: 2026, Month: 3, Day: 2}, 30, false},
		{whomade.Date{Year: 2026, Month: 3, Day: 3}, 31, true},
		{whomade.Date{Year: 2028, Month: 3, Day: 1}, 760, true},
	} {
		if e.Age(c.day) != c.age || e.Stale(c.day) != c.stale {
			t.Errorf("%s: %d days, stale %v", c.day, e.Age(c.day), e.Stale(c.day))
		}
	}
}

func TestStrict(t *testing.T) {
	for text, want := range map[string]string{
		"name: t\nversion: '1'\n": "are needed", "nam: t\n": "unknown field", "name: t\nversion: '1'\ndate: '2026-01'\n": "are needed",
		sample + "changes: [{date: '2026-01-01', what: x}]\n": "source are needed",
	} {
		if _, _, err := Read(fstest.MapFS{File: {Data: []byte(text)}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, ok, err := Read(fstest.MapFS{}); ok || err != nil {
		t.Errorf("no edition: %v %v", ok, err)
	}
}

// TestEmbedded holds the built-in edition against the rules.
func TestEmbedded(t *testing.T) {
	e, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	book, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range e.Changes {
		for _, id := range c.Rules {
			if _, ok := book.Rule(id); !ok {
				t.Errorf("change of %s: there is no rule %q", c.Date, id)
			}
		}
		if i > 0 && c.Date.Before(e.Changes[i-1].Date) {
			t.Errorf("change of %s is not in the order of days", c.Date)
		}
		if e.Date.Before(c.Date) {
			t.Errorf("change of %s is later than the edition", c.Date)
		}
	}
}
