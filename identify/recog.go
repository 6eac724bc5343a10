package identify

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/textnorm"
	"github.com/whomade/whomade/knowledge/recog"
)

// UseRecog lets the engine match texts against Recog's databases too. It must be
// called before the engine is used.
func (e *Engine) UseRecog(s *recog.Set) { e.recog = s }

// readRecog reads a text by the databases for its kind. The maker of the hardware
// is one; the author of an operating system is taken for it only where the
// fingerprint says what device it runs on, because Linux runs on any.
func (e *Engine) readRecog(claims []Claim, a whomade.Attribute, text string) []Claim {
	for _, d := range e.recog.For(a.Name) {
		m, ok := d.Match(text)
		if !ok {
			continue
		}
		c := Claim{
			Kind: kindRecog, Role: whomade.RoleMaker, Grade: "C", Class: a.Class,
			Signature: "recog/" + strings.TrimSuffix(d.File, ".xml") + ":" + strconv.Itoa(m.Fingerprint.Line),
			Product:   cmp.Or(m.Get("hw.product"), m.Get("os.product"), m.Get("service.product")), Model: m.Get("hw.model"), OS: m.Get("os.product"),
			Version: cmp.Or(m.Get("os.version"), m.Get("hw.version"), m.Get("service.version")), Serial: m.Get("hw.serial_number"),
		}
		c.Reason = "Recog's fingerprint: " + m.Fingerprint.Description
		for _, key := range []string{"hw.cpe23", "os.cpe23", "service.cpe23"} {
			if cpe := m.Get(key); cpe != "" {
				c.Reason += " (" + cpe + ")"
				break
			}
		}
		vendor := m.Get("hw.vendor")
		if vendor == "" && m.Get("os.device") != "" {
			vendor = m.Get("os.vendor")
		}
		if vendor == "" {
			vendor, c.Role = cmp.Or(m.Get("os.vendor"), m.Get("service.vendor")), "software"
		}
		if vendor != "" {
			if c.Makers = e.called(vendor); len(c.Makers) > 0 && c.Role == whomade.RoleMaker {
				c.Share = m.Fingerprint.Certainty
			}
		}
		claims = append(claims, c)
	}
	return claims
}

// called is the companies that a vendor's name is wholly that of, else the name
// as an id.
func (e *Engine) called(name string) []string {
	var ids []string
	for _, m := range e.know.Resolve(name) {
		if m.Whole && !contains(ids, m.ID) {
			ids = append(ids, m.ID)
		}
	}
	if slug := textnorm.Slug(name); len(ids) == 0 && slug != "" {
		ids = append(ids, slug)
	}
	return ids
}
