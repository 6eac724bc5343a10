// Package network is what an operator says about its own network: who it is,
// where its sites are, and which addresses or names belong to which of them. It
// is read from network.yaml and gives facts; it never says who made anything.
package network

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/whomade/whomade"
)

// File is the content of network.yaml.
type File struct {
	Operator  Operator  `yaml:"operator"`
	Sites     []Site    `yaml:"sites"`
	Addresses []Range   `yaml:"addresses"`
	Elements  []Element `yaml:"elements"`
	Groups    []Group   `yaml:"groups"`
}

// Group says what holds of all elements that are alike, unless more is known of one:
// evidence, a site, an address range and what names the element go before.
type Group struct {
	whomade.Alike `yaml:",inline"`
	Facts         map[string]any `yaml:"facts"`
}

// Operator is the organisation. Facts holds further facts by their name in the
// table of facts, for example "operator.customers: 1200000".
type Operator struct {
	ID            string         `yaml:"id"`
	Name          string         `yaml:"name"`
	Country       string         `yaml:"country"` // ISO 3166-1 alpha-2
	Roles         []string       `yaml:"roles"`
	Jurisdictions []string       `yaml:"jurisdictions"`
	Facts         map[string]any `yaml:"facts"`
}

// Site is a place where elements stand.
type Site struct {
	ID          string         `yaml:"id"`
	Country     string         `yaml:"country"`
	Subdivision string         `yaml:"subdivision"` // ISO 3166-2
	Latitude    *float64       `yaml:"latitude"`    // degrees, WGS 84
	Longitude   *float64       `yaml:"longitude"`
	Facts       map[string]any `yaml:"facts"`
}

// Range says what stands behind the addresses of a prefix.
type Range struct {
	Prefix     netip.Prefix `yaml:"prefix"`
	Site       string       `yaml:"site"`
	Segment    string       `yaml:"segment"`
	Function   string       `yaml:"function"`
	Generation string       `yaml:"generation"`
}

// Element says something about single elements. All keys given must match; a
// host name may hold the wildcards of path.Match.
type Element struct {
	MAC      string         `yaml:"mac"`
	IP       string         `yaml:"ip"`
	Serial   string         `yaml:"serial"`
	HostName string         `yaml:"host_name"`
	ID       string         `yaml:"id"` // element id of a report
	Site     string         `yaml:"site"`
	Facts    map[string]any `yaml:"facts"`
}

// Load reads network.yaml strictly: unknown fields and places are errors that
// name their line.
func Load(r io.Reader) (_ *File, err error) {
	defer func() { // the library panics on some malformed input
		if p := recover(); p != nil {
			err = fmt.Errorf("network file: malformed YAML: %v", p)
		}
	}()
	var f File
	if err := yaml.NewDecoder(r, yaml.Strict()).Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("network file: %w", err)
	}
	return &f, f.check()
}

func (f *File) check() error {
	sites := map[string]bool{}
	for i, s := range f.Sites {
		if s.ID == "" {
			return fmt.Errorf("network file: site %d has no id", i+1)
		}
		if sites[s.ID] {
			return fmt.Errorf("network file: site %q is given twice", s.ID)
		}
		sites[s.ID] = true
	}
	known := func(what, id string) error {
		if id != "" && !sites[id] {
			return fmt.Errorf("network file: %s names site %q, which is not among the sites", what, id)
		}
		return nil
	}
	for _, a := range f.Addresses {
		if !a.Prefix.IsValid() {
			return errors.New("network file: an address range has no prefix")
		}
		if err := known("address range "+a.Prefix.String(), a.Site); err != nil {
			return err
		}
	}
	for i, e := range f.Elements {
		what := fmt.Sprintf("element %d", i+1)
		if e.MAC == "" && e.IP == "" && e.Serial == "" && e.HostName == "" && e.ID == "" {
			return fmt.Errorf("network file: %s has no key to be found by: give mac, ip, serial, host_name or id", what)
		}
		if _, err := path.Match(e.HostName, ""); err != nil {
			return fmt.Errorf("network file: %s: host_name %q: %w", what, e.HostName, err)
		}
		if err := known(what, e.Site); err != nil {
			return err
		}
	}
	return nil
}

// OperatorFacts returns the facts about the organisation.
func (f *File) OperatorFacts() map[string]any {
	m := map[string]any{}
	for k, v := range f.Operator.Facts {
		m[k] = v
	}
	if f.Operator.Country != "" {
		m["operator.country"] = f.Operator.Country
	}
	if len(f.Operator.Roles) > 0 {
		m["operator.role"] = f.Operator.Roles
	}
	if len(f.Operator.Jurisdictions) > 0 {
		m["operator.jurisdictions"] = f.Operator.Jurisdictions
	}
	return m
}

// Site finds a site by its id.
func (f *File) Site(id string) (Site, bool) {
	i := slices.IndexFunc(f.Sites, func(s Site) bool { return s.ID == id })
	if i < 0 {
		return Site{}, false
	}
	return f.Sites[i], true
}

// About returns the facts the file states about an element known by these
// subjects and host names, and its site. What names the element itself wins
// over the narrowest address range; the site's own facts come with it.
func (f *File) About(id string, subjects []whomade.Subject, names []string) (facts map[string]any, site string) {
	facts = map[string]any{}
	var best *Range
	for i := range f.Addresses {
		r := &f.Addresses[i]
		in := slices.ContainsFunc(subjects, func(s whomade.Subject) bool {
			a, err := netip.ParseAddr(s.IP)
			return err == nil && s.Context == "" && r.Prefix.Contains(a)
		})
		if in && (best == nil || r.Prefix.Bits() > best.Prefix.Bits()) {
			best = r
		}
	}
	if best != nil {
		site = best.Site
		for k, v := range map[string]string{"element.segment": best.Segment, "element.function": best.Function, "element.generation": best.Generation} {
			if v != "" {
				facts[k] = v
			}
		}
	}
	for _, e := range f.Elements {
		if !e.matches(id, subjects, names) {
			continue
		}
		if e.Site != "" {
			site = e.Site
		}
		for k, v := range e.Facts {
			facts[k] = v
		}
	}
	f.AddSite(facts, site)
	return facts, site
}

// AddSite adds to facts what is known of a site; facts that are there stay.
func (f *File) AddSite(facts map[string]any, id string) {
	s, ok := f.Site(id)
	if !ok {
		return
	}
	for k, v := range s.Facts {
		if _, set := facts[k]; !set {
			facts[k] = v
		}
	}
	if s.Country != "" {
		facts["site.country"] = s.Country
	}
	if s.Subdivision != "" {
		facts["site.subdivision"] = s.Subdivision
	}
}

func (e Element) matches(id string, subjects []whomade.Subject, names []string) bool {
	if e.ID != "" && e.ID != id {
		return false
	}
	has := func(want string, get func(whomade.Subject) string) bool {
		return want == "" || slices.ContainsFunc(subjects, func(s whomade.Subject) bool { return strings.EqualFold(get(s), want) })
	}
	if !has(e.MAC, func(s whomade.Subject) string { return s.MAC }) ||
		!has(e.IP, func(s whomade.Subject) string { return s.IP }) ||
		!has(e.Serial, func(s whomade.Subject) string { return s.Serial }) {
		return false
	}
	return e.HostName == "" || slices.ContainsFunc(names, func(n string) bool {
		ok, _ := path.Match(strings.ToLower(e.HostName), strings.ToLower(n))
		return ok
	})
}
