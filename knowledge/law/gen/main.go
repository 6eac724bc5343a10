// Command gen compiles the rule files into the form that the program loads.
package main

import (
	"fmt"
	"os"

	"github.com/whomade/whomade/knowledge/law"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	const dir = "../data/rules"
	b, err := law.Load(os.DirFS(dir))
	if err != nil {
		return err
	}
	out, err := law.Compile(b)
	if err != nil {
		return err
	}
	return os.WriteFile(dir+"/compiled.json", out, 0o644)
}
