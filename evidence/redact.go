package evidence

import (
	"strings"

	"github.com/whomade/whomade/internal/lazyregexp"
)

// removed stands where a secret stood.
const removed = "[removed]"

// secretNames are parts of the words before ":" or "=" that say that what
// follows is a secret, or a subscriber's number.
var secretNames = []string{"passw", "passphrase", "pwd", "secret", "communit", "psk", "token", "apikey", "api_key", "imsi", "msisdn", "iccid"}

// secretLines are words after whose ":" the whole line is a secret.
var secretLines = []string{"authorization", "cookie"}

// secretCommands are lines of a device's configuration that hold a secret as a
// word of their own: the last group is the secret.
var secretCommands = lazyregexp.New(`(?i)\b((?:snmp(?:-server|-agent|v3)?[ \t]+|set[ \t]+|read-?(?:only|write)?[ \t]+)communit(?:y|ies)(?:[ \t]+(?:read|write|ro|rw|cipher|simple))*` +
	`|(?:username|user|local-user)[ \t]+\S+[ \t]+(?:password|secret)(?:[ \t]+(?:cipher|irreversible-cipher|simple|hash|encrypted|sha512|\d{1,2}))*` +
	`|enable[ \t]+(?:password|secret)(?:[ \t]+(?:level[ \t]+)?\d{1,2})*` +
	`|(?:password|secret|pre-shared-key)[ \t]+(?:cipher|irreversible-cipher|simple|hash|encrypted|sha512|\d{1,2})` +
	`|^[ \t]*(?:password|secret|imsi|msisdn))[ \t]+("[^"\r\n]*"|[^\s=:]\S*)`)

// redact cuts credentials out of a text that is kept: what follows "password:"
// and its like, and the user in a URL. Formats drop fields that are secrets; this
// is for texts in which people or programs mention one.
func redact(s string) string {
	if mentionsSecret(s) {
		s = secretCommands().ReplaceAllString(s, "${1} "+removed)
	}
	if strings.IndexByte(s, ':') < 0 && strings.IndexByte(s, '=') < 0 {
		return s
	}
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); i++ {
		if s[i] != ':' && s[i] != '=' {
			continue
		}
		from, to := secretAfter(s, i)
		if from < done || from >= to {
			continue
		}
		b.WriteString(s[done:from])
		b.WriteString(removed)
		done, i = to, to-1
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// mentionsSecret is a quick look before the regular expression.
func mentionsSecret(s string) bool {
	for i := range len(s) {
		switch s[i] | 0x20 {
		case 'c', 'p', 's', 'i', 'm':
			for _, w := range [...]string{"communit", "passw", "secret", "pre-shared", "imsi", "msisdn"} {
				if len(s)-i >= len(w) && strings.EqualFold(s[i:i+len(w)], w) {
					return true
				}
			}
		}
	}
	return false
}

// secretAfter returns where the secret is that the separator at i introduces.
func secretAfter(s string, i int) (from, to int) {
	if strings.HasPrefix(s[i:], "://") {
		end := i + 3
		for end < len(s) && !strings.ContainsRune(" \t\r\n/\"'<>", rune(s[end])) {
			end++
		}
		if at := strings.LastIndexByte(s[i+3:end], '@'); at >= 0 {
			return i + 3, i + 3 + at
		}
		return 0, 0
	}
	word := strings.ToLower(wordBefore(s, i))
	if word == "" {
		return 0, 0
	}
	from = i + 1
	for from < len(s) && strings.IndexByte(" \t\"':=", s[from]) >= 0 {
		from++
	}
	switch {
	case containsAny(word, secretLines):
		to = len(s)
		if n := strings.IndexAny(s[from:], "\r\n"); n >= 0 {
			to = from + n
		}
	case containsAny(word, secretNames):
		to = len(s)
		if n := strings.IndexAny(s[from:], " \t\r\n\"',;&"); n >= 0 {
			to = from + n
		}
	}
	return from, to
}

// wordBefore is the word that ends before i, passing blanks and quotes.
func wordBefore(s string, i int) string {
	for i > 0 && strings.IndexByte(" \t\"'", s[i-1]) >= 0 {
		i--
	}
	end := i
	for i > 0 && end-i < 32 && isWordByte(s[i-1]) {
		i--
	}
	return s[i:end]
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}

func containsAny(s string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}
