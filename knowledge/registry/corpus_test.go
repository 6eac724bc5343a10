package registry

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/whomade/whomade/internal/textnorm"
)

// The short form of the name registered for a walk's enterprise number is a weak
// claim: the test states how often it is the labelled maker. What it misses are
// mostly bought companies and numbers of software that many makers use.
func TestRegisteredNamesAgainstLabels(t *testing.T) {
	corpus := filepath.Join("..", "..", "..", "shared", "corpus", "snmp")
	labels, err := os.Open(filepath.Join(corpus, "labels.tsv"))
	if err != nil {
		t.Skip("the labelled walks are not here: ", err)
	}
	defer labels.Close()
	names := loadNames(t, filepath.Join(corpus, "..", "..", "tools", "maker_names.tsv"))
	r := open(t)
	lines := bufio.NewScanner(labels)
	lines.Buffer(nil, 1<<20)
	lines.Scan()
	column := map[string]int{}
	for i, c := range strings.Split(lines.Text(), "\t") {
		column[c] = i
	}
	walks, right := 0, 0
	for lines.Scan() {
		c := strings.Split(lines.Text(), "\t")
		if c[column["label_kind"]] != "maker" {
			continue
		}
		number, ok := walkNumber(t, filepath.Join(corpus, c[column["path"]]))
		if !ok {
			continue
		}
		registered, ok := r.Enterprise(number)
		if !ok {
			continue
		}
		walks++
		want := names.group(c[column["vendor"]], c[column["family"]])
		for n := range names.group(textnorm.Slug(registered)) {
			if want[n] {
				right++
				break
			}
		}
	}
	t.Logf("%d of %d walks: the registered name's short form is the labelled maker", right, walks)
	if right*100 < walks*68 {
		t.Errorf("%d of %d walks, less than 0.68", right, walks)
	}
}

var objectID = regexp.MustCompile(`(?m)^1\.3\.6\.1\.2\.1\.1\.2\.0\|[^|]*\|\.?1\.3\.6\.1\.4\.1\.(\d+)`)

// walkNumber is the enterprise number of the sysObjectID in a walk.
func walkNumber(t *testing.T, file string) (uint32, bool) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, false
	}
	m := objectID.FindSubmatch(data)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseUint(string(m[1]), 10, 32)
	return uint32(n), err == nil
}

// sameNames lists which names stand for one company.
type sameNames map[string][]string

var notPlain = regexp.MustCompile(`[^a-z0-9]`)

func plain(s string) string { return notPlain.ReplaceAllString(strings.ToLower(s), "") }

func loadNames(t *testing.T, file string) sameNames {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Skip("the list of equal names is not here: ", err)
	}
	m := sameNames{}
	for line := range strings.Lines(string(data)) {
		if c := strings.Split(line, "\t"); len(c) >= 3 && !strings.HasPrefix(line, "#") {
			m[plain(c[0])] = append(m[plain(c[0])], plain(c[1]), plain(c[2]))
		}
	}
	return m
}

// group is the names that stand for the same companies as the given ones.
func (m sameNames) group(names ...string) map[string]bool {
	g := map[string]bool{}
	for _, n := range names {
		g[plain(n)] = true
	}
	for range 2 {
		var more []string
		for n := range g {
			more = append(more, m[n]...)
		}
		for _, n := range more {
			g[n] = true
		}
	}
	delete(g, "")
	return g
}
