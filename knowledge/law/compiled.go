package law

import (
	"encoding/json"
	"fmt"

	"github.com/whomade/whomade/knowledge/data/rules"
)

//go:generate go run ./gen

// compiled is a book in the form that is read quickly.
type compiled struct {
	Digest string     `json:"digest"`
	Facts  []Fact     `json:"facts"`
	Roles  []RoleName `json:"roles"`
	Unions []Union    `json:"unions"`
	Stakes []Stake    `json:"stakes"`
	Rules  []filed    `json:"rules"`
}

// filed is a rule with the file it came from.
type filed struct {
	File string `json:"file"`
	*Rule
}

// Compile writes a book in the form that Decode reads.
func Compile(b *Book) ([]byte, error) {
	c := compiled{Digest: b.digest, Facts: b.base, Roles: b.table.roles, Unions: b.table.unions, Stakes: b.table.stakes}
	for _, r := range b.rules {
		c.Rules = append(c.Rules, filed{r.File, r})
	}
	out, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("compile rules: %w", err)
	}
	return append(out, '\n'), nil
}

// Decode reads what Compile wrote.
func Decode(data []byte) (*Book, error) {
	var c compiled
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, fmt.Errorf("compiled rules: %w", err)
	}
	list := make([]*Rule, 0, len(c.Rules))
	for _, f := range c.Rules {
		if f.Rule == nil {
			return nil, fmt.Errorf("compiled rules: an empty rule")
		}
		f.Rule.File = f.File
		list = append(list, f.Rule)
	}
	b, err := newBook(list, c.Facts, c.Roles, c.Unions, c.Stakes)
	if err != nil {
		return nil, fmt.Errorf("compiled rules: %w", err)
	}
	b.digest = c.Digest
	return b, nil
}

// Embedded is the book the program is built with.
func Embedded() (*Book, error) { return Decode(rules.Compiled) }
