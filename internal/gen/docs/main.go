// Command docs writes the generated pages of the documentation into a folder:
// the table of attributes, the schema of the report, which rules are
// known and how well, and a page for each jurisdiction.
package main

import (
	"log"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: docs FOLDER")
	}
	pages, err := Pages()
	if err != nil {
		log.Fatal(err)
	}
	for name, content := range pages {
		file := filepath.Join(os.Args[1], name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
