package evidence

import "strings"

// removed stands where a secret stood.
const removed = "[removed]"

// secretNames are parts of the words before ":" or "=" that say that what
// follows is a secret, or a subscriber's number.
var secretNames = []string{"passw", "passphrase", "pwd", "secret", "communit", "psk", "token", "apikey", "api_key", "imsi", "msisdn", "iccid"}

// secretLines are words after whose ":" the whole line is a secret.
var secretLines = []string{"authorization", "cookie"}

// redact cuts credentials out of a text that is kept: what follows "password:"
// and its like, and the user in a URL. Formats drop fields that are secrets; this
// is for texts in which people or programs mention one.
func redact(s string) string {
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
