// Command docs writes the generated pages of the documentation into a folder:
// the table of attributes and the schema of the report.
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
		if err := os.WriteFile(filepath.Join(os.Args[1], name), content, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
