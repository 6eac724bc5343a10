package report

import (
	"strconv"
	"strings"

	"github.com/whomade/whomade"
)

// Columns are the columns of the flat view: one row per element and verdict.
var Columns = []string{
	"element", "subjects", "maker", "brand", "confidence", "makers", "model", "os", "version", "segment", "site",
	"rule", "obligation", "jurisdiction", "outcome", "binding", "grade", "since", "deadline", "citation", "missing",
	"because", "next_evidence", "conflicts", "evidence", "notice",
}

// notice is what each row of the flat view says: rows are copied without their heads.
const notice = "not legal advice"

// Rows yields the rows of the flat view in the report's order; an element
// without a verdict has one row. Verdicts on the operator come first, with
// "operator" for an element.
func Rows(r *whomade.Report, yield func(row []string) error) error {
	for _, v := range r.Operator.Verdicts {
		row := make([]string, len(Columns))
		row[0], row[1] = "operator", Clean(r.Operator.ID)
		row[len(row)-1] = notice
		fillVerdict(row, v)
		if err := yield(row); err != nil {
			return err
		}
	}
	for _, e := range r.Elements {
		base := elementCells(e)
		if len(e.Verdicts) == 0 {
			if err := yield(base); err != nil {
				return err
			}
		}
		for _, v := range e.Verdicts {
			row := append([]string(nil), base...)
			fillVerdict(row, v)
			if err := yield(row); err != nil {
				return err
			}
		}
	}
	return nil
}

func elementCells(e whomade.Element) []string {
	row := make([]string, len(Columns))
	subjects := make([]string, len(e.Subjects))
	for i, s := range e.Subjects {
		subjects[i] = Clean(s.String())
	}
	makers := make([]string, len(e.Makers))
	for i, m := range e.Makers {
		makers[i] = m.Maker + " " + strconv.FormatFloat(m.Confidence, 'f', 3, 64)
	}
	conflicts := make([]string, len(e.Conflicts))
	for i, c := range e.Conflicts {
		conflicts[i] = c.Kind + ": " + c.Reading
	}
	evidence := make([]string, 0, len(e.Evidence))
	for _, p := range e.Evidence {
		if p.Weight != 0 {
			evidence = append(evidence, p.Attribute+"="+Shorten(Clean(p.Value), 80)+" ("+Place(p.Name, p.Locator)+")")
		}
	}
	confidence := ""
	if e.Maker != "" {
		confidence = strconv.FormatFloat(e.Confidence, 'f', 3, 64)
	}
	copy(row, []string{
		e.ID, strings.Join(subjects, "; "), e.Maker, e.Brand, confidence, strings.Join(makers, "; "),
		Clean(e.Model), Clean(e.OS), Clean(e.Version), e.Segment, Clean(e.Site),
	})
	row[22], row[23], row[24] = e.NextEvidence, Clean(strings.Join(conflicts, "; ")), strings.Join(evidence, "; ")
	row[len(row)-1] = notice
	return row
}

func fillVerdict(row []string, v whomade.Verdict) {
	because := make([]string, len(v.Because))
	for i, b := range v.Because {
		because[i] = b.Text
	}
	copy(row[11:], []string{
		v.Rule, v.Obligation, v.Jurisdiction, string(v.Outcome), strconv.FormatBool(v.Binding), v.Grade,
		v.Since.String(), v.Deadline.String(), v.Citation.Text, strings.Join(v.Missing, "; "), Clean(strings.Join(because, "; ")),
	})
}

// Place is a locator in words: "core-03.pcap frame 17 bytes 14-212".
func Place(name string, l whomade.Locator) string {
	b := []string{Clean(name)}
	add := func(word string, n int64) {
		if n > 0 {
			b = append(b, word, strconv.FormatInt(n, 10))
		}
	}
	add("frame", l.Frame)
	if l.Length > 0 {
		b = append(b, "bytes", strconv.FormatInt(l.Offset, 10)+"-"+strconv.FormatInt(l.Offset+l.Length, 10))
	}
	add("line", l.Line)
	for _, s := range []struct{ word, value string }{{"", l.Pointer}, {"", l.Path}, {"sheet", l.Sheet}, {"cell", l.Cell}} {
		if s.value == "" {
			continue
		}
		if s.word != "" {
			b = append(b, s.word)
		}
		b = append(b, Clean(s.value))
	}
	return strings.Join(b, " ")
}

// FormulaSafe guards a cell of a spreadsheet against being read as a formula:
// text that begins with one of = + - @, a tab or a line end gets a leading
// apostrophe.
func FormulaSafe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}
