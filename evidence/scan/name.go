package scan

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"

	"github.com/whomade/whomade/internal/lazyregexp"
)

// nameOrder is the usual order of a distinguished name, most special part first,
// for sources that have none.
var nameOrder = []string{"emailAddress", "serialNumber", "UID", "CN", "OU", "O", "STREET", "L", "ST", "C", "DC"}

// shortNames are the short names of RFC 4514 for those that scanners write long.
var shortNames = map[string]string{
	"common_name": "CN", "organization": "O", "organizational_unit": "OU", "country": "C", "locality": "L", "province": "ST",
	"street_address": "STREET", "postal_code": "postalCode", "serial_number": "serialNumber", "domain_component": "DC",
	"email_address": "emailAddress", "surname": "SN", "given_name": "GN", "organization_id": "organizationIdentifier", "user_id": "UID",
	"commonname": "CN", "organizationname": "O", "organizationalunitname": "OU", "countryname": "C", "localityname": "L",
	"stateorprovincename": "ST", "email": "emailAddress", "emailaddress": "emailAddress", "s": "ST",
}

// maxParts bounds a distinguished name.
const maxParts = 64

// Parts tells a distinguished name that is given as a text or list of texts for
// each kind of part, in the form of RFC 4514.
func (h Host) Parts(attribute string, v any) {
	m, _ := v.(map[string]any)
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := place(names[i]), place(names[j])
		return a < b || a == b && names[i] < names[j]
	})
	var parts []string
	for _, name := range names {
		for _, value := range texts(m[name]) {
			if value = strings.TrimSpace(value); value != "" && len(parts) < maxParts {
				parts = append(parts, short(name)+"="+escape(value))
			}
		}
	}
	h.Add(attribute, strings.Join(parts, ","))
}

func short(name string) string {
	if s, ok := shortNames[strings.ToLower(name)]; ok {
		return s
	}
	return name
}

// place is where a part stands in nameOrder; unusual ones come first.
func place(name string) int { return slices.Index(nameOrder, short(name)) }

// texts are the texts of a value that is one, or a list of them.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case json.Number:
		return []string{v.String()}
	case []any:
		var all []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				all = append(all, s)
			}
		}
		return all
	}
	return nil
}

// partStart finds where the parts of a distinguished name begin: commas inside
// values are not always escaped.
var partStart = lazyregexp.New(`(?:^|[,+/] ?)([A-Za-z][A-Za-z0-9-]{0,30}|[0-9]+(?:\.[0-9]+)+) ?= ?`)

// Name tells a distinguished name that is written in the order of its encoding,
// "C=…, O=…, CN=…", in the form of RFC 4514, which begins at the other end.
func (h Host) Name(attribute, text string) {
	text = strings.TrimSpace(text)
	starts := partStart().FindAllStringSubmatchIndex(text, maxParts)
	if len(starts) == 0 || starts[0][0] != 0 {
		return
	}
	var parts []string
	for i, s := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		if value := unescape(strings.TrimSpace(text[s[1]:end])); value != "" {
			parts = append(parts, short(text[s[2]:s[3]])+"="+escape(value))
		}
	}
	if n := len(parts); n > 1 && !(strings.HasPrefix(parts[0], "CN=") && strings.HasPrefix(parts[n-1], "C=")) {
		slices.Reverse(parts)
	}
	h.Add(attribute, strings.Join(parts, ","))
}

// escape escapes a value as RFC 4514 clause 2.4 says.
func escape(s string) string {
	var b strings.Builder
	for i, c := range s {
		if strings.ContainsRune(`,+"\<>;`, c) || i == 0 && (c == '#' || c == ' ') || c == ' ' && i == len(s)-1 {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// unescape takes quotes and escapes off a value.
func unescape(s string) string {
	if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
	}
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte(`,+"\<>;=# `, s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
