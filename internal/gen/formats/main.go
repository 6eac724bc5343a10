// Command formats writes the list of evidence formats: every folder below
// evidence that has a constructor New() evidence.Format.
//
//	formats EVIDENCE-FOLDER OUTPUT-FILE
package main

import (
	"log"
	"os"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: formats EVIDENCE-FOLDER OUTPUT-FILE")
	}
	source, err := List(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[2], source, 0o644); err != nil {
		log.Fatal(err)
	}
}
