package check

import (
	"strings"
	"sync"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge/law"
)

// oldestKit is the day from which equipment still in use is taken to have been
// made where nothing is said of its age.
const oldestKit = 20050101

// longUse is the years after which a maker that was under control all along is
// taken to have been so for whatever is in use.
const longUse = 10

// endOfTime is the day up to which ties are looked at where the day does not
// matter.
const endOfTime = 20401231

// tie is the answer to one question of control over a span of days.
type tie struct {
	is    truth // unknown: for some of the time, or of a stake
	chain string
	stake law.Stake // one of which it is open whether it is control, if any
}

// tieTable remembers answers of the company graph.
type tieTable struct {
	mu   sync.Mutex
	seen map[tieKey]tie
}

type tieKey struct {
	id, named string
	lo, hi    float64
	told      bool
	counts    string // whether a stake of which that is open is control: yes, no or not known
}

func newTieTable() *tieTable { return &tieTable{seen: map[tieKey]tie{}} }

// ties asks the company graph for every quarter of a span, and its last day.
// told says that the span is what is known of the day of manufacture; otherwise it
// is all the days that come into question.
func (c *caseOf) ties(id string, named []string, lo, hi float64, told bool) tie {
	k := tieKey{id, strings.Join(named, " "), lo, hi, told, c.facts.text("element.maker_controlled")}
	c.known.mu.Lock()
	defer c.known.mu.Unlock()
	if t, ok := c.known.seen[k]; ok {
		return t
	}
	t := tie{is: no}
	some, all, lately := false, true, true
	recent := hi - longUse*10000
	ask := func(day float64) {
		on := law.DayOf(day)
		held, chain, _ := c.owners.Controlled(id, named, on)
		stake, open := c.book.Table().Stake(chain, on)
		if open && k.counts != "" {
			held, open = k.counts == "yes", false
		}
		if open {
			t.stake = stake
		}
		some, all = some || held, all && held && !open && c.owners.Surely(id, named, on)
		lately = lately && (held && !open || day < recent)
		if held {
			t.chain = strings.Join(chain, " < ")
			if c.owners.Remembered(chain, law.DayOf(day)) {
				t.chain += " (dated from memory)"
			}
		}
	}
	for y := int(lo) / 10000; y <= int(hi)/10000; y++ {
		for _, md := range []int{101, 401, 701, 1001} {
			if day := float64(y*10000 + md); day > lo && day < hi {
				ask(day)
			}
		}
	}
	ask(lo)
	ask(hi)
	switch {
	case all, some && lately && !told:
		t.is = yes
	case some:
		t.is = unknown
	}
	c.known.seen[k] = t
	return t
}

// controlTurns lists the days on which what ties says of a company may change: those
// on which control over it changes, and those on which the last quarter before such
// a day is further back than longUse.
func controlTurns(owners law.Owners, id string) []whomade.Date {
	var out []whomade.Date
	for _, d := range owners.Turns(id) {
		q := d.AddDays(-1)
		q.Month, q.Day = (q.Month-1)/3*3+1, 1
		out = append(out, d, whomade.Date{Year: q.Year + longUse, Month: q.Month, Day: 2})
	}
	return append(out, law.DayOf(oldestKit+longUse*10000).AddDays(1))
}
