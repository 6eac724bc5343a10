package wiretest

import (
	"encoding/hex"
	"strings"
	"testing"
)

// Hex reads hexadecimal octets; blanks, line ends and colons between them do
// not count. Text in quotes stands for itself: `0a05 "core1"`.
func Hex(t testing.TB, s string) []byte {
	t.Helper()
	var out []byte
	for i, part := range strings.Split(s, `"`) {
		if i%2 == 1 {
			out = append(out, part...)
			continue
		}
		b, err := hex.DecodeString(strings.Join(strings.Fields(strings.ReplaceAll(part, ":", "")), ""))
		if err != nil {
			t.Fatalf("hexadecimal %q: %v", part, err)
		}
		out = append(out, b...)
	}
	return out
}
