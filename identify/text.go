package identify

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge"
)

// maxText is how many octets of a text are matched; what makers say of
// themselves stands at the beginning.
const maxText = 16 << 10

// readText matches the signatures of the attribute.
func (e *Engine) readText(claims []Claim, a whomade.Attribute, text string) []Claim {
	index := e.texts[a.Name]
	if index == nil || text == "" {
		return claims
	}
	text = cut(text, maxText)
	casc := index.cascade()
	var room [32]int32
	for _, i := range casc.Candidates(room[:0], text) {
		re := casc.Regexp(i)
		if re == nil {
			continue
		}
		rule := index.rules[i]
		groups := re.NumSubexp() > 0 && named(re)
		var at []int
		if groups {
			at = re.FindStringSubmatchIndex(text)
		} else if re.MatchString(text) {
			at = []int{0, 0}
		}
		if at == nil || index.nots[i].matches(text) {
			continue
		}
		claims = append(claims, signatureClaim(a, rule, re, text, at))
	}
	return claims
}

func named(re *regexp.Regexp) bool {
	for _, n := range re.SubexpNames() {
		if n != "" {
			return true
		}
	}
	return false
}

// siteText is the attributes whose text names a company on its own web site as
// well as on a device it made.
var siteText = map[string]bool{"x509.subject": true, "x509.issuer": true, "x509.subject_alt_name": true, "html_title": true}

func signatureClaim(a whomade.Attribute, rule *knowledge.Rule, re *regexp.Regexp, text string, at []int) Claim {
	s := rule.Signature
	c := Claim{
		Kind: kindSignature, Makers: rule.Makers(), Role: cmp.Or(s.Role, whomade.RoleMaker), Brand: s.Brand, Grade: cmp.Or(s.Grade, a.Grade), Class: a.Class,
		Signature: s.ID, Reason: "the text matches signature " + s.ID,
		Product: s.Product, OS: s.OS, Segment: s.Segment, Function: s.Function,
	}
	if siteText[a.Name] {
		c.Kind = kindSite
	}
	for i, name := range re.SubexpNames() {
		if name == "" || 2*i+1 >= len(at) || at[2*i] < 0 {
			continue
		}
		v := strings.TrimSpace(text[at[2*i]:at[2*i+1]])
		switch name {
		case "model":
			c.Model = cmp.Or(c.Model, v)
		case "version":
			c.Version = cmp.Or(c.Version, v)
		case "os":
			c.OS = cmp.Or(c.OS, v)
		case "serial":
			c.Serial = cmp.Or(c.Serial, v)
		}
	}
	return c
}

// cut shortens a text to n octets at a rune's edge.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
