package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade/identify"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/law"
	"github.com/whomade/whomade/knowledge/recog"
	"github.com/whomade/whomade/knowledge/registry"
)

// knowledgeFlags say which knowledge to use.
type knowledgeFlags struct{ dir, recog, trusted string }

func (f *knowledgeFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.dir, "knowledge", "", "use the makers in `DIR`, where it has some, and its rules and forms over the built-in ones")
	c.Flags().StringVar(&f.trusted, trustedFlag, "", "refuse --knowledge unless the key in `FILE` (public, PEM) signed it")
}

// addRecog is add for verbs that identify.
func (f *knowledgeFlags) addRecog(c *cobra.Command) {
	f.add(c)
	c.Flags().StringVar(&f.recog, "recog", "", "also match Recog's fingerprint databases (*.xml) in `DIR`")
}

// makers loads what is known about makers.
func (f *knowledgeFlags) makers() (*knowledge.Set, error) {
	if f.dir == "" || !isDir(filepath.Join(f.dir, "makers")) && f.rulesOnly() {
		return knowledge.Open()
	}
	set, err := knowledge.Load(os.DirFS(f.dir))
	if err != nil {
		return nil, usageError{fmt.Errorf("knowledge in %s: %w", f.dir, err)}
	}
	return set, nil
}

// rulesOnly reports whether the folder holds rules or forms, so that it may do
// without makers.
func (f *knowledgeFlags) rulesOnly() bool {
	return isDir(filepath.Join(f.dir, "rules")) || isDir(filepath.Join(f.dir, "forms"))
}

// engine loads what identification needs.
func (f *knowledgeFlags) engine() (*identify.Engine, error) {
	set, err := f.makers()
	if err != nil {
		return nil, err
	}
	return f.engineOf(set)
}

func (f *knowledgeFlags) engineOf(set *knowledge.Set) (*identify.Engine, error) {
	reg, err := registry.Open()
	if err != nil {
		return nil, err
	}
	e, err := identify.New(set, reg)
	if err != nil || f.recog == "" {
		return e, err
	}
	fingerprints, err := recog.Load(os.DirFS(f.recog))
	if err != nil {
		return nil, usageError{fmt.Errorf("reading the Recog databases in %s: %w", f.recog, err)}
	}
	e.UseRecog(fingerprints)
	return e, nil
}

// book loads the rules that are wanted: the built-in ones, those in the
// knowledge folder, or a folder of their own, and of these the ones named.
func (f *knowledgeFlags) book(want []string) (*law.Book, error) {
	book, err := law.Embedded()
	if err != nil {
		return nil, err
	}
	if f.dir != "" {
		if dir := filepath.Join(f.dir, "rules"); isDir(dir) {
			if book, err = law.LoadOver(book, os.DirFS(dir)); err != nil {
				return nil, usageError{fmt.Errorf("rules in %s: %w", dir, err)}
			}
		}
	}
	var names []string
	for _, w := range want {
		if !isDir(w) {
			names = append(names, w)
			continue
		}
		if book, err = law.LoadOver(book, os.DirFS(w)); err != nil {
			return nil, usageError{fmt.Errorf("rules in %s: %w", w, err)}
		}
	}
	if book, err = book.Select(strings.Join(names, ",")); err != nil {
		return nil, usageError{err}
	}
	return book, nil
}

func isDir(name string) bool {
	i, err := os.Stat(name)
	return err == nil && i.IsDir()
}

// joinDigests is one digest over several.
func joinDigests(digests ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(digests, "\n")))
	return "sha256:" + hex.EncodeToString(sum[:])
}
