package edition

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Signature is the name of the file with the digests and the signature.
const Signature = "edition.sig"

// The first line of the file, and what the lines after it begin with.
const (
	magic   = "whomade knowledge signature 1"
	keyWord = "key "
	sigWord = "signature "
)

// ErrNotSigned: a folder has no signature.
var ErrNotSigned = errors.New("it is not signed")

// Sign returns the content of the signature file for a folder: the digest of each
// file in it, and an Ed25519 signature (RFC 8032) over these lines.
func Sign(fsys fs.FS, key ed25519.PrivateKey) ([]byte, error) {
	if _, ok, err := Read(fsys); err != nil {
		return nil, err
	} else if !ok {
		return nil, fmt.Errorf("there is no %s that says which edition it is", File)
	}
	list, err := digests(fsys)
	if err != nil {
		return nil, err
	}
	public, _ := key.Public().(ed25519.PublicKey)
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%s%s\n", magic, keyWord, base64.StdEncoding.EncodeToString(public))
	for _, l := range list {
		fmt.Fprintf(&b, "%s %s\n", l.sum, l.name)
	}
	fmt.Fprintf(&b, "%s%s\n", sigWord, base64.StdEncoding.EncodeToString(ed25519.Sign(key, b.Bytes())))
	return b.Bytes(), nil
}

// Verify checks that a folder holds exactly the files that were signed, and that
// one of the trusted keys signed them. Without trusted keys any key will do; who
// holds the one returned, the caller must know.
func Verify(fsys fs.FS, trusted ...ed25519.PublicKey) (ed25519.PublicKey, error) {
	b, err := readFile(fsys, Signature)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotSigned
	}
	if err != nil {
		return nil, err
	}
	signed, rest, ok := bytes.Cut(b, []byte("\n"+sigWord))
	if !ok || !bytes.HasPrefix(signed, []byte(magic+"\n"+keyWord)) {
		return nil, fmt.Errorf("%s is no signature file", Signature)
	}
	signed = append(slices.Clone(signed), '\n')
	text := strings.TrimSuffix(string(rest), "\n")
	sig, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(sig) != ed25519.SignatureSize || strings.ContainsAny(text, "\r\n") {
		return nil, fmt.Errorf("%s: its signature is none", Signature)
	}
	lines := strings.Split(strings.TrimSuffix(string(signed), "\n"), "\n")
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], keyWord))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("%s: its key is none", Signature)
	}
	public := ed25519.PublicKey(key)
	if !ed25519.Verify(public, signed, sig) {
		return nil, errors.New("the signature does not fit: the list of files was changed after it was signed")
	}
	if len(trusted) > 0 && !slices.ContainsFunc(trusted, func(k ed25519.PublicKey) bool { return k.Equal(public) }) {
		return public, fmt.Errorf("it is signed with key %s, which is not trusted", KeyID(public))
	}
	return public, compare(fsys, lines[2:])
}

// compare holds the files of a folder against the signed lines.
func compare(fsys fs.FS, lines []string) error {
	list, err := digests(fsys)
	if err != nil {
		return err
	}
	want := map[string]string{}
	for _, l := range lines {
		sum, name, ok := strings.Cut(l, " ")
		if !ok {
			return fmt.Errorf("%s: line %q is no file", Signature, l)
		}
		want[name] = sum
	}
	var wrong []string
	for _, f := range list {
		sum, ok := want[f.name]
		delete(want, f.name)
		if !ok {
			wrong = append(wrong, f.name+" was added")
		} else if sum != f.sum {
			wrong = append(wrong, f.name+" was changed")
		}
	}
	for name := range want {
		wrong = append(wrong, name+" is gone")
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.Sort(wrong)
	if n := len(wrong); n > 5 {
		wrong = append(wrong[:5], fmt.Sprintf("and %d more", n-5))
	}
	return errors.New("its files are not those that were signed: " + strings.Join(wrong, ", "))
}

type digest struct{ name, sum string }

// digests are those of all files of a folder but the signature, by name.
func digests(fsys fs.FS) ([]digest, error) {
	var out []digest
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == Signature {
			return err
		}
		if !d.Type().IsRegular() {
			return fmt.Errorf("%s is a link or a device: only plain files can be signed", name)
		}
		if strings.ContainsAny(name, "\n\r") {
			return fmt.Errorf("%q: a name with a line end cannot be signed", name)
		}
		if len(out) >= maxFiles {
			return errors.New("too many files")
		}
		b, err := readFile(fsys, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		out = append(out, digest{name, "sha256:" + hex.EncodeToString(sum[:])})
		return nil
	})
	slices.SortFunc(out, func(a, b digest) int { return strings.Compare(a.name, b.name) })
	return out, err
}

// KeyID is a short name of a key: the first octets of its digest.
func KeyID(k ed25519.PublicKey) string {
	sum := sha256.Sum256(k)
	return hex.EncodeToString(sum[:8])
}

// ParsePrivate reads an Ed25519 key in PEM (PKCS #8, RFC 8410), as openssl writes it.
func ParsePrivate(b []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(b)
	if block == nil || block.Type != "PRIVATE KEY" {
		return nil, errors.New("it is no private key in PEM")
	}
	k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := k.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("it is no Ed25519 key")
	}
	return key, nil
}

// ParsePublic reads an Ed25519 public key in PEM (SubjectPublicKeyInfo).
func ParsePublic(b []byte) (ed25519.PublicKey, error) {
	block, _ := pem.Decode(b)
	if block == nil || block.Type != "PUBLIC KEY" {
		return nil, errors.New("it is no public key in PEM")
	}
	k, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := k.(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("it is no Ed25519 key")
	}
	return key, nil
}

// FormatKeys writes a key and its public part in PEM.
func FormatKeys(key ed25519.PrivateKey) (private, public []byte, err error) {
	a, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, err
	}
	b, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return nil, nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: a}), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: b}), nil
}
