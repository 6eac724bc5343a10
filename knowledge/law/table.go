package law

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/lazyregexp"
)

// Fact is one thing that a rule can ask about.
type Fact struct {
	// Name is as network.yaml and the report use it. A name that ends in ".*"
	// stands for a family, for example share.*.
	Name    string   `yaml:"name" json:"name"`
	Type    Type     `yaml:"type" json:"type"`
	Values  []string `yaml:"values,omitempty" json:"values,omitempty"` // of a choice; words a date or country may be besides
	Several bool     `yaml:"several,omitempty" json:"several,omitempty"`
	// Per is that of which it most often has one value, and for which a person is
	// asked first: operator, site, segment, maker or model. Empty stands for what the
	// name says: site for site.*, model for element.*, else operator.
	Per      string `yaml:"per,omitempty" json:"per,omitempty"`
	Meaning  string `yaml:"meaning" json:"meaning"`
	Question string `yaml:"question" json:"question"` // as a person is asked
}

// RoleName is a role an operator can have.
type RoleName struct {
	ID   string `yaml:"id" json:"id"`
	Name string `yaml:"name" json:"name"` // with its article, after "you are"
	// Country the role belongs to; empty for a general role.
	Country string `yaml:"country,omitempty" json:"country,omitempty"`
	// Implies lists roles that whoever has this one has too.
	Implies []string `yaml:"implies,omitempty" json:"implies,omitempty"`
	// Carriers: any mobile or fixed operator of the country has the role; no
	// designation, contract, licence or order confers it.
	Carriers bool `yaml:"carriers,omitempty" json:"carriers,omitempty"`
	// Ordered: an order or designation addressed to an operator confers the role.
	Ordered bool `yaml:"ordered,omitempty" json:"ordered,omitempty"`
	// Fact is a yes-or-no fact that says the same as the role.
	Fact string `yaml:"fact,omitempty" json:"fact,omitempty"`
}

// Union is a union of countries that makes rules, such as the EU.
type Union struct {
	ID      string   `yaml:"id" json:"id"`
	Name    string   `yaml:"name" json:"name"`
	Members []string `yaml:"members" json:"members"` // ISO countries
}

// Stake is a holding of one company in another of which it is open whether it is
// control, or makes an affiliate: that depends on what a rule means by the words. From
// and To are both included; a zero date is open.
type Stake struct {
	Company string       `yaml:"company" json:"company"`
	Owner   string       `yaml:"owner" json:"owner"`
	From    whomade.Date `yaml:"from,omitempty" json:"from,omitzero"`
	To      whomade.Date `yaml:"to,omitempty" json:"to,omitzero"`
	Share   string       `yaml:"share" json:"share"` // in words
}

// Table is every fact and role that rules can ask about, every union of countries,
// and the stakes of which it is open whether they are control.
type Table struct {
	facts  []Fact
	roles  []RoleName
	unions []Union
	stakes []Stake
	byID   map[string]int
	role   map[string]int
}

func newTable(facts []Fact, roles []RoleName, unions []Union, stakes []Stake) (*Table, error) {
	t := &Table{facts: facts, roles: roles, unions: unions, stakes: stakes, byID: map[string]int{}, role: map[string]int{}}
	for _, u := range unions {
		if u.ID == "" || u.Name == "" || len(u.Members) == 0 {
			return nil, fmt.Errorf("union %q: id, name and members are needed", u.ID)
		}
		for _, m := range u.Members {
			if !countryForm().MatchString(m) {
				return nil, fmt.Errorf("union %s: %q is no ISO 3166-1 alpha-2 country code", u.ID, m)
			}
		}
	}
	for _, s := range stakes {
		if !companyForm().MatchString(s.Company) || !companyForm().MatchString(s.Owner) || s.Share == "" {
			return nil, fmt.Errorf("stake of %q in %q: the ids of two companies and the share are needed", s.Owner, s.Company)
		}
	}
	for i, f := range facts {
		if err := f.check(); err != nil {
			return nil, err
		}
		if _, twice := t.byID[f.Name]; twice {
			return nil, fmt.Errorf("fact %s is given twice", f.Name)
		}
		t.byID[f.Name] = i
	}
	for i, r := range roles {
		if _, twice := t.role[r.ID]; twice {
			return nil, fmt.Errorf("role %s is given twice", r.ID)
		}
		if r.ID == "" || r.Name == "" {
			return nil, fmt.Errorf("role %q: id and name are needed", r.ID)
		}
		t.role[r.ID] = i
	}
	for _, r := range roles {
		for _, i := range r.Implies {
			if _, ok := t.role[i]; !ok {
				return nil, fmt.Errorf("role %s implies %q, which is no role", r.ID, i)
			}
		}
		if r.Fact != "" {
			if f, ok := t.Fact(r.Fact); !ok || f.Type != YesNo {
				return nil, fmt.Errorf("role %s: %q is no yes-or-no fact", r.ID, r.Fact)
			}
		}
	}
	return t, nil
}

func (f Fact) check() error {
	switch f.Type {
	case Choice:
		if len(f.Values) == 0 {
			return fmt.Errorf("fact %s: a choice needs its values", f.Name)
		}
	case YesNo, Company, Country, Role, DateOf, Number, Text:
	default:
		return fmt.Errorf("fact %s: type %q is not known", f.Name, f.Type)
	}
	if f.Per != "" && !slices.Contains(Pers, f.Per) {
		return fmt.Errorf("fact %s: per %q is not one of %s", f.Name, f.Per, strings.Join(Pers, ", "))
	}
	if f.Name == "" || f.Meaning == "" || f.Question == "" {
		return fmt.Errorf("fact %q: name, meaning and question are needed", f.Name)
	}
	return nil
}

// Pers is what a fact may be asked for first, the widest first.
var Pers = []string{PerOperator, PerSite, PerSegment, PerMaker, PerModel}

// Values of Fact.Per.
const (
	PerOperator = "operator"
	PerSite     = "site"
	PerSegment  = "segment"
	PerMaker    = "maker"
	PerModel    = "model" // of one maker, in one segment
)

// PerOf is what a fact is asked for first.
func (t *Table) PerOf(fact string) string {
	f, _ := t.Fact(fact)
	switch {
	case f.Per != "":
		return f.Per
	case strings.HasPrefix(fact, "site."):
		return PerSite
	case strings.HasPrefix(fact, "element."):
		return PerModel
	}
	return PerOperator
}

// Facts lists every fact, in the order of the table.
func (t *Table) Facts() []Fact { return t.facts }

// Roles lists every role of the table.
func (t *Table) Roles() []RoleName { return t.roles }

// Fact finds a fact, or the family it belongs to, by its name.
func (t *Table) Fact(name string) (Fact, bool) {
	if i, ok := t.byID[name]; ok {
		return t.facts[i], true
	}
	for dot := strings.LastIndexByte(name, '.'); dot > 0 && dot < len(name)-1; dot = strings.LastIndexByte(name[:dot], '.') {
		if i, ok := t.byID[name[:dot]+".*"]; ok {
			return t.facts[i], true
		}
	}
	return Fact{}, false
}

// FindRole finds a role by its id.
func (t *Table) FindRole(id string) (RoleName, bool) {
	if i, ok := t.role[id]; ok {
		return t.roles[i], true
	}
	return RoleName{}, false
}

// Members are the countries of a union, or the country itself where it is none.
func (t *Table) Members(country string) []string {
	for _, u := range t.unions {
		if u.ID == country {
			return u.Members
		}
	}
	return []string{country}
}

// Stake finds the stake that a chain of companies, each held by the next, rests on on a
// day.
func (t *Table) Stake(chain []string, on whomade.Date) (Stake, bool) {
	for _, s := range t.stakes {
		i := slices.Index(chain, s.Company)
		if i >= 0 && i+1 < len(chain) && chain[i+1] == s.Owner && (Window{From: s.From, To: s.To}).Holds(on) {
			return s, true
		}
	}
	return Stake{}, false
}

// Agrees reports whether what stands in both tables is the same: the roles, the
// unions, the stakes, and each fact that both have.
func (t *Table) Agrees(with *Table) bool {
	if t == with {
		return true
	}
	return reflect.DeepEqual(t.roles, with.roles) && reflect.DeepEqual(t.unions, with.unions) && reflect.DeepEqual(t.stakes, with.stakes) && !slices.ContainsFunc(t.facts, func(f Fact) bool {
		i, ok := with.byID[f.Name]
		return ok && !reflect.DeepEqual(f, with.facts[i])
	})
}

// UnionsOf are the unions that a country belongs to.
func (t *Table) UnionsOf(country string) []string {
	var out []string
	for _, u := range t.unions {
		if slices.Contains(u.Members, country) {
			out = append(out, u.ID)
		}
	}
	return out
}

// expand writes out the unions among values of a fact, except where the fact
// itself tells them from countries.
func (t *Table) expand(f Fact, values []string) []string {
	var out []string
	for _, v := range values {
		if slices.Contains(f.Values, v) {
			out = append(out, v)
		} else {
			out = append(out, t.Members(v)...)
		}
	}
	return out
}

// RoleText is a role in words, or its id where the table does not name it.
func (t *Table) RoleText(id string) string {
	if r, ok := t.FindRole(id); ok {
		return r.Name
	}
	return id
}

var (
	companyForm = lazyregexp.New(`^[a-z0-9][a-z0-9._-]{0,79}$`)
	countryForm = lazyregexp.New(`^[A-Z]{2}$`)
	roleForm    = lazyregexp.New(`^[a-z]{2}-[a-z0-9][a-z0-9-]{0,60}$`)
)

// RoleCountry is the country that a role belongs to, by the table or by its
// form ("gb-designated-provider"); empty for a general role.
func (t *Table) RoleCountry(id string) string {
	if r, ok := t.FindRole(id); ok {
		return r.Country
	}
	if roleForm().MatchString(id) {
		return strings.ToUpper(id[:2])
	}
	return ""
}

// Parse reads one value of a fact; the error says what is allowed.
func (t *Table) Parse(f Fact, s string) (Value, error) {
	s = strings.TrimSpace(s)
	if s == "" || s == "unknown" {
		return Value{}, errors.New("no value: leave out what is not known")
	}
	if len(s) > 300 {
		return Value{}, errors.New("the value is too long")
	}
	v := Value{Text: s}
	if slices.Contains(f.Values, s) {
		return v, nil
	}
	var err error
	switch f.Type {
	case Choice:
		return v, fmt.Errorf("%q is not one of %s", s, strings.Join(f.Values, ", "))
	case YesNo:
		if s != "yes" && s != "no" {
			return v, fmt.Errorf("%q is neither yes nor no", s)
		}
	case Company:
		if !companyForm().MatchString(s) {
			return v, fmt.Errorf("%q is no company id", s)
		}
	case Country:
		if v.Text = strings.ToUpper(s); !countryForm().MatchString(v.Text) {
			return v, fmt.Errorf("%q is no ISO 3166-1 alpha-2 country code", s)
		}
	case Role:
		if _, ok := t.FindRole(s); !ok && !roleForm().MatchString(s) {
			return v, fmt.Errorf("%q is no role", s)
		}
	case DateOf:
		v.Span, err = dates(s)
	case Number:
		v.Span, err = numbers(s)
	}
	return v, err
}

// Near is the known name closest to a wrong one, or empty.
func (t *Table) Near(name string) string {
	best, dist := "", 4
	for _, f := range t.facts {
		if d := distance(name, f.Name, dist); d < dist {
			best, dist = f.Name, d
		}
	}
	return best
}

// distance is the edit distance of two names, or limit where it is larger.
func distance(a, b string, limit int) int {
	if len(a) > 100 || len(b) > 100 {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		prev := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := prev
			if a[i] != b[j] {
				cost++
			}
			prev = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return cmp.Or(row[len(b)], 0)
}
