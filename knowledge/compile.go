package knowledge

import (
	_ "embed" // the compiled knowledge
	"fmt"
	"io/fs"

	"github.com/whomade/whomade/internal/cascade"
	"github.com/whomade/whomade/internal/pack"
)

//go:embed compiled.bin
var embedded string

// compiled is the form in which the knowledge is part of the program: the YAML
// files as they were read, without examples, which only the lint needs, and
// the branches of each expression with their literals, which take time to find.
type compiled struct {
	Digest   string
	Makers   []Maker
	Shared   []Shared
	Rebadges []Rebadge
	Branches [][]cascade.Branch // of the text rules, in order
}

// Open returns the knowledge that is part of the program.
func Open() (*Set, error) { return openCompiled(embedded) }

func openCompiled(data string) (*Set, error) {
	var c compiled
	if err := pack.Unmarshal(data, &c); err != nil {
		return nil, fmt.Errorf("knowledge: compiled: %w", err)
	}
	return newSet(c.Makers, c.Shared, c.Rebadges, c.Digest, c.Branches)
}

// Compile reads the YAML files of fsys and returns their compiled form.
func Compile(fsys fs.FS) ([]byte, error) {
	s, err := Load(fsys)
	if err != nil {
		return nil, err
	}
	c := compiled{Digest: s.digest, Makers: s.makers, Shared: s.shared, Rebadges: s.rebadges}
	for _, r := range s.rules {
		c.Branches = append(c.Branches, r.Branches)
	}
	for i := range c.Makers {
		for j := range c.Makers[i].Signatures {
			c.Makers[i].Signatures[j].Examples = nil
			c.Makers[i].Signatures[j].Against = nil
		}
		for j := range c.Makers[i].Models {
			c.Makers[i].Models[j].Examples = nil
		}
	}
	return pack.Marshal(c)
}
