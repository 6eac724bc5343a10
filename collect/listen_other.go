//go:build !linux

package collect

import (
	"context"
	"fmt"
	"runtime"
)

// Listen is for Linux only.
func Listen(context.Context, Options, Sink) (Totals, error) {
	return Totals{}, fmt.Errorf("listening is not supported on %s: capture with another program and give its file to whomade scan", runtime.GOOS)
}
