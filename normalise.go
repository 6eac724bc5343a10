package whomade

import (
	"cmp"
	"slices"
)

// Normalise brings a report into its one form: elements by id, artifacts and
// diagnostics by name and place, and empty lists where there is none, so that
// the same findings give the same octets in every format.
func (r *Report) Normalise() {
	r.Notice = Notice
	r.Operator.Roles, r.Operator.Jurisdictions = some(r.Operator.Roles), some(r.Operator.Jurisdictions)
	r.Operator.Verdicts = normaliseVerdicts(r.Operator.Verdicts)
	r.Artifacts, r.Elements, r.Diagnostics = some(r.Artifacts), some(r.Elements), some(r.Diagnostics)
	slices.SortFunc(r.Artifacts, func(a, b Artifact) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Digest, b.Digest))
	})
	slices.SortStableFunc(r.Diagnostics, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Artifact, b.Artifact), compareLocators(a.Locator, b.Locator),
			cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Message, b.Message))
	})
	slices.SortStableFunc(r.Elements, func(a, b Element) int { return cmp.Compare(a.ID, b.ID) })
	for i := range r.Elements {
		e := &r.Elements[i]
		e.Subjects, e.Makers, e.Evidence, e.Conflicts = some(e.Subjects), some(e.Makers), some(e.Evidence), some(e.Conflicts)
		e.Verdicts = normaliseVerdicts(e.Verdicts)
	}
	s := &r.Summary
	s.Makers, s.Outcomes, s.Ifs, s.Questions, s.Exit = some(s.Makers), some(s.Outcomes), some(s.Ifs), some(s.Questions), some(s.Exit)
	for i := range s.Makers {
		s.Makers[i].Makers, s.Makers[i].Worst = some(s.Makers[i].Makers), some(s.Makers[i].Worst)
	}
}

func normaliseVerdicts(vs []Verdict) []Verdict {
	for i := range vs {
		v := &vs[i]
		v.Because, v.Missing, v.If = some(v.Because), some(v.Missing), some(v.If)
	}
	return some(vs)
}

// some makes a list that is nil an empty one.
func some[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func compareLocators(a, b Locator) int {
	return cmp.Or(
		cmp.Compare(a.Frame, b.Frame), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Cell, b.Cell),
		cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Length, b.Length))
}
