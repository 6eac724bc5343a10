package whomade_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/whomade/whomade"

// pkg is what "go list" says of a package.
type pkg struct {
	ImportPath string
	Standard   bool
	Imports    []string
	Deps       []string
}

func listPackages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Standard,Imports,Deps", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// below reports whether path is the package at root, or one below it.
func below(path string, roots ...string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		full := module + "/" + root
		return path == full || strings.HasPrefix(path, full+"/")
	})
}

func TestLayers(t *testing.T) {
	stages := []string{"evidence", "wire", "identify", "check", "plan", "watch"}
	// Stages flow one way: each may import only those before it.
	later := map[string][]string{
		"collect":   {"evidence", "wire", "knowledge", "identify", "check", "report", "network"},
		"wire":      {"evidence", "knowledge", "identify", "check", "report", "network"},
		"evidence":  {"knowledge", "identify", "check", "report", "network"},
		"knowledge": {"evidence", "wire", "identify", "check", "report", "network"},
		"identify":  {"evidence", "wire", "check", "report", "network"},
		"check":     {"evidence", "wire", "identify", "report", "network"},
		"report":    {"evidence", "wire", "knowledge", "identify", "check", "network"},
		"network":   {"evidence", "wire", "knowledge", "identify", "check", "report"},
		"internal":  {"evidence", "wire", "knowledge", "identify", "check", "report", "network"},
	}
	for _, p := range listPackages(t) {
		if below(p.ImportPath, "internal/gen") || strings.HasSuffix(p.ImportPath, "/gen") {
			continue
		}
		if p.ImportPath == module {
			for _, d := range p.Deps {
				if strings.Contains(strings.SplitN(d, "/", 2)[0], ".") {
					t.Errorf("the root package depends on %s; only the standard library is allowed", d)
				}
			}
		}
		for from, forbidden := range later {
			for _, d := range p.Imports {
				if below(p.ImportPath, from) && below(d, forbidden...) {
					t.Errorf("%s imports %s, which is a later stage", p.ImportPath, d)
				}
			}
		}
		if below(p.ImportPath, stages...) {
			for _, d := range p.Deps {
				if below(d, "store", "bus", "server", "cmd") {
					t.Errorf("%s depends on %s", p.ImportPath, d)
				}
			}
			for _, d := range p.Imports {
				if d == "net/http" || d == "net" || d == "os/exec" {
					t.Errorf("%s imports %s: stages open no connection and start nothing", p.ImportPath, d)
				}
			}
		}
		// Interfaces are opened by collect alone, and what it receives is handed to
		// it by nobody but the program.
		if !below(p.ImportPath, "cmd") && slices.ContainsFunc(p.Imports, func(d string) bool { return below(d, "collect") }) {
			t.Errorf("%s imports collect", p.ImportPath)
		}
		if !below(p.ImportPath, "cmd", "server") && slices.Contains(p.Imports, "log") {
			t.Errorf("%s imports log: only cmd and server talk", p.ImportPath)
		}
	}
}
