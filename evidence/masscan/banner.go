package masscan

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/whomade/whomade/evidence/scan"
)

// banner tells a banner of a kind. Kinds that tell of flaws, of users' sessions, or
// that Masscan put together itself are left alone.
func banner(h scan.Host, kind string, b []byte) {
	switch kind {
	case "http.server":
		text(h, "http_header.server", b)
	case "title":
		text(h, "html_title", b)
	case "html":
		h.Response(nil, string(b))
	case "X509", "X509CA":
		// A chain may follow: the first certificate is whole where the text is.
		der, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(b)))
		if err == nil && len(der) > 0 {
			h.Certificate(der, kind == "X509")
		}
	case "snmp":
		h.System(system(string(b)))
	case "pop":
		h.Speaks("pop3", b)
	case "http", "ssh", "ftp", "smtp", "imap", "telnet", "unknown":
		h.Speaks(kind, b)
	}
}

// text tells a text that is one field.
func text(h scan.Host, attribute string, b []byte) {
	if utf8.Valid(b) {
		h.Add(attribute, string(b))
		return
	}
	h.Octets(attribute, b)
}

// objects are the names that Masscan has for objects, which begin a line each.
var objects = []string{"sysDescr", "sysObjectID", "sysUpTime", "sysContact", "sysName", "sysLocation", "sysServices"}

// system reads the objects of an answer over SNMP. A value may go over lines.
func system(s string) scan.System {
	values := map[string]string{}
	name := ""
	for line := range strings.Lines(s) {
		started := false
		for _, o := range objects {
			if rest, ok := strings.CutPrefix(line, o+":"); ok {
				name, started = o, true
				values[o] = rest
			}
		}
		if !started && name != "" {
			values[name] += line
		}
	}
	return scan.System{
		Description: values["sysDescr"], ObjectID: objectID(strings.TrimSpace(values["sysObjectID"])), Name: values["sysName"],
		Contact: values["sysContact"], Location: values["sysLocation"],
	}
}

// named are the subtrees that Masscan writes with a name.
var named = []struct{ name, number string }{{"enterprise.", "1.3.6.1.4.1."}, {"okidata.", "1.3.6.1.4.1.2001."}, {"mib2.", "1.3.6.1.2.1."}}

func objectID(s string) string {
	for _, n := range named {
		if rest, ok := strings.CutPrefix(s, n.name); ok {
			return n.number + rest
		}
	}
	return s
}
