package gbk

import (
	"io"
	"strings"
	"testing"
)

func TestReader(t *testing.T) {
	for octets, want := range map[string]string{
		"":                          "",
		"plain":                     "plain",
		"\xbb\xaa\xce\xaa":          "华为",
		"华为":                        "华为",
		"\xff\xfeA\x00\xb0\x00":     "\xff\xfeA\x00\xb0\x00",
		"cut \xe5\x8d":              "cut \xe5\x8d",
		"\xbb\xaa then \xff broken": "华 then \uFFFD broken",
	} {
		got, err := io.ReadAll(Reader(strings.NewReader(octets)))
		if err != nil || string(got) != want {
			t.Errorf("%q: %q, %v; want %q", octets, got, err, want)
		}
	}
}
