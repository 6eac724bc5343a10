// Command gen compiles the YAML files below data into compiled.bin, which is
// part of the program. Run by "go generate" in package knowledge.
package main

import (
	"bytes"
	"fmt"
	"os"

	"github.com/whomade/whomade/knowledge"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run() error {
	out, err := knowledge.Compile(os.DirFS("data"))
	if err != nil {
		return err
	}
	if old, err := os.ReadFile("compiled.bin"); err == nil && bytes.Equal(old, out) {
		return nil
	}
	return os.WriteFile("compiled.bin", out, 0o644)
}
