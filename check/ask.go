package check

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// Question is one line of "rules ask": which instrument says what of these
// facts, under the law as known on a day.
type Question struct {
	ID         string         `json:"id"`
	Instrument string         `json:"instrument"` // a rule's id, or "*" for every binding rule of the jurisdictions the facts name
	AsOf       whomade.Date   `json:"as_of"`
	Facts      map[string]any `json:"facts"`
	Obligation string         `json:"obligation,omitempty"` // an obligation's id, or its duty
}

// Answer is the answer to a Question.
type Answer struct {
	ID       string          `json:"id"`
	Verdicts []AnswerVerdict `json:"verdicts"` // worst first
}

// AnswerVerdict is a verdict as "rules ask" shows it.
type AnswerVerdict struct {
	Rule       string            `json:"rule"`
	Obligation string            `json:"obligation"`
	Outcome    whomade.Outcome   `json:"outcome"`
	Deadline   whomade.Date      `json:"deadline"`
	Missing    []string          `json:"missing"`
	Citation   whomade.Citation  `json:"citation"`
	Grade      string            `json:"grade"`
	Because    []whomade.Because `json:"because"`
}

// Worst is the worst outcome with its earliest deadline; not-bound where there
// is no verdict.
func (a Answer) Worst() AnswerVerdict {
	if len(a.Verdicts) == 0 {
		return AnswerVerdict{Outcome: whomade.NotBound}
	}
	return a.Verdicts[0]
}

// Asker answers questions from one book.
type Asker struct {
	book   *law.Book
	owners law.Owners
	known  *tieTable
}

// NewAsker prepares to answer. owners may be nil.
func NewAsker(book *law.Book, owners law.Owners) *Asker {
	return &Asker{book: book, owners: owners, known: newTieTable()}
}

// Ask answers one question.
func (a *Asker) Ask(q Question) (Answer, error) {
	out := Answer{ID: q.ID, Verdicts: []AnswerVerdict{}}
	verdicts, err := a.verdicts(q)
	for _, v := range verdicts {
		out.Verdicts = append(out.Verdicts, AnswerVerdict{v.Rule, v.Obligation, v.Outcome, v.Deadline, v.Missing, v.Citation, v.Grade, v.Because})
	}
	return out, err
}

func (a *Asker) verdicts(q Question) ([]whomade.Verdict, error) {
	if q.AsOf.IsZero() {
		return nil, errors.New("as_of: a date is needed")
	}
	facts, err := NewFacts(a.book.Table(), q.Facts)
	if err != nil {
		return nil, err
	}
	c := newCase(a.book, a.owners, a.known, facts, q.AsOf)
	c.named = q.Obligation != ""
	rules, err := a.rules(q.Instrument, c)
	if err != nil {
		return nil, err
	}
	var out []whomade.Verdict
	hit := q.Obligation == ""
	for _, r := range rules {
		list, asked := c.ask(q, r)
		out, hit = append(out, list...), hit || asked
	}
	// A rule that has no such duty says nothing of it; a word that is neither one
	// of its obligations nor a duty is a mistake of the question.
	if _, duty := law.DutyOf(q.Obligation); !hit && !duty && q.Instrument != "*" && len(rules[0].Obligations) > 0 {
		return nil, fmt.Errorf("instrument %s has no obligation %q", q.Instrument, q.Obligation)
	}
	kept := []whomade.Verdict{}
	for _, v := range out {
		if !idle(v, out) {
			kept = append(kept, v)
		}
	}
	sortVerdicts(kept)
	return kept, nil
}

// ask is what one rule says; asked reports whether it has the obligation. A duty
// about other makers is no answer where one about these is to come.
func (c *caseOf) ask(q Question, r *law.Rule) (out []whomade.Verdict, asked bool) {
	var others []whomade.Verdict
	about := false
	for i := range r.Obligations {
		o := &r.Obligations[i]
		if q.Obligation != "" && o.ID != q.Obligation && o.Do != q.Obligation {
			continue
		}
		asked = true
		if q.Instrument == "*" && r.GradeOf(o) == whomade.Unsourced {
			continue
		}
		v, ok := c.evaluate(r, o)
		if !ok {
			continue
		}
		its := o.AnyMaker || c.made(orElse(o.Makers, r.Makers)).is != no
		about = about || its && (v.Outcome != whomade.NotBound || !v.Deadline.IsZero())
		if v.Outcome == whomade.Allowed && !its {
			others = append(others, v)
			continue
		}
		out = append(out, v)
	}
	if !about {
		out = append(out, others...)
	}
	return out, asked
}

// idle reports whether an open question changes nothing: a text that does not bind
// can say nothing worse than that it is against, and another of its duties says so.
func idle(v whomade.Verdict, all []whomade.Verdict) bool {
	return v.Outcome == whomade.CannotTell && !v.Binding && slices.ContainsFunc(all, func(o whomade.Verdict) bool {
		return o.Rule == v.Rule && o.Outcome == whomade.AgainstGuidance
	})
}

// rules are those that a question asks.
func (a *Asker) rules(instrument string, c *caseOf) ([]*law.Rule, error) {
	if instrument != "*" {
		r, ok := a.book.Rule(instrument)
		if !ok {
			return nil, fmt.Errorf("no instrument is called %q", instrument)
		}
		return []*law.Rule{r}, nil
	}
	named := c.jurisdictions()
	var out []*law.Rule
	for _, r := range a.book.Rules() {
		if r.Binding && slices.Contains(named, nation(r.Jurisdiction)) && c.inPart(r.Jurisdiction) {
			out = append(out, r)
		}
	}
	return out, nil
}

// maxLine is the longest question that is read, in octets.
const maxLine = 1 << 20

// badLine stands in the place of an answer.
type badLine struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

// Stream answers questions line by line, in order. A line that cannot be
// answered gets a record with its error in its place; bad counts them. The
// error is that of reading or writing.
func (a *Asker) Stream(r io.Reader, w io.Writer) (bad int, err error) {
	in := bufio.NewReaderSize(r, 64<<10)
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for {
		line, tooLong, rerr := readLine(in)
		if line = bytes.TrimSpace(line); len(line) > 0 || tooLong {
			answer, problem := a.line(line, tooLong)
			if problem != nil {
				bad++
				err = enc.Encode(badLine{answer.ID, problem.Error()})
			} else {
				err = enc.Encode(answer)
			}
			if err != nil {
				return bad, err
			}
		}
		if errors.Is(rerr, io.EOF) {
			return bad, out.Flush()
		}
		if rerr != nil {
			return bad, errors.Join(rerr, out.Flush())
		}
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return bad, err
			}
		}
	}
}

// line answers one line. The answer holds the id as far as it could be read.
func (a *Asker) line(line []byte, tooLong bool) (Answer, error) {
	if tooLong {
		return Answer{}, fmt.Errorf("the line is longer than %d octets", maxLine)
	}
	var q Question
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil {
		var only struct{ ID string }
		if json.Unmarshal(line, &only) != nil {
			only.ID = ""
		}
		return Answer{ID: only.ID}, fmt.Errorf("not a question: %w", err)
	}
	if d.More() {
		return Answer{ID: q.ID}, errors.New("more than one value on the line")
	}
	answer, err := a.Ask(q)
	answer.ID = q.ID
	return answer, err
}

// readLine reads a line without its end, keeping at most maxLine octets.
func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > maxLine+1 {
			tooLong, line = true, nil
		}
		if !tooLong {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimRight(line, "\r\n"), tooLong, err
		}
	}
}
