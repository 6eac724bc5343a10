package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// testMain runs the tests, with the program as a command of the scripts.
func testMain(m *testing.M) {
	now := func() time.Time { return time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC) }
	testscript.Main(m, map[string]func(){"whomade": func() { os.Exit(run(now)) }})
}

func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("ROOT", root)
			e.Setenv("TMPDIR", e.WorkDir)
			return nil
		},
	})
}

// testApp is a program that writes into buffers, on a fixed day.
func testApp(out, talk *bytes.Buffer) *app {
	return &app{in: strings.NewReader(""), out: out, err: talk, now: func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }}
}

var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "whomade-test-")
	if err != nil {
		return "", err
	}
	exe := filepath.Join(dir, "whomade")
	c := exec.Command("go", "build", "-o", exe, ".")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := c.CombinedOutput()
	if err != nil {
		return "", &exec.Error{Name: string(out), Err: err}
	}
	return exe, nil
})

// buildProgram builds the program once.
func buildProgram(t *testing.T) string {
	t.Helper()
	exe, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return exe
}
