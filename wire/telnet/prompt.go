package telnet

import "bytes"

// words are what prompts ask for, in lower case. One that ends in ':' counts
// only so, alone it is common in banners.
var words = []string{
	"login", "logon", "password", "passwd", "passcode", "passphrase", "username", "user name", "user id", "userid",
	"user:", "account:", "access code:", "secret:", "pin:", "access key:",
	"benutzer", "kennwort", "passwort", "usuario", "contrase", "utilisateur", "mot de passe", "senha:",
	"用户名", "密码", "口令", "имя:", "логин", "пароль",
}

// labels ask for something where a line consists of nothing else before the
// answer; behind other words they belong to banners ("Product name: X").
var labels = []string{"name:", "id:", "code:", "key:", "operator:"}

// sentence holds the words that show, behind one of words, that a line is a
// sentence and no prompt ("Login authentication", "password is required").
var sentence = []string{
	"and", "are", "as", "at", "attempt", "attempts", "authentication", "banner", "by", "failed", "failure", "has", "have",
	"in", "is", "may", "must", "on", "or", "page", "prohibited", "required", "screen", "session", "successful", "to", "using",
	"will", "with",
}

// promptEnd returns where the first prompt of text ends, or len(text) and false
// where there is none. An unfinished last line may turn out to be one later;
// last says that there is no later.
func promptEnd(text []byte, last bool) (end int, found bool) {
	box := byte(0) // the character that a frame around the banner is drawn with
	for start := 0; start < len(text); {
		line, finished := text[start:], false
		if n := bytes.IndexByte(line, '\n'); n >= 0 {
			line, finished = line[:n], true
		}
		ornament := frame(line)
		if ornament != 0 {
			box = ornament
		}
		// An answer would stand where a framed line has its right edge.
		if !finished || box == 0 || !framed(line, box) {
			n := asked(line, finished || last)
			if m := shell(line, finished); m >= 0 && ornament == 0 && (n < 0 || m < n) {
				n = m
			}
			if n >= 0 {
				return start + n, true
			}
		}
		start += len(line) + 1
	}
	return len(text), false
}

// initials holds the first octets of words, in either case.
var initials = func() (set [256]bool) {
	for _, w := range words {
		set[w[0]] = true
		if w[0] >= 'a' && w[0] <= 'z' {
			set[w[0]-'a'+'A'] = true
		}
	}
	return set
}()

// asked returns the end of a prompt that names what it asks for, or -1.
func asked(line []byte, final bool) int {
	first := -1
	for i := 0; i < len(line) && first < 0; i++ {
		if !initials[line[i]] {
			continue
		}
		for _, w := range words {
			if hasPrefixFold(line[i:], w) {
				if first = answer(line, i, i+len(w), final); first >= 0 {
					break
				}
			}
		}
	}
	indent := len(line) - len(bytes.TrimLeft(line, " \t"))
	for _, w := range labels {
		if hasPrefixFold(line[indent:], w) && (first < 0 || indent+len(w) < first) {
			first = indent + len(w)
		}
	}
	// "Enter anything: "
	if n := bytes.IndexByte(line, ':'); n >= 0 && (first < 0 || n+1 < first) {
		if indexFold(line[:n], "enter ") >= 0 || indexFold(line[:n], "input ") >= 0 || indexFold(line[:n], "type ") >= 0 {
			first = n + 1
		}
	}
	return first
}

// answer returns where what is typed would stand behind a word of words that
// goes from start to end, or -1 when the line is no prompt, or none yet.
func answer(line []byte, start, end int, final bool) int {
	if line[end-1] == ':' {
		return end
	}
	if n := sign(line[end:]); n >= 0 {
		return end + n + 1
	}
	if !final || continues(line[end:]) || concludes(line, start, end) {
		return -1
	}
	return end
}

// sign returns where, not far behind a word, the sign stands that ends a
// prompt, or -1.
func sign(b []byte) int { return bytes.IndexAny(b[:min(len(b), 24)], ":>#$?]") }

// shell returns the end of a prompt that ends in a sign, or -1: a last line
// that ends so, or a line that starts with one word and the sign, behind which
// an echo may stand.
func shell(line []byte, finished bool) int {
	trimmed := bytes.TrimRight(line, " \t")
	for i, c := range trimmed[:min(len(trimmed), 64)] {
		if c != '>' && c != '#' && c != '$' {
			continue
		}
		before := bytes.TrimSpace(trimmed[:i])
		if bytes.IndexByte(before, ' ') < 0 || before[0] == '[' || before[0] == '(' {
			return i + 1
		}
	}
	if n := len(trimmed); !finished && n > 0 && bytes.IndexByte([]byte(":>#$%]?"), trimmed[n-1]) >= 0 {
		return n
	}
	return -1
}

// continues tells whether b, found behind a word of words, goes on as a
// sentence does.
func continues(b []byte) bool {
	rest := bytes.TrimLeft(b, " ,;.")
	if len(rest) == len(b) || len(rest) == 0 {
		return false
	}
	n := 0
	for n < len(rest) && (rest[n]|0x20 >= 'a' && rest[n]|0x20 <= 'z') {
		n++
	}
	for _, w := range sentence {
		if n == len(w) && hasPrefixFold(rest, w) {
			return true
		}
	}
	return false
}

// concludes tells whether a word from start to end is the last of a sentence
// such as "Log in with user name and password".
func concludes(line []byte, start, end int) bool {
	return len(bytes.TrimSpace(line[end:])) == 0 && (bytes.HasSuffix(line[:start], []byte(" and ")) || bytes.HasSuffix(line[:start], []byte(" or ")))
}

// frame returns the character of a line that starts with a run of it, as
// ornaments do, or 0.
func frame(line []byte) byte {
	line = bytes.TrimLeft(line, " \t")
	if len(line) < 4 {
		return 0
	}
	c := line[0]
	if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c >= 0x80 || line[1] != c || line[2] != c || line[3] != c {
		return 0
	}
	return c
}

// framed tells whether line stands between two characters c.
func framed(line []byte, c byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) > 1 && line[0] == c && line[len(line)-1] == c
}

// indexFold is bytes.Index that takes ASCII capitals for small letters; w is in
// lower case.
func indexFold(b []byte, w string) int {
	for i := 0; i+len(w) <= len(b); i++ {
		if hasPrefixFold(b[i:], w) {
			return i
		}
	}
	return -1
}

// hasPrefixFold is bytes.HasPrefix in the same way.
func hasPrefixFold(b []byte, w string) bool {
	if len(b) < len(w) {
		return false
	}
	for i := range len(w) {
		c := b[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != w[i] {
			return false
		}
	}
	return true
}
