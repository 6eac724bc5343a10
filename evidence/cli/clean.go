package cli

import (
	"strings"

	"github.com/whomade/whomade/internal/lazyregexp"
)

// escape is what terminals are told between the characters, and what they draw
// over at "--More--".
var escape = lazyregexp.New("\x1b\\[[0-9;?]*[A-Za-z]|\x1b.|-+ ?[Mm]ore ?-+|.\b")

// removed stands where something was cut out.
const removed = "[removed]"

var (
	// secret is a word after which the rest of a line is a credential.
	secret = lazyregexp.New(`(?i)\b(?:[a-z-]*passw(?:or)?d|passphrase|pwd|[a-z-]*secret|pre-?shared-key|psk(?:secret)?|communit(?:y|ies)(?:-name| name| string| index)?|key-string|(?:[a-z0-9-]+[ _-])?key(?: \d+| hash)?|credentials?|token|(?:irreversible-)?cipher|simple|usm-user|auth(?:entication)? (?:md5|sha\S*)|priv(?:acy)? (?:des|3des|aes)\S*|md5|snmp-server (?:user|host)|security-name|securityname)\b["':=]*[ .]*["':=]* *`)
	// user is a word after which a person's or account's name stands.
	user = lazyregexp.New(`(?i)\b(user-?name|local-user|login-user|user|account|login|Created by|Updated by|last login|by user|contact|syscontact|sys-contact|owner|e-?mail)\b(["':= ]+)[^\s"';]+(?: [^\n]*)?`)
	// banner lines address people.
	mail = lazyregexp.New(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`)
	// subscriber is a number as long as an IMSI, MSISDN or IMEI.
	subscriber = lazyregexp.New(`\b\d{14,16}\b`)
	// opaque is what encoded keys and certificates look like.
	opaque = lazyregexp.New(`[A-Za-z0-9+/=$%^#@!&*.\\,;:<>?~|{}()'"` + "`" + `_-]{40,}|\b[0-9A-Fa-f]{24,}\b|(?:\b[0-9A-Fa-f]{8} ){3,}[0-9A-Fa-f ]*`)
	// cipher is how VRP writes the cipher text of a secret: that it is there tells
	// the software, what it holds is nobody's.
	cipher = lazyregexp.New(`%\^%#.*?%\^%#|%@%@.*?%@%@|%\$%\$.*?%\$%\$|\$c\$3\$\S+`)
)

// clean is a line without what a terminal draws, without credentials, people and
// subscribers.
func clean(b []byte) string {
	line := strings.ToValidUTF8(string(b[:min(len(b), maxRow)]), "\uFFFD")
	if strings.ContainsAny(line, "\x1b\b") || strings.Contains(line, "ore") {
		for n := 0; n < 4 && escape().MatchString(line); n++ {
			line = escape().ReplaceAllString(line, "")
		}
	}
	line = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.TrimRight(line, " \t\r"))
	marker := cipher().FindString(line)
	if at := secret().FindStringIndex(line); at != nil && at[1] < len(line) && !heading(line[at[1]:]) {
		line = line[:at[1]] + removed
	}
	line = user().ReplaceAllString(line, "${1}${2}"+removed)
	line = mail().ReplaceAllString(line, removed)
	line = subscriber().ReplaceAllString(line, "00000000000000")
	line = opaque().ReplaceAllStringFunc(line, func(s string) string {
		if strings.Trim(s, s[:1]) == "" || strings.Trim(s, "-=+*#_.|~") == "" {
			return s // a rule
		}
		return removed
	})
	switch {
	case marker == "":
	case strings.HasPrefix(marker, "$c$3$"):
		line += " $c$3$"
	default:
		// Twenty signs stand for the cipher text between its marks.
		const n = 4
		line += " " + marker[:n] + strings.Repeat("*", 20) + marker[:n]
	}
	return line
}

// heading reports whether what follows a word is the rest of a table's heading or
// of a sentence, and no secret.
func heading(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return rest == "" || strings.Trim(rest, "-=+.: ") == ""
}
