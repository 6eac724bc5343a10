// Package ahocorasick finds all of many literals in a text in one pass (Aho and
// Corasick, "Efficient string matching", CACM 18(6), 1975), without regard to
// the case of ASCII letters. The automaton is a complete table, so that each
// octet of the text costs one look-up.
package ahocorasick

import "slices"

// Automaton finds literals. It does not change after it was built and is safe
// for concurrent use.
type Automaton struct {
	class  [256]uint8 // octet to column; 0 is every octet no literal holds
	width  int        // columns
	next   []int32    // state*width+column to the row of the next state (state*width)
	output []int32    // state to the first entry of emit, -1 for none
	emit   []emission
}

// emission is a literal that ends in a state, and the next one that does.
type emission struct{ id, next int32 }

// New builds an automaton. The place of a literal in the list is its id; empty
// literals are never found. Literals are compared without regard to the case of
// ASCII letters.
func New(literals []string) *Automaton {
	a := &Automaton{}
	a.classes(literals)
	a.trie(literals)
	a.link()
	return a
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// classes gives each octet that occurs in a literal a column of its own.
func (a *Automaton) classes(literals []string) {
	n := 1
	for _, l := range literals {
		for i := range len(l) {
			if c := lower(l[i]); a.class[c] == 0 && n < 256 {
				a.class[c] = uint8(n)
				n++
			}
		}
	}
	for c := byte('A'); c <= 'Z'; c++ {
		a.class[c] = a.class[lower(c)]
	}
	a.width = n
}

func (a *Automaton) trie(literals []string) {
	states := countStates(literals)
	a.next = make([]int32, a.width, states*a.width)
	a.output = append(make([]int32, 0, states), -1)
	for id, l := range literals {
		if l == "" {
			continue
		}
		state := int32(0)
		for i := range len(l) {
			at := int(state)*a.width + int(a.class[l[i]])
			if a.next[at] == 0 {
				a.next[at] = int32(len(a.output))
				a.output = append(a.output, -1)
				a.next = a.next[:len(a.next)+a.width]
			}
			state = a.next[at]
		}
		a.emit = append(a.emit, emission{int32(id), a.output[state]})
		a.output[state] = int32(len(a.emit) - 1)
	}
}

// countStates is the number of distinct beginnings of the literals, or more.
func countStates(literals []string) int {
	folded := make([]string, len(literals))
	for i, l := range literals {
		b := []byte(l)
		for j := range b {
			b[j] = lower(b[j])
		}
		folded[i] = string(b)
	}
	slices.Sort(folded)
	n, last := 1, ""
	for _, l := range folded {
		same := 0
		for same < len(l) && same < len(last) && l[same] == last[same] {
			same++
		}
		n += len(l) - same
		last = l
	}
	return n
}

// link fills the table breadth first: where a state has no edge, its failure
// state's edge holds; what ends in the failure state ends here too.
func (a *Automaton) link() {
	fail := make([]int32, len(a.output))
	var queue []int32
	for c := range a.width {
		if s := a.next[c]; s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		a.inherit(s, fail[s])
		for c := range a.width {
			at := int(s)*a.width + c
			over := a.next[int(fail[s])*a.width+c]
			if t := a.next[at]; t != 0 {
				fail[t] = over
				queue = append(queue, t)
			} else {
				a.next[at] = over
			}
		}
	}
	for i := range a.next {
		a.next[i] *= int32(a.width)
	}
}

// inherit appends the failure state's emissions to the state's own. The failure
// state is complete already, because it is nearer to the root.
func (a *Automaton) inherit(state, from int32) {
	if a.output[from] < 0 {
		return
	}
	if a.output[state] < 0 {
		a.output[state] = a.output[from]
		return
	}
	e := a.output[state]
	for a.emit[e].next >= 0 {
		e = a.emit[e].next
	}
	a.emit[e].next = a.output[from]
}

// Append appends the ids of the literals that occur in text to dst, once for
// each place where one ends.
func (a *Automaton) Append(dst []int32, text string) []int32 {
	state, width := int32(0), int32(a.width)
	for i := range len(text) {
		state = a.next[state+int32(a.class[text[i]])]
		if state == 0 {
			continue
		}
		for e := a.output[state/width]; e >= 0; e = a.emit[e].next {
			dst = append(dst, a.emit[e].id)
		}
	}
	return dst
}

// States is the number of states, which times the number of distinct octets is
// the size of the table.
func (a *Automaton) States() int { return len(a.output) }
