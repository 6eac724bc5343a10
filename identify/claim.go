package identify

import (
	"regexp"
	"sync"

	"github.com/whomade/whomade"
)

// Kinds of claims: how an observation was read. Each kind has a reliability of
// its own, stored as data.
const (
	kindSignature  = "signature"           // a signature read a text
	kindSite       = "site-text"           // the same, of a text that a web site about the company shows too
	kindProductOID = "product-oid"         // an object identifier known to its product or family
	kindEnterprise = "enterprise"          // an enterprise number known to be its holder's own
	kindRegistered = "registered-number"   // an enterprise number, by its registered name alone
	kindConfirmed  = "registered-and-text" // the same, and a text of the device begins a word like the holder's name
	kindSharedNum  = "shared-number"       // a number that several companies' equipment shows
	kindEngine     = "engine"              // the enterprise number of an engine id
	kindSubtree    = "subtree"             // private objects answered
	kindOUI        = "oui"                 // address block of a known company
	kindOUIName    = "oui-registered"      // address block, by its registered name alone
	kindInterface  = "oui-interface"       // address block of an interface, read over SNMP
	kindStated     = "stated"              // a field that states the manufacturer names a known company
	kindNear       = "near"                // such a field comes close to the name of a known company
	kindStatedText = "stated-text"         // such a field names one that is not known
	kindListed     = "listed"              // a list's text begins with the name of a known company
	kindMention    = "mention"             // a describing text names a known company
	kindModel      = "model"               // a distinctive model name
	kindPart       = "part"                // a distinctive part number
	kindPON        = "pon"                 // vendor id of a PON serial number
	kindRecog      = "recog"               // a fingerprint of a Recog database, with its own certainty
	kindCorrection = "correction"          // a person says who made it, and why
	kindDialect    = "dialect"             // the manner in which a text is written
)

// Claim is what one observation says, by one signature or table. It may only
// tell fields (model, version) and name no company.
type Claim struct {
	Kind      string
	Makers    []string // the company or the set; empty where only fields are told
	Role      string   // whomade.RoleMaker, RoleBrand or RoleComponent, or "software"
	Brand     string   // badge, where the signature knows it
	Grade     string
	Class     string
	Signature string // id of signature or table
	Reason    string
	Share     float64 // how sure the claim is of itself; 0: as its kind is

	Product, Model, OS, Version, Serial string
	Segment, Function                   string
}

func (c Claim) speaks() bool {
	return len(c.Makers) > 0 && (c.Role == whomade.RoleMaker || c.Role == whomade.RoleBrand)
}

// lazyRegexp compiles when first needed. A nil one matches nothing.
type lazyRegexp struct {
	expr string
	once sync.Once
	re   *regexp.Regexp
}

func newLazyRegexp(expr string) *lazyRegexp {
	if expr == "" {
		return nil
	}
	return &lazyRegexp{expr: expr}
}

// matches reports a match without regard to case. An expression that is not
// valid, which the lint reports, matches nothing.
func (l *lazyRegexp) matches(s string) bool {
	if l == nil {
		return false
	}
	l.once.Do(func() { l.re, _ = regexp.Compile("(?i:" + l.expr + ")") })
	return l.re != nil && l.re.MatchString(s)
}
