package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/whomade/whomade"
)

// Explain writes all there is to say of one element, from its verdicts down to
// the octets its evidence stands in.
func Explain(w io.Writer, r *whomade.Report, e whomade.Element) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%s", e.ID)
	for _, s := range e.Subjects {
		fmt.Fprintf(b, " · %s", Clean(s.String()))
	}
	if e.Site != "" || e.Segment != "" {
		fmt.Fprintf(b, "   %s", strings.Join(nonEmpty("site "+Clean(e.Site), "segment "+e.Segment), " · "))
	}
	fmt.Fprintln(b)
	fmt.Fprintf(b, "maker %s", MakersText(e.MakerSet()))
	if e.Maker != "" {
		fmt.Fprintf(b, " %s   brand %s", short(e.Confidence), e.Brand)
	}
	fmt.Fprintln(b)
	for _, r := range []struct {
		word string
		ids  []string
	}{{"parts by", e.Components}, {"software by", e.Software}} {
		if len(r.ids) > 0 {
			fmt.Fprintf(b, "  %s %s\n", r.word, strings.Join(r.ids, ", "))
		}
	}
	if o := e.Owners; o != nil {
		held := "no company that is known here"
		if len(o.Companies) > 0 {
			held = strings.Join(o.Companies, ", ")
		}
		fmt.Fprintf(b, "  %s was held on %s (%s) by %s\n", e.Maker, o.On, o.Basis, held)
	}
	if e.Stated {
		fmt.Fprintln(b, "  the maker is what a list states; verdicts are about the item as stated")
	}
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	silent := 0
	for _, p := range e.Evidence {
		if p.Weight == 0 {
			silent++
			continue
		}
		role := ""
		if p.Role != whomade.RoleMaker {
			role = " (" + p.Role + ")"
		}
		fmt.Fprintf(t, "  %+.1f\t%s%s\t%s\t%q\t%s\t%s\t%s\n", p.Weight, MakersText(p.Makers), role, p.Attribute,
			Shorten(Clean(p.Value), 60), Shorten(Clean(p.Reason), 70), Place(p.Name, p.Locator), p.Grade)
	}
	t.Flush()
	if silent > 0 {
		fmt.Fprintf(b, "  (%d more of the same classes add nothing)\n", silent)
	}
	if len(e.Makers) > 1 {
		for _, m := range e.Makers {
			fmt.Fprintf(b, "  possible: %s %s\n", m.Maker, short(m.Confidence))
		}
	}
	if s := nonEmpty("model "+Clean(e.Model), "os "+Clean(e.OS), "version "+Clean(e.Version)); len(s) > 0 {
		fmt.Fprintln(b, strings.Join(s, " · "))
	}
	if e.NextEvidence != "" {
		fmt.Fprintf(b, "what would settle it: %s\n", e.NextEvidence)
	}
	explainConflicts(b, e)
	fmt.Fprintf(b, "verdicts as of %s\n", r.AsOf)
	if len(e.Verdicts) == 0 {
		fmt.Fprintln(b, "  no rule has anything to say of it")
	}
	for _, v := range e.Verdicts {
		explainVerdict(b, v)
	}
	digests(b, r, e)
	fmt.Fprintln(b, Disclaimer)
	return b.Flush()
}

// ExplainOperator writes the duties of the organisation, and of each share under a
// cap what was counted.
func ExplainOperator(w io.Writer, r *whomade.Report) error {
	b := bufio.NewWriter(w)
	o := r.Operator
	fmt.Fprintln(b, strings.Join(nonEmpty("operator "+Clean(o.ID), "as "+strings.Join(o.Roles, ", "), "under "+strings.Join(o.Jurisdictions, ", ")), " · "))
	fmt.Fprintf(b, "duties as of %s\n", r.AsOf)
	if len(o.Verdicts) == 0 {
		fmt.Fprintln(b, "  no rule has anything to say of it")
	}
	for _, v := range o.Verdicts {
		explainVerdict(b, v)
	}
	fmt.Fprintln(b, Disclaimer)
	return b.Flush()
}

// ExplainConflicts writes every conflict of the report with both sides.
func ExplainConflicts(w io.Writer, r *whomade.Report) error {
	b := bufio.NewWriter(w)
	for _, e := range r.Elements {
		if len(e.Conflicts) > 0 {
			fmt.Fprintf(b, "%s  %s  %s\n", e.ID, MakersText(e.MakerSet()), Label(e))
			explainConflicts(b, e)
		}
	}
	return b.Flush()
}

func explainConflicts(b io.Writer, e whomade.Element) {
	for _, c := range e.Conflicts {
		fmt.Fprintf(b, "conflict: %s\n", Clean(c.Reading))
		for _, s := range c.Sides {
			fmt.Fprintf(b, "  %s\n", Clean(s))
		}
	}
}

func explainVerdict(b io.Writer, v whomade.Verdict) {
	fmt.Fprintf(b, "  %s  %s %s (%s)", OutcomeText(v.Outcome), v.Rule, v.Obligation, v.Jurisdiction)
	if !v.Deadline.IsZero() {
		fmt.Fprintf(b, "  %s", v.Deadline)
	}
	force := "binding"
	if !v.Binding {
		force = "not binding"
	}
	fmt.Fprintf(b, "  %s, %s\n", force, GradeText(v.Grade))
	fmt.Fprintf(b, "      %s, %s\n", v.Citation.Title, v.Citation.Text)
	if v.Citation.URL != "" {
		fmt.Fprintf(b, "      %s\n", Clean(v.Citation.URL))
	}
	for _, s := range v.Citation.Sources {
		fmt.Fprintf(b, "      read at %s\n", Clean(s))
	}
	for _, x := range v.Because {
		fmt.Fprintf(b, "      %s\n", Clean(x.Text))
	}
	if s := v.Share; s != nil {
		for _, x := range []struct {
			word string
			ids  []string
		}{{"counted as by the makers", s.Elements}, {"may be by the makers", s.Undecided}} {
			if len(x.ids) > 0 {
				fmt.Fprintf(b, "      %s: %s\n", x.word, strings.Join(x.ids, " "))
			}
		}
		for _, u := range s.Unknown {
			fmt.Fprintf(b, "      not known of %s: %s\n", Count(u.Elements, "element"), u.Fact)
		}
	}
	for _, m := range v.Missing {
		fmt.Fprintf(b, "      missing %s\n", m)
	}
	for _, x := range v.SettledBy {
		fmt.Fprintf(b, "      %s can follow from %s alone\n", OutcomeText(x.Outcome), strings.Join(x.Facts, " and "))
	}
	if w := v.Waiver; w != nil && w.Expired {
		fmt.Fprintf(b, "      waiver %s expired on %s: it counts again\n", Clean(w.ID), w.Expires)
	} else if w != nil {
		fmt.Fprintf(b, "      waiver %s until %s: %s; held by %s, approved by %s\n", Clean(w.ID), w.Expires, Clean(w.Reason), Clean(w.Holder), Clean(w.Approver))
	}
	for _, i := range v.If {
		fmt.Fprintf(b, "      %s\n", i.Text)
	}
}

// digests lists the artifacts that the element's evidence stands in.
func digests(b io.Writer, r *whomade.Report, e whomade.Element) {
	named := map[string]bool{}
	for _, p := range e.Evidence {
		named[p.Artifact] = true
	}
	for _, a := range r.Artifacts {
		if a.Digest != "" && named[a.Digest] {
			fmt.Fprintf(b, "artifact %s  %s  %s\n", Clean(a.Name), Octets(a.Size), a.Digest)
		}
	}
}

// nonEmpty drops those that end in their word alone.
func nonEmpty(pairs ...string) []string {
	var out []string
	for _, p := range pairs {
		if !strings.HasSuffix(p, " ") {
			out = append(out, p)
		}
	}
	return out
}

func short(p float64) string { return strings.TrimPrefix(fmt.Sprintf("%.3f", p), "0") }
