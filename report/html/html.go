// Package html writes the report as one self-contained page: no scripts, no
// request to anywhere, readable on paper. Every verdict opens to its citation
// and facts, every element to its evidence, and every company named has a "why"
// and a "contest this".
package html

import (
	"bufio"
	"cmp"
	_ "embed"
	"html/template"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/report"
)

//go:embed report.css
var css string

//go:embed report.html.tmpl
var page string

type format struct{}

// New returns the format.
func New() report.Format { return format{} }

func (format) Name() string { return "html" }

var tmpl = sync.OnceValue(func() *template.Template { return template.Must(template.New("report").Funcs(funcs).Parse(page)) })

var funcs = template.FuncMap{
	"clean":    report.Clean,
	"shorten":  func(n int, s string) string { return report.Shorten(report.Clean(s), n) },
	"makers":   report.MakersText,
	"outcome":  report.OutcomeText,
	"grade":    report.GradeText,
	"place":    report.Place,
	"count":    report.Count,
	"octets":   report.Octets,
	"label":    report.Label,
	"join":     strings.Join,
	"percent":  func(f float64) string { return strconv.FormatFloat(f, 'f', 3, 64) },
	"share":    report.Percent,
	"number":   report.Number,
	"weight":   func(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) },
	"worst":    worst,
	"link":     link,
	"sum":      sum,
	"facts":    facts,
	"segments": report.SegmentsText,
	"counted":  func(p whomade.Part) bool { return p.Weight != 0 },
}

// view is the report with what the page groups.
type view struct {
	*whomade.Report
	CSS        template.CSS
	Disclaimer string
	Companies  []company
	Conflicts  int
}

// company is one maker named in the report, and where.
type company struct {
	ID       string
	Elements []*whomade.Element
}

func (format) Write(w io.Writer, r *whomade.Report) error {
	v := view{Report: r, CSS: template.CSS(css), Disclaimer: report.Disclaimer, Companies: companies(r.Elements)}
	for _, e := range r.Elements {
		v.Conflicts += len(e.Conflicts)
	}
	b := bufio.NewWriterSize(w, 1<<16)
	if err := tmpl().Execute(b, v); err != nil {
		return err
	}
	return b.Flush()
}

func companies(elements []whomade.Element) []company {
	by := map[string][]*whomade.Element{}
	for i := range elements {
		e := &elements[i]
		named := map[string]bool{}
		for _, id := range append(e.MakerSet(), e.Brand) {
			if id != "" && !named[id] {
				named[id] = true
				by[id] = append(by[id], e)
			}
		}
	}
	var out []company
	for _, id := range slices.Sorted(maps.Keys(by)) {
		out = append(out, company{id, by[id]})
	}
	return out
}

// worst is the worst verdict of an element in words, or "".
func worst(e whomade.Element) string {
	v, ok := whomade.Worst(e.Verdicts)
	if !ok {
		return ""
	}
	s := report.OutcomeText(v.Outcome)
	if !v.Deadline.IsZero() {
		s += " " + v.Deadline.String()
	}
	return s
}

// link is a URL where it is one that a reader may follow, or "".
func link(u string) string {
	if strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") {
		return u
	}
	return ""
}

func sum(parts []whomade.Part) float64 {
	var s float64
	for _, p := range parts {
		s += p.Weight
	}
	return s
}

func facts(m map[string]string) string {
	var s []string
	for _, k := range slices.SortedFunc(maps.Keys(m), cmp.Compare[string]) {
		s = append(s, k+" = "+report.Clean(m[k]))
	}
	return strings.Join(s, " · ")
}
