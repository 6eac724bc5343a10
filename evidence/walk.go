package evidence

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/whomade/whomade"
)

// walker turns arguments into jobs.
type walker struct {
	emit  func(*job) bool // false: stop
	roots []*os.Root
}

// stdin is the standard input; it can be read once.
type stdin struct{ r io.Reader }

// errStop ends a walk whose reader went away.
var errStop = errors.New("stopped")

func (w *walker) close() {
	for _, r := range w.roots {
		_ = r.Close() // only read from
	}
}

func (w *walker) walk(args []string, in io.Reader) {
	for _, arg := range args {
		if !w.argument(arg, in) {
			return
		}
	}
}

func (w *walker) argument(arg string, in io.Reader) bool {
	if arg == "-" {
		if in == nil {
			return w.problem("-", "there is no standard input")
		}
		return w.emit(newJob(job{name: "-", stdin: &stdin{in}}))
	}
	name := validName(filepath.Base(arg))
	info, err := os.Stat(arg)
	switch {
	case err != nil:
		return w.problem(name, reason(err))
	case info.IsDir():
		return w.folder(arg, name)
	case !info.Mode().IsRegular():
		return w.problem(name, refused(info.Mode())+`; to read from a pipe pass "-"`)
	}
	return w.emit(newJob(job{name: name, open: func() (*os.File, error) { return os.Open(arg) }}))
}

// folder walks a folder. Everything is opened through an os.Root, which no
// symbolic link leads out of.
func (w *walker) folder(arg, name string) bool {
	root, err := os.OpenRoot(arg)
	if err != nil {
		return w.problem(name, reason(err))
	}
	w.roots = append(w.roots, root)
	files := 0
	err = fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		label := validName(path)
		if path == "." {
			label = name
		}
		more := true
		switch {
		case err != nil:
			more = w.problem(label, "not read: "+reason(err))
		case d.IsDir():
		case d.Type()&fs.ModeSymlink != 0:
			// A link to something inside is no loss: that is read where it stands.
			if _, err := root.Stat(path); err != nil {
				more = w.problem(label, "a symbolic link that leads out of the folder or nowhere is not followed: pass its target")
			}
		case !d.Type().IsRegular():
			more = w.problem(label, refused(d.Type()))
		default:
			files++
			more = w.emit(newJob(job{name: label, open: func() (*os.File, error) { return root.Open(path) }}))
		}
		if !more {
			return errStop
		}
		return nil
	})
	if err != nil {
		return false
	}
	if files == 0 {
		return w.problem(name, "the folder holds no file that can be read")
	}
	return true
}

// problem is a job that says only why there is nothing to read.
func (w *walker) problem(name, message string) bool {
	return w.emit(newJob(job{name: name, problem: whomade.Diagnostic{Severity: whomade.SeverityError, Message: message}}))
}

func newJob(j job) *job {
	j.results = make(chan result, 2)
	return &j
}

func refused(mode fs.FileMode) string {
	what := "special file"
	switch {
	case mode&fs.ModeNamedPipe != 0:
		what = "named pipe"
	case mode&fs.ModeSocket != 0:
		what = "socket"
	case mode&fs.ModeDevice != 0:
		what = "device"
	}
	return "a " + what + " is not read"
}

// validName is a path as an artifact's name: "/"-separated UTF-8. Control
// characters stay; whoever shows names escapes them.
func validName(path string) string {
	return strings.ToValidUTF8(filepath.ToSlash(path), "\uFFFD")
}
