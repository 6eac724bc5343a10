//go:build unix

package evidence_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/whomade/whomade/evidence"
)

// TestLinks holds that links lead nowhere outside, and special files are refused
// without being opened.
func TestLinks(t *testing.T) {
	outside := write(t, map[string]string{"secret": "LETTERS\noutside"})
	folder := write(t, map[string]string{"in": "LETTERS\nin"})
	for name, target := range map[string]string{
		"inside": "in", "abroad": filepath.Join(outside, "secret"), "up": "../../x", "nowhere": "gone", "loop": ".", "folder": outside,
	} {
		if err := os.Symlink(target, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(folder, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := read(t, evidence.Options{}, folder)
	if len(got.facts) != 1 || len(got.diagnostics) != 5 {
		t.Errorf("told:\n%s", got)
	}
	for _, name := range []string{"abroad", "up", "nowhere", "folder", "pipe"} {
		if !strings.Contains(got.String(), "error "+name+": ") {
			t.Errorf("nothing is said of %s", name)
		}
	}
	got = read(t, evidence.Options{}, filepath.Join(folder, "pipe"), "/dev/zero")
	if len(got.diagnostics) != 2 || len(got.artifacts) != 0 {
		t.Errorf("told:\n%s", got)
	}
}

// TestLinkRace holds that what turns into a link after it was listed is not read:
// it is opened through the folder's root.
func TestLinkRace(t *testing.T) {
	outside := write(t, map[string]string{"secret": "LETTERS\noutside"})
	root, err := os.OpenRoot(write(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := os.Symlink(filepath.Join(outside, "secret"), filepath.Join(root.Name(), "x")); err != nil {
		t.Fatal(err)
	}
	if _, err := root.Open("x"); err == nil {
		t.Error("a link out of the root was followed")
	}
}
