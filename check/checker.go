package check

import (
	"errors"
	"slices"
	"sync"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// Options says under which law, for whom and as of when elements are judged.
type Options struct {
	Book     *law.Book
	Owners   law.Owners // who controlled whom; nil: only makers that a rule names are reached
	Operator Facts      // facts about the operator; they hold for every element
	AsOf     whomade.Date
	// MinConfidence is the confidence in a maker from which breaks and due are
	// said; 0 means whomade.Sure.
	MinConfidence float64
	Unsourced     bool // rules written from memory speak too
	// All keeps verdicts of rules that have nothing to do with the maker.
	All bool
}

// Checker judges elements and the operator. It remembers what it worked out for
// equal facts and is safe for concurrent use.
type Checker struct {
	o     Options
	duty  []*duty // in the order of the book
	known *tieTable
	order map[obligationKey]int // of the duties

	*judgements
	supposed *judgements // with what was supposed
	stated   *statedLists
	who      sync.Map // whom duties bind, by their lists of addressees

	// What a checker made from another takes over; see With.
	past      *judgements
	since     *change
	sameReads bool

	mu      sync.RWMutex
	reach   map[string][]reached // duties that may have something to say, by makers
	changes map[string]*change   // by facts that differ
}

// judgements are the verdicts on elements, by the facts that rules read and makers.
type judgements struct {
	reads map[string]bool // facts that a rule about elements reads
	mu    sync.RWMutex
	seen  map[string][]whomade.Verdict
}

func (j *judgements) get(key []byte) ([]whomade.Verdict, bool) {
	j.mu.RLock()
	defer j.mu.RUnlock()
	got, ok := j.seen[string(key)]
	return got, ok
}

func (j *judgements) put(key []byte, list []whomade.Verdict) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.seen[string(key)] = list
}

// duty is one obligation with its rule, and the answers it gave.
type duty struct {
	r *law.Rule
	o *law.Obligation

	mu      sync.RWMutex
	seen    map[string]*judged
	settled map[string]settlement
}

// reached is a duty with the facts about elements that it reads, in order.
type reached struct {
	*duty
	names []string
	like  int // the first in its list that reads the same
}

// judged is a verdict, and whether it is worth showing.
type judged struct {
	v     whomade.Verdict
	tells bool
}

// New prepares a checker.
func New(o Options) (*Checker, error) {
	if o.Book == nil {
		return nil, errors.New("check: no rules")
	}
	if o.AsOf.IsZero() {
		return nil, errors.New("check: no as-of date")
	}
	if o.MinConfidence == 0 {
		o.MinConfidence = whomade.Sure
	}
	c := &Checker{
		o: o, known: newTieTable(), order: map[obligationKey]int{}, stated: &statedLists{seen: map[statedKey][]whomade.Verdict{}},
		judgements: &judgements{reads: map[string]bool{}, seen: map[string][]whomade.Verdict{}},
		supposed:   &judgements{seen: map[string][]whomade.Verdict{}},
		reach:      map[string][]reached{}, changes: map[string]*change{},
	}
	for _, n := range everywhere {
		c.reads[n] = true
	}
	for _, r := range o.Book.Table().Roles() {
		c.reads[r.Fact] = true
	}
	for _, r := range o.Book.Rules() {
		for i := range r.Obligations {
			if k := r.Obligations[i].Kind(); k != law.Procedural && k != law.Capping {
				for _, n := range r.Reads(&r.Obligations[i], true) {
					c.reads[n] = true
				}
			}
			if d := (&duty{r: r, o: &r.Obligations[i], seen: map[string]*judged{}, settled: map[string]settlement{}}); o.Unsourced || r.GradeOf(d.o) != whomade.Unsourced {
				c.order[keyOf(d)] = len(c.duty)
				c.duty = append(c.duty, d)
			}
		}
	}
	return c, nil
}

// Facts checks facts in the form that files and flags give them.
func (c *Checker) Facts(in map[string]any) (Facts, error) { return NewFacts(c.o.Book.Table(), in) }

// Table is the facts and roles of the checker's rules.
func (c *Checker) Table() *law.Table { return c.o.Book.Table() }

// newCase is a case of the checker about one element or the operator.
func (c *Checker) newCase(f Facts) *caseOf {
	return newCase(c.o.Book, c.o.Owners, c.known, f, c.o.AsOf)
}

// organisation is the case of the operator itself.
func (c *Checker) organisation() *caseOf {
	k := c.newCase(c.o.Operator)
	k.scan, k.organisation, k.named = true, true, true
	return k
}

// Operator is the verdicts on the organisation: duties to report, to notify, to
// attest, and shares under a cap, as they are stated and as in counted them; in may
// be nil. Nothing is said where nothing is known of the operator.
func (c *Checker) Operator(in *Inventory) []whomade.Verdict {
	out := []whomade.Verdict{}
	k := c.organisation()
	k.counts = in.shares()
	nations := k.jurisdictions()
	if len(nations) == 0 {
		return out
	}
	for _, d := range c.duty {
		kind := d.o.Kind()
		if kind != law.Procedural && kind != law.Capping && !isPower(d.o) || !concerns(d.r, nations) {
			continue
		}
		v, ok := k.evaluate(d.r, d.o)
		if ok && v.Outcome != whomade.NotBound {
			v.If = k.ifs(d.r, d.o, v)
			v.Share = k.counts[d.o.Cap]
			out = append(out, v)
		}
	}
	sortVerdicts(out)
	return out
}

// isPower reports whether a duty exists only once an order was addressed to the
// operator.
func isPower(o *law.Obligation) bool {
	return slices.ContainsFunc(o.When.Terms, func(t law.Term) bool { return t.Fact == "operator.order_received" })
}

// concerns reports whether a rule is of one of the countries, or of a union.
func concerns(r *law.Rule, nations []string) bool {
	j := nation(r.Jurisdiction)
	return j == "XX" || slices.Contains(nations, j)
}

// sortVerdicts puts the worst first, and the earlier deadline before the later.
func sortVerdicts(list []whomade.Verdict) {
	slices.SortStableFunc(list, func(a, b whomade.Verdict) int {
		if d := a.Outcome.Severity() - b.Outcome.Severity(); d != 0 {
			return d
		}
		switch {
		case a.Deadline.IsZero() && b.Deadline.IsZero():
			return 0
		case a.Deadline.IsZero():
			return 1
		case b.Deadline.IsZero():
			return -1
		}
		return a.Deadline.Compare(b.Deadline)
	})
}
