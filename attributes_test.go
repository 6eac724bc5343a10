package whomade_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/whomade/whomade"
)

// TestAttributesAreListed finds every attribute that a decoder or format names
// in its source, and the columns of tables, in the table of attributes.
func TestAttributesAreListed(t *testing.T) {
	named := regexp.MustCompile(`(?:Field|field|report|emit|observe)\(\s*"([a-z0-9_]+\.[a-z0-9_.-]+|dhcp_vendor_class|html_title)"|Attribute: "([^"]+)"`)
	found := 0
	for _, root := range []string{"wire", "evidence"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "wiretest") {
				return err
			}
			src, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, m := range named.FindAllStringSubmatch(string(src), -1) {
				found++
				if name := m[1] + m[2]; name != "" {
					if _, ok := whomade.AttributeByName(name); !ok {
						t.Errorf("%s: the attribute %q is not in the table", path, name)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 50 {
		t.Errorf("only %d attributes were found in the sources: the test looks in the wrong place", found)
	}
	seen := map[string]bool{}
	for _, a := range whomade.Attributes {
		if seen[a.Name] || a.Meaning == "" || a.Source == "" || a.Class == "" || !strings.Contains("ABCD", a.Grade) {
			t.Errorf("the entry of %q is incomplete or given twice", a.Name)
		}
		seen[a.Name] = true
	}
}
