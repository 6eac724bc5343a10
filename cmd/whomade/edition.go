package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/edition"
	"github.com/whomade/whomade/report"
)

const trustedFlag = "trusted-key"

// checkEdition looks at the knowledge that a verb is about to use: it refuses
// a folder that is not what was signed, and says the age of what is stale.
func (a *app) checkEdition(c *cobra.Command) error {
	flag := c.Flags().Lookup("knowledge")
	if flag == nil {
		return nil
	}
	trusted := ""
	if f := c.Flags().Lookup(trustedFlag); f != nil {
		trusted = f.Value.String()
	}
	dir := flag.Value.String()
	if dir == "" {
		if trusted != "" {
			return usageError{fmt.Errorf("--%s is about a folder given with --knowledge", trustedFlag)}
		}
		e, err := edition.Embedded()
		if err != nil {
			return err
		}
		a.sayAge(e)
		return nil
	}
	fsys := os.DirFS(dir)
	keys, err := trustedKeys(trusted)
	if err != nil {
		return err
	}
	// A folder without a signature will do, unless a key is asked for; a signature
	// that does not fit never does.
	if _, err = edition.Verify(fsys, keys...); err != nil && (len(keys) > 0 || !errors.Is(err, edition.ErrNotSigned)) {
		return usageError{fmt.Errorf("knowledge in %s: %w", dir, err)}
	}
	e, ok, err := edition.Read(fsys)
	if err != nil {
		return usageError{fmt.Errorf("knowledge in %s: %w", dir, err)}
	}
	if ok {
		a.sayAge(e)
	}
	return nil
}

// edition is the edition in use, where it says which it is.
func (f *knowledgeFlags) edition() (edition.Edition, bool) {
	if f.dir == "" {
		e, err := edition.Embedded()
		return e, err == nil
	}
	e, ok, err := edition.Read(os.DirFS(f.dir))
	return e, ok && err == nil
}

// stale says how old the edition in use is on the day that is asked about, where it
// should have been looked at again; it is empty otherwise.
func (f *knowledgeFlags) stale(day whomade.Date) string {
	e, ok := f.edition()
	if !ok || !e.Stale(day) {
		return ""
	}
	return fmt.Sprintf("the knowledge (%s %s) is of %s, %s before the day asked about: what came into force since is not in it",
		e.Name, e.Version, e.Date, report.Count(e.Age(day), "day"))
}

func (a *app) sayAge(e edition.Edition) {
	if today := whomade.DateOf(a.now()); e.Stale(today) {
		a.say("the knowledge (%s %s) is of %s, %s old: what came into force since is not in it", e.Name, e.Version, e.Date, report.Count(e.Age(today), "day"))
	}
}

func trustedKeys(file string) ([]ed25519.PublicKey, error) {
	if file == "" {
		return nil, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, usageError{err}
	}
	k, err := edition.ParsePublic(b)
	if err != nil {
		return nil, usageError{fmt.Errorf("%s: %w", file, err)}
	}
	return []ed25519.PublicKey{k}, nil
}

// editionState is what "knowledge show" says.
type editionState struct {
	edition.Edition
	Age       int               `json:"age_days"`
	Stale     bool              `json:"stale"`
	Signed    string            `json:"signed"` // key id, "built in" or ""
	Makers    int               `json:"makers"`
	Rules     int               `json:"rules"`
	Forms     int               `json:"forms"`
	Knowledge whomade.Knowledge `json:"knowledge"`
}

func newKnowledgeShowCommand(a *app) *cobra.Command {
	var know knowledgeFlags
	var format string
	c := &cobra.Command{
		Use:   "show",
		Short: "Show which edition is in use: version, date, age, signature, changes of the law",
		Example: `  whomade knowledge show
  whomade knowledge show --knowledge ./my-knowledge --format json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			s, err := a.editionState(&know)
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return a.json(s)
			case "table":
				a.showEdition(s)
				return nil
			}
			return unknownFormat(format)
		},
	}
	know.add(c)
	c.Flags().StringVar(&format, "format", "table", "`FORMAT`: table or json")
	return c
}

func (a *app) editionState(know *knowledgeFlags) (editionState, error) {
	var s editionState
	var err error
	if s.Edition, err = edition.Embedded(); err != nil {
		return s, err
	}
	s.Signed = "built in"
	if know.dir != "" {
		var ok bool
		if s.Edition, ok, err = edition.Read(os.DirFS(know.dir)); err != nil {
			return s, usageError{err}
		} else if !ok {
			return s, usageError{fmt.Errorf("%s has no %s: name, version and date of the edition", know.dir, edition.File)}
		}
		s.Signed = ""
		if k, err := edition.Verify(os.DirFS(know.dir)); err == nil {
			s.Signed = edition.KeyID(k)
		}
	}
	set, err := know.makers()
	if err != nil {
		return s, err
	}
	book, err := know.book(nil)
	if err != nil {
		return s, err
	}
	forms, err := know.forms()
	if err != nil {
		return s, err
	}
	today := whomade.DateOf(a.now())
	s.Age, s.Stale = s.Edition.Age(today), s.Edition.Stale(today)
	s.Makers, s.Rules, s.Forms = len(set.Makers()), len(book.Rules()), len(forms)
	s.Knowledge = set.State()
	if book.Date().Compare(s.Knowledge.Date) > 0 {
		s.Knowledge.Date = book.Date()
	}
	s.Knowledge.Digest = joinDigests(s.Knowledge.Digest, book.Digest())
	return s, nil
}

func (a *app) showEdition(s editionState) {
	fmt.Fprintf(a.out, "%s %s of %s, %s old", s.Name, s.Version, s.Date, report.Count(s.Age, "day"))
	if s.Stale {
		fmt.Fprintf(a.out, ": it should have been looked at again after %d", s.Review)
	}
	fmt.Fprintln(a.out)
	switch s.Signed {
	case "":
		fmt.Fprintln(a.out, "not signed")
	case "built in":
		fmt.Fprintln(a.out, "built into the program")
	default:
		fmt.Fprintf(a.out, "signed with key %s; all files are those that were signed\n", s.Signed)
	}
	fmt.Fprintf(a.out, "%s, %s, %s; newest source of %s\n", report.Count(s.Makers, "company|companies"), report.Count(s.Rules, "rule"), report.Count(s.Forms, "form"), s.Knowledge.Date)
	fmt.Fprintf(a.out, "digest %s\n", s.Knowledge.Digest)
	if len(s.Changes) > 0 {
		fmt.Fprintln(a.out, "changes of the law in it")
	}
	for i := len(s.Changes) - 1; i >= 0; i-- {
		x := s.Changes[i]
		fmt.Fprintf(a.out, "  %-10s  %s (%s)  [%s]\n", x.Date, x.What, strings.Join(x.Rules, ", "), x.Source)
	}
}

func newKnowledgeKeyCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "key FILE",
		Short: "Make an Ed25519 key to sign knowledge with",
		Long: `key writes a new private key to FILE, readable by you alone, and its public part to
FILE with .pub before its extension. Both are PEM as openssl reads and writes it. It
overwrites nothing.`,
		Example: "  whomade knowledge key publisher.pem    # and publisher.pub.pem",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			_, key, err := ed25519.GenerateKey(rand.Reader)
			if err != nil {
				return err
			}
			private, public, err := edition.FormatKeys(key)
			if err != nil {
				return err
			}
			ext := filepath.Ext(args[0])
			for _, f := range []struct {
				name string
				mode os.FileMode
				data []byte
			}{{strings.TrimSuffix(args[0], ext) + ".pub" + ext, 0o644, public}, {args[0], 0o600, private}} {
				if err := newFile(f.name, f.mode, f.data); err != nil {
					return usageError{err}
				}
			}
			pub, _ := key.Public().(ed25519.PublicKey)
			a.say("key %s", edition.KeyID(pub))
			return nil
		},
	}
}

// newFile writes a file that does not exist yet.
func newFile(name string, mode os.FileMode, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func newKnowledgeSignCommand(a *app) *cobra.Command {
	var keyFile string
	c := &cobra.Command{
		Use:   "sign DIR --key FILE",
		Short: "Sign a folder of knowledge: the digests of all its files",
		Long: `sign writes ` + edition.Signature + ` into a folder of knowledge: the SHA-256 digest of each file in it and an
Ed25519 signature over the list. The folder must say in ` + edition.File + ` which edition it is: name,
version, date, after how many days it should be looked at again, and the changes of the
law in it.`,
		Example: `  whomade knowledge key publisher.pem
  whomade knowledge sign ./my-knowledge --key publisher.pem`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if keyFile == "" {
				return usageError{errors.New("say with which key: --key FILE (whomade knowledge key makes one)")}
			}
			b, err := os.ReadFile(keyFile)
			if err != nil {
				return usageError{err}
			}
			key, err := edition.ParsePrivate(b)
			if err != nil {
				return usageError{fmt.Errorf("%s: %w", keyFile, err)}
			}
			sig, err := edition.Sign(os.DirFS(args[0]), key)
			if err != nil {
				return usageError{fmt.Errorf("signing %s: %w", args[0], err)}
			}
			pub, _ := key.Public().(ed25519.PublicKey)
			err = writeFile(filepath.Join(args[0], edition.Signature), func(w io.Writer) error {
				_, err := w.Write(sig)
				return err
			})
			if err == nil {
				a.say("signed with key %s", edition.KeyID(pub))
			}
			return err
		},
	}
	c.Flags().StringVar(&keyFile, "key", "", "the private key, `FILE` (PEM)")
	return c
}

func newKnowledgeVerifyCommand(a *app) *cobra.Command {
	var trusted string
	c := &cobra.Command{
		Use:   "verify DIR",
		Short: "Check that a folder of knowledge is what was signed, and by whom",
		Long: `verify checks that a folder holds exactly the files that were signed, and with
--` + trustedFlag + ` that this key signed them. Verbs with --knowledge check the same before they use
a folder: a signature that does not fit is refused, and with --` + trustedFlag + ` a missing one too.`,
		Example: `  whomade knowledge verify ./my-knowledge --trusted-key publisher.pub.pem
  whomade scan evidence/ --knowledge ./my-knowledge --trusted-key publisher.pub.pem`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			keys, err := trustedKeys(trusted)
			if err != nil {
				return err
			}
			fsys := os.DirFS(args[0])
			key, err := edition.Verify(fsys, keys...)
			if err != nil {
				return fmt.Errorf("knowledge in %s: %w", args[0], err)
			}
			e, _, err := edition.Read(fsys)
			if err != nil {
				return fmt.Errorf("knowledge in %s: %w", args[0], err)
			}
			who := "which was not given as trusted: any key will do here"
			if len(keys) > 0 {
				who = "which is trusted"
			}
			fmt.Fprintf(a.out, "%s %s of %s, %s old: all files are those that were signed with key %s, %s\n",
				e.Name, e.Version, e.Date, report.Count(e.Age(whomade.DateOf(a.now())), "day"), edition.KeyID(key), who)
			return nil
		},
	}
	c.Flags().StringVar(&trusted, trustedFlag, "", "the public key that must have signed it, `FILE` (PEM)")
	return c
}
