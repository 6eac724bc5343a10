package form

import (
	"bufio"
	_ "embed" // the page
	"html/template"
	"io"
	"strings"

	"github.com/whomade/whomade/report"
)

//go:embed form.html.tmpl
var page string

var tmpl = template.Must(template.New("form").Funcs(template.FuncMap{
	"head":    Head,
	"grade":   report.GradeText,
	"unknown": func() string { return NotKnown },
	"known":   known,
	"notice":  func() string { return report.Disclaimer },
	"web":     func(u string) bool { return strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") },
}).Parse(page))

// reason is why a column stands on a sheet.
type reason struct{ Source, Grade string }

func known(f Form, c Column) reason {
	source, grade := f.Known(c)
	return reason{source, report.GradeText(grade)}
}

// WriteHTML writes a form as one page without scripts. Each cell opens to where it
// comes from, or to the question where it is not known.
func WriteHTML(w io.Writer, f Filled) error {
	b := bufio.NewWriterSize(w, 1<<16)
	if err := tmpl.Execute(b, f); err != nil {
		return err
	}
	return b.Flush()
}
