package evidence

import (
	"fmt"
	"path"
	"runtime"
	"strings"
)

// internalError describes a panic: what, and the line of code it came from.
func internalError(p any) string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	panicked := false
	for {
		f, more := frames.Next()
		if f.Function == "runtime.gopanic" {
			panicked = true
		} else if panicked && !strings.HasPrefix(f.Function, "runtime.") {
			return fmt.Sprintf("internal error while reading, at %s:%d: %v: please report it", path.Base(path.Dir(f.File))+"/"+path.Base(f.File), f.Line, p)
		}
		if !more {
			return fmt.Sprintf("internal error while reading: %v: please report it", p)
		}
	}
}
