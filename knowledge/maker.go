package knowledge

import "github.com/whomade/whomade"

// Source says where a fact was read and when. Ref "memory" marks a fact that
// was written from memory and awaits a second source.
type Source struct {
	Ref  string       `yaml:"ref" json:"ref"`   // a URL, a registry's name, or "memory"
	Date whomade.Date `yaml:"date" json:"date"` // when it was read, or the registry's date
}

// Maker is what is known about one company that makes, badges or supplies
// network equipment. One YAML file each in data/makers.
type Maker struct {
	ID      string `yaml:"id" json:"id"`
	Name    string `yaml:"name" json:"name"`       // legal name today
	Short   string `yaml:"short" json:"short"`     // the short name it uses itself
	Country string `yaml:"country" json:"country"` // ISO 3166-1 alpha-2 of its seat, or XX
	Source  Source `yaml:"source" json:"source"`   // holds for every fact below that names no other

	Names       []Name         `yaml:"names,omitempty" json:"names,omitempty"`
	Brands      []Name         `yaml:"brands,omitempty" json:"brands,omitempty"`
	Relations   []Relation     `yaml:"relations,omitempty" json:"relations,omitempty"`
	Identifiers []Identifier   `yaml:"identifiers,omitempty" json:"identifiers,omitempty"`
	Signatures  []Signature    `yaml:"signatures,omitempty" json:"signatures,omitempty"`
	Models      []ModelPattern `yaml:"models,omitempty" json:"models,omitempty"`
	Note        string         `yaml:"note,omitempty" json:"note,omitempty"`
}

// Name is a name the company or its products are known by, in any script.
type Name struct {
	Name   string       `yaml:"name" json:"name"`
	Kind   string       `yaml:"kind,omitempty" json:"kind,omitempty"` // legal (default), short, former, brand, product
	From   whomade.Date `yaml:"from,omitempty" json:"from,omitzero"`
	To     whomade.Date `yaml:"to,omitempty" json:"to,omitzero"`
	Source *Source      `yaml:"source,omitempty" json:"source,omitempty"`
}

// Relation is a dated tie to another company.
type Relation struct {
	Type   string       `yaml:"type" json:"type"`     // parent, subsidiary, affiliate, brand, jv, acquired, divested, renamed, supplier-of
	Entity string       `yaml:"entity" json:"entity"` // a company id where one exists, else its name
	From   whomade.Date `yaml:"from,omitempty" json:"from,omitzero"`
	To     whomade.Date `yaml:"to,omitempty" json:"to,omitzero"` // the last day it held; zero: still so
	Note   string       `yaml:"note,omitempty" json:"note,omitempty"`
	Source *Source      `yaml:"source,omitempty" json:"source,omitempty"`
}

// Identifier is a number or code that stands for the company in a protocol.
type Identifier struct {
	// Kind: pen (IANA enterprise number), oui-name (regular expression on the
	// registered organisation of an OUI, lower-cased), oid (sysObjectID prefix,
	// dotted, without leading dot), gpon (PON vendor id, four characters),
	// radius (vendor id), diameter (vendor id), lldp-oui, usb, pci, fcc, oran.
	Kind  string `yaml:"kind" json:"kind"`
	Value string `yaml:"value" json:"value"`
	// Makers is the set of companies seen behind the number where it is not this
	// one alone (squatted, inherited, shared, OEM).
	Makers   []string     `yaml:"makers,omitempty" json:"makers,omitempty"`
	Brand    string       `yaml:"brand,omitempty" json:"brand,omitempty"` // badge, where it differs from the maker
	Product  string       `yaml:"product,omitempty" json:"product,omitempty"`
	Segment  string       `yaml:"segment,omitempty" json:"segment,omitempty"`   // as FACTS names them
	Function string       `yaml:"function,omitempty" json:"function,omitempty"` // as FACTS names them
	From     whomade.Date `yaml:"from,omitempty" json:"from,omitzero"`
	To       whomade.Date `yaml:"to,omitempty" json:"to,omitzero"`
	// Shared: the number says nothing or little about the maker (net-snmp 8072,
	// lwIP 26381): it never names one maker unless a second class agrees.
	Shared bool    `yaml:"shared,omitempty" json:"shared,omitempty"`
	Note   string  `yaml:"note,omitempty" json:"note,omitempty"`
	Source *Source `yaml:"source,omitempty" json:"source,omitempty"`
}

// Signature reads one attribute's text and says who it speaks for.
type Signature struct {
	ID         string   `yaml:"id" json:"id"`                 // unique: "<maker id>/<short-name>"
	Attributes []string `yaml:"attributes" json:"attributes"` // attribute names it applies to
	// Pattern is a regular expression in RE2 syntax; it is matched without
	// regard to case unless CaseSensitive. Named groups model, version, os,
	// serial yield those fields.
	Pattern       string   `yaml:"pattern" json:"pattern"`
	CaseSensitive bool     `yaml:"case_sensitive,omitempty" json:"case_sensitive,omitempty"`
	Not           string   `yaml:"not,omitempty" json:"not,omitempty"`       // must not match too
	Makers        []string `yaml:"makers,omitempty" json:"makers,omitempty"` // default: the file's company; a set where it is shared
	Brand         string   `yaml:"brand,omitempty" json:"brand,omitempty"`   // badge, where it differs
	Role          string   `yaml:"role,omitempty" json:"role,omitempty"`     // maker (default), brand, component, software
	Grade         string   `yaml:"grade,omitempty" json:"grade,omitempty"`   // A..D; default is the attribute's
	OS            string   `yaml:"os,omitempty" json:"os,omitempty"`
	Product       string   `yaml:"product,omitempty" json:"product,omitempty"`
	Segment       string   `yaml:"segment,omitempty" json:"segment,omitempty"`
	Function      string   `yaml:"function,omitempty" json:"function,omitempty"`
	Examples      []string `yaml:"examples" json:"examples"`                   // each must match; written for this file
	Against       []string `yaml:"against,omitempty" json:"against,omitempty"` // must not match
	Source        *Source  `yaml:"source,omitempty" json:"source,omitempty"`
}

// ModelPattern recognises model names and part numbers of one product family.
type ModelPattern struct {
	Pattern string `yaml:"pattern" json:"pattern"`               // RE2, anchored at both ends by the loader, without regard to case
	Part    bool   `yaml:"part,omitempty" json:"part,omitempty"` // matches part numbers, not model names
	// Distinctive: the pattern alone names the maker (grade B); otherwise it only
	// adds segment and function where the maker is known.
	Distinctive bool     `yaml:"distinctive,omitempty" json:"distinctive,omitempty"`
	Makers      []string `yaml:"makers,omitempty" json:"makers,omitempty"` // default: the file's company
	Brand       string   `yaml:"brand,omitempty" json:"brand,omitempty"`
	Family      string   `yaml:"family,omitempty" json:"family,omitempty"`
	Segment     string   `yaml:"segment,omitempty" json:"segment,omitempty"`
	Function    string   `yaml:"function,omitempty" json:"function,omitempty"`
	Generation  string   `yaml:"generation,omitempty" json:"generation,omitempty"`
	Examples    []string `yaml:"examples" json:"examples"`
	Source      *Source  `yaml:"source,omitempty" json:"source,omitempty"`
}

// Company is the short entry of a company that registries or evidence name and
// that has no file of its own. All stand in data/companies.yaml.
type Company struct {
	ID      string   `yaml:"id" json:"id"`
	Name    string   `yaml:"name" json:"name"`
	Names   []string `yaml:"names,omitempty" json:"names,omitempty"`
	Country string   `yaml:"country,omitempty" json:"country,omitempty"`
	Parent  string   `yaml:"parent,omitempty" json:"parent,omitempty"`
	PENs    []uint32 `yaml:"pens,omitempty" json:"pens,omitempty"`
	OIDs    []string `yaml:"oids,omitempty" json:"oids,omitempty"`
	GPON    []string `yaml:"gpon,omitempty" json:"gpon,omitempty"`
	OUIs    []string `yaml:"ouis,omitempty" json:"ouis,omitempty"` // RE2 on the registered organisation of an OUI
	Text    []string `yaml:"text,omitempty" json:"text,omitempty"` // RE2 on descriptive text (snmp.sys_description and the like), each an example of itself is not needed when it is a plain literal
	// Manufacturer is RE2 on texts that state a manufacturer, where Names is not enough.
	Manufacturer []string `yaml:"manufacturer,omitempty" json:"manufacturer,omitempty"`
	Examples     []string `yaml:"examples,omitempty" json:"examples,omitempty"` // each must match one expression of Text
	Source       Source   `yaml:"source" json:"source"`
}

// Shared is a number or code that many companies' equipment shows and that
// therefore names none of them by itself. All stand in data/shared.yaml.
type Shared struct {
	Kind   string   `yaml:"kind" json:"kind"`                         // as of Identifier: pen, oid, gpon
	Value  string   `yaml:"value" json:"value"`                       // a number, a prefix, four characters
	Makers []string `yaml:"makers,omitempty" json:"makers,omitempty"` // companies seen behind it; empty: it says nothing
	Note   string   `yaml:"note" json:"note"`                         // what it is
	Source Source   `yaml:"source" json:"source"`
}
