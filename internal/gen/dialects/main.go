// Command dialects learns from a folder of labelled command output and
// configurations what the marks of each dialect weigh, and prints how often the
// answer was right on texts that were held out. It is run by hand:
//
//	go run ./internal/gen/dialects -corpus ../shared/corpus/cli knowledge/dialect/words.tsv
package main

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/cli"
	"github.com/whomade/whomade/internal/isotonic"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/dialect"
)

// folds into which the texts fall by the hash of their names.
const folds = 8

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "dialects:", err)
		os.Exit(1)
	}
}

func run() error {
	corpus := flag.String("corpus", "../shared/corpus/cli", "folder with labels.tsv")
	on := flag.String("on", time.Now().UTC().Format(time.DateOnly), "date of the provenance")
	held := flag.String("held-out", "", "write the answers to held-out texts to this file")
	byCommand := flag.Bool("by-command", false, "hold out whole folders of examples, not single texts")
	flag.Parse()
	dialects, err := dialect.Dialects()
	if err != nil {
		return err
	}
	lexicon, err := dialect.Open()
	if err != nil {
		return err
	}
	examples, err := read(*corpus, lexicon)
	if err != nil {
		return err
	}
	know, err := knowledge.Open()
	if err != nil {
		return err
	}
	usable := usableMarks(know)
	answers := holdOut(examples, lexicon, usable, *byCommand)
	if *held != "" {
		if err := writeHeld(*held, answers, dialects); err != nil {
			return err
		}
	}
	line := report(os.Stdout, answers, dialects)
	policy(os.Stdout, answers)
	if flag.NArg() == 0 {
		return nil
	}
	texts := make([]text, 0, len(examples))
	for _, e := range examples {
		texts = append(texts, e.text)
	}
	m := learn(texts, len(dialects), usable)
	return write(flag.Arg(0), m, dialects, line, fmt.Sprintf("learned on %s by internal/gen/dialects from %d public examples of output and configurations; the calibration from %d-fold answers to held-out texts", *on, len(texts), folds))
}

// example is a labelled text.
type example struct {
	text
	id, path string
	makers   []string // the label's company and its family; none where the label is of software
	lines    []dialect.Line
	others   bool // the text may describe other devices
}

// output is what package cli hands on of a file.
func output(b []byte) (string, error) {
	var c collector
	err := cli.New().Read(context.Background(), evidence.Input{Reader: bytes.NewReader(b), Limits: evidence.DefaultLimits}, &c)
	return c.text, err
}

type collector struct{ text string }

func (c *collector) Observe(o whomade.Observation) { c.text += o.Value }

func (*collector) Diagnose(string, whomade.Locator, string) {}

func read(folder string, lexicon *dialect.Lexicon) ([]example, error) {
	platforms := map[string]int{}
	for i, d := range lexicon.Dialects {
		for _, p := range d.Platforms {
			platforms[p] = i
		}
	}
	table, err := os.ReadFile(filepath.Join(folder, "labels.tsv"))
	if err != nil {
		return nil, err
	}
	var rows [][]string // tabs between the columns, no quoting
	for line := range strings.Lines(string(table)) {
		rows = append(rows, strings.Split(strings.TrimRight(line, "\r\n"), "\t"))
	}
	var out []example
	unknown := map[string]int{}
	for _, row := range rows[1:] {
		col := func(name string) string { return row[slices.Index(rows[0], name)] }
		if k := col("label_kind"); k != "maker" && k != "software" {
			continue
		}
		d, ok := platforms[platform(col("os"), col("path"))]
		if !ok {
			unknown[col("os")]++
			continue
		}
		b, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(col("path"))))
		if err != nil {
			return nil, err
		}
		t, err := output(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", col("path"), err)
		}
		e := example{text: text{dialect.Features(t), d}, id: col("id"), path: col("path"), lines: lexicon.Lines(t), others: dialect.Neighbours(t)}
		if col("label_kind") == "maker" {
			e.makers = []string{col("vendor"), col("family")}
		}
		out = append(out, e)
	}
	for _, os := range slices.Sorted(func(yield func(string) bool) {
		for k := range unknown {
			if !yield(k) {
				return
			}
		}
	}) {
		fmt.Printf("no dialect for platform %q (%d texts)\n", os, unknown[os])
	}
	return out, nil
}

// platform is a label's platform; where the label is a version, the example's
// name has it.
func platform(label, path string) string {
	if label == "" || label[0] >= '0' && label[0] <= '9' || strings.Contains(label, " ") {
		base := filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path)
		for _, p := range []string{"iosxr", "nxos", "ios", "eos", "junos"} {
			if strings.Contains(base, p) {
				return p
			}
		}
	}
	return strings.ToLower(label)
}

// usableMarks leaves out marks that name a company, look like a part number, or
// hold what only one network has.
func usableMarks(know *knowledge.Set) func(string) bool {
	known := map[string]bool{}
	var mu sync.Mutex
	return func(mark string) bool {
		mu.Lock()
		defer mu.Unlock()
		if mark[0] == '=' && len(mark) == 9 {
			return true
		}
		for _, w := range strings.FieldsFunc(mark, func(r rune) bool {
			return r != '-' && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r < 0x80 && (r < '0' || r > '9')
		}) {
			ok, seen := known[w]
			if !seen {
				ok = !partNumber.MatchString(w)
				for _, m := range know.Resolve(w) {
					ok = ok && (m.ID == "" || knowledge.Ordinary(strings.ToLower(w)))
				}
				known[w] = ok
			}
			if !ok {
				return false
			}
		}
		return true
	}
}

var partNumber = regexp.MustCompile(`^(?:[A-Z]+-?0[A-Z0-9-]*|[A-Z]+(?:-[A-Z]*0[A-Z0-9]*)+)$`)

// answer is what a held-out example got.
type answer struct {
	example
	groups []dialect.Group
}

// right reports whether the likeliest group holds the example's dialect.
func (a answer) right(dialects []dialect.Dialect) bool {
	return slices.ContainsFunc(a.groups[0].Dialects, func(d *dialect.Dialect) bool { return d.ID == dialects[a.dialect].ID })
}

func holdOut(examples []example, lexicon *dialect.Lexicon, usable func(string) bool, byCommand bool) []answer {
	fold := func(e example) int {
		name := filepath.Base(e.path)
		if byCommand {
			name = filepath.Dir(e.path)
		}
		h := fnv.New32a()
		h.Write([]byte(name))
		return int(h.Sum32()>>8) % folds
	}
	parts := make([][]answer, folds)
	done := make(chan int)
	for k := range folds {
		go func() {
			var train []text
			for _, e := range examples {
				if fold(e) != k {
					train = append(train, e.text)
				}
			}
			m := learn(train, len(lexicon.Dialects), usable)
			for _, e := range examples {
				if fold(e) == k {
					places, x := m.vector(e.marks)
					parts[k] = append(parts[k], answer{e, dialect.Groups(chances(lexicon, lexicon.WithLines(m.shares(places, x), e.lines)))})
				}
			}
			done <- k
		}()
	}
	for range folds {
		<-done
	}
	return slices.Concat(parts...)
}

func chances(lexicon *dialect.Lexicon, shares []float64) []dialect.Chance {
	out := make([]dialect.Chance, len(shares))
	for i, s := range shares {
		out[i] = dialect.Chance{Dialect: &lexicon.Dialects[i], Share: s}
	}
	slices.SortStableFunc(out, func(a, b dialect.Chance) int { return cmp.Compare(b.Share, a.Share) })
	return out
}

// report prints precision at several coverages and returns the calibration.
func report(w *os.File, answers []answer, dialects []dialect.Dialect) [][2]float64 {
	slices.SortStableFunc(answers, func(a, b answer) int { return cmp.Compare(b.groups[0].Share, a.groups[0].Share) })
	right := 0
	var points []isotonic.Point
	for i, a := range answers {
		ok := 0.0
		if a.right(dialects) {
			right++
			ok = 1
		}
		share := a.groups[0].Share
		points = append(points, isotonic.Point{X: share, Y: ok, Weight: 1})
		if n := i + 1; n%200 == 0 || n == len(answers) {
			fmt.Fprintf(w, "%d of %d with a share of at least %.3f: precision %.4f, recall %.4f\n", n, len(answers), share, float64(right)/float64(n), float64(right)/float64(len(answers)))
		}
	}
	return isotonic.Line(isotonic.Fit(points), 12, 1)
}

// policy prints what [dialect.Named] answers to the held-out texts, by the maker of
// the label, and of texts that are labelled as software's how often a maker is named.
func policy(w *os.File, answers []answer) {
	type count struct{ n, single, right, sets, held int }
	counts := map[string]*count{}
	for _, a := range answers {
		named := dialect.Named(a.groups, a.others)
		var makers []string
		for _, g := range named {
			makers = append(makers, g.Makers...)
		}
		for _, k := range []string{"all", a.class()} {
			if len(a.makers) == 0 {
				k = "software"
			}
			c := counts[k]
			if c == nil {
				c = &count{}
				counts[k] = c
			}
			ok := 0
			if slices.ContainsFunc(makers, a.made) {
				ok = 1
			}
			c.n++
			switch len(makers) {
			case 0:
			case 1:
				c.single, c.right = c.single+1, c.right+ok
			default:
				c.sets, c.held = c.sets+1, c.held+ok
			}
			if k == "software" {
				break
			}
		}
	}
	for _, k := range []string{"all", "configuration", "version", "inventory", "platform", "other", "software"} {
		if c := counts[k]; c != nil {
			n, single, sets := float64(c.n), float64(max(1, c.single)), float64(max(1, c.sets))
			fmt.Fprintf(w, "%-13s %4d texts: one maker of %4d, precision %.4f, recall %.4f; a set of %3d, %.4f hold the truth; one or a set right %.4f\n",
				k, c.n, c.single, float64(c.right)/single, float64(c.right)/n, c.sets, float64(c.held)/sets, float64(c.right+c.held)/n)
		}
	}
}

// made reports whether a company is the label's.
func (a answer) made(id string) bool {
	return slices.ContainsFunc(a.makers, func(m string) bool { return m != "" && (m == id || label[id] == m) })
}

// label is what the labels call companies otherwise than the knowledge does.
var label = map[string]string{"alcatel-lucent-enterprise": "alcatel-lucent", "fujitsu": "fsas"}

var (
	configured = regexp.MustCompile(`^(?:batfish|netutils)/|running.config|current.config|startup|get_config|^oxidized/`)
	classes    = []struct {
		name string
		re   *regexp.Regexp
	}{
		{"version", regexp.MustCompile(`version`)},
		{"inventory", regexp.MustCompile(`inventory|manuinfo|chassis_?hardware|idprom`)},
		{"platform", regexp.MustCompile(`platform|show_?module|show_?system|display_device`)},
	}
)

// class is the kind of text by the example's name.
func (a answer) class() string {
	name := strings.ToLower(a.path)
	if configured.MatchString(name) {
		return "configuration"
	}
	_, name, _ = strings.Cut(name, "/")
	for _, c := range classes {
		if c.re.MatchString(name) {
			return c.name
		}
	}
	return "other"
}

func writeHeld(name string, answers []answer, dialects []dialect.Dialect) error {
	var b strings.Builder
	for _, a := range answers {
		fmt.Fprintf(&b, "%s\t%s", a.id, dialects[a.dialect].ID)
		for _, g := range a.groups[:min(6, len(a.groups))] {
			fmt.Fprintf(&b, "\t%s %.3f", g.Dialects[0].ID, g.Share)
		}
		b.WriteByte('\n')
	}
	return os.WriteFile(name, []byte(b.String()), 0o644)
}

func write(name string, m *model, dialects []dialect.Dialect, line [][2]float64, provenance string) error {
	var b strings.Builder
	b.WriteString("# " + provenance + "\n")
	for _, p := range line {
		fmt.Fprintf(&b, "#! %.4f %.4f\n", p[0], p[1])
	}
	for i, f := range m.marks {
		var row strings.Builder
		// What all dialects have in common tells none apart.
		common := slices.Sorted(slices.Values(m.weights[i]))[m.n/2]
		for c, w := range m.weights[i] {
			if w -= common; math.Abs(w) >= keepWeight {
				row.WriteString(" " + dialects[c].ID + " " + strconv.FormatFloat(w, 'f', 1, 64))
			}
		}
		if row.Len() > 0 {
			b.WriteString(f + "\t" + row.String()[1:] + "\n")
		}
	}
	return os.WriteFile(name, []byte(b.String()), 0o644)
}
