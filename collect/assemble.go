package collect

import (
	"cmp"
	"fmt"
	"slices"

	"golang.org/x/net/bpf"
)

// assembly is a program for the kernel's packet filter whose jumps name their
// places. All of them lead forward.
type assembly struct {
	steps  []step
	labels map[string]int // places in steps
	unique int
}

// step is one instruction, or a jump to a label.
type step struct {
	plain bpf.Instruction
	to    string // of a jump
	cond  bool   // whether the jump is taken only if
	withX bool   // the accumulator compares so with register X, or
	test  bpf.JumpTest
	value uint32 // with this
	near  bool   // whether one instruction reaches
}

func (a *assembly) emit(all ...bpf.Instruction) {
	for _, i := range all {
		a.steps = append(a.steps, step{plain: i})
	}
}

func (a *assembly) label(name string) { a.labels[name] = len(a.steps) }

// fresh returns a label that nothing else has.
func (a *assembly) fresh() string {
	a.unique++
	return fmt.Sprintf("#%d", a.unique)
}

func (a *assembly) jump(to string) { a.steps = append(a.steps, step{to: to}) }

func (a *assembly) when(test bpf.JumpTest, value uint32, to string) {
	a.steps = append(a.steps, step{to: to, cond: true, test: test, value: value})
}

func (a *assembly) is(value uint32, to string) { a.when(bpf.JumpEqual, value, to) }

func (a *assembly) whenX(test bpf.JumpTest, to string) {
	a.steps = append(a.steps, step{to: to, cond: true, withX: true, test: test})
}

// load loads size octets at register X and off.
func (a *assembly) load(off uint32, size int) { a.emit(bpf.LoadIndirect{Off: off, Size: size}) }

// forward moves register X on; the accumulator is lost.
func (a *assembly) forward(n uint32) {
	a.emit(bpf.TXA{}, bpf.ALUOpConstant{Op: bpf.ALUOpAdd, Val: n}, bpf.TAX{})
}

func (a *assembly) store(n int) { a.emit(bpf.StoreScratch{Src: bpf.RegA, N: n}) }
func (a *assembly) fetch(n int) { a.emit(bpf.LoadScratch{Dst: bpf.RegA, N: n}) }

func (a *assembly) alu(op bpf.ALUOp, value uint32) { a.emit(bpf.ALUOpConstant{Op: op, Val: value}) }

// choice leads from a range of values to a label.
type choice struct {
	low, high uint32
	to        string
}

// choices are made by the accumulator. The first that names a value counts.
type choices []choice

func (c *choices) add(value uint32, to string) { *c = append(*c, choice{value, value, to}) }

// plain returns the choices in order, without overlap, with neighbours joined.
func (c choices) plain() choices {
	var out choices
	for _, x := range c {
		rest := choices{x}
		for _, y := range out {
			var left choices
			for _, r := range rest {
				if r.high < y.low || r.low > y.high {
					left = append(left, r)
					continue
				}
				if r.low < y.low {
					left = append(left, choice{r.low, y.low - 1, r.to})
				}
				if r.high > y.high {
					left = append(left, choice{y.high + 1, r.high, r.to})
				}
			}
			rest = left
		}
		out = append(out, rest...)
	}
	slices.SortFunc(out, func(a, b choice) int { return cmp.Compare(a.low, b.low) })
	joined := out[:0]
	for _, x := range out {
		if n := len(joined); n > 0 && joined[n-1].to == x.to && joined[n-1].high+1 == x.low {
			joined[n-1].high = x.high
			continue
		}
		joined = append(joined, x)
	}
	return joined
}

// choose leads on by the accumulator, which stays as it is, and to other where
// nothing is chosen. It looks at few of the choices.
func (a *assembly) choose(c choices, other string) { a.halve(c.plain(), other) }

func (a *assembly) halve(c choices, other string) {
	switch len(c) {
	case 0:
		a.jump(other)
	case 1:
		x := c[0]
		switch {
		case x.low == x.high:
			a.is(x.low, x.to)
		case x.low == 0:
			a.when(bpf.JumpLessOrEqual, x.high, x.to)
		default:
			a.when(bpf.JumpLessThan, x.low, other)
			a.when(bpf.JumpLessOrEqual, x.high, x.to)
		}
		a.jump(other)
	default:
		upper := a.fresh()
		m := len(c) / 2
		a.when(bpf.JumpGreaterOrEqual, c[m].low, upper)
		a.halve(c[:m], other)
		a.label(upper)
		a.halve(c[m:], other)
	}
}

// assemble gives jumps their distances. Those of conditional jumps have one
// octet; where it does not reach they lead to a jump that does.
func (a *assembly) assemble() ([]bpf.Instruction, error) {
	at := make([]int, len(a.steps)+1)
	for changed := true; changed; {
		changed = false
		for i, s := range a.steps {
			at[i+1] = at[i] + 1
			if s.cond && !s.near {
				at[i+1]++
			}
		}
		for i := range a.steps {
			s := &a.steps[i]
			if s.to == "" {
				continue
			}
			target, ok := a.labels[s.to]
			if !ok || target <= i {
				return nil, fmt.Errorf("jump to %q, which is not ahead", s.to)
			}
			if s.cond && !s.near && at[target]-at[i]-2 <= 255 {
				s.near, changed = true, true
			}
		}
	}
	var out []bpf.Instruction
	for i, s := range a.steps {
		if s.to == "" {
			out = append(out, s.plain)
			continue
		}
		skip := at[a.labels[s.to]] - at[i] - 1
		switch {
		case !s.cond:
			out = append(out, bpf.Jump{Skip: uint32(skip)})
		case s.near && s.withX:
			out = append(out, bpf.JumpIfX{Cond: s.test, SkipTrue: uint8(skip)})
		case s.near:
			out = append(out, bpf.JumpIf{Cond: s.test, Val: s.value, SkipTrue: uint8(skip)})
		case s.withX:
			out = append(out, bpf.JumpIfX{Cond: s.test, SkipFalse: 1}, bpf.Jump{Skip: uint32(skip - 1)})
		default:
			out = append(out, bpf.JumpIf{Cond: s.test, Val: s.value, SkipFalse: 1}, bpf.Jump{Skip: uint32(skip - 1)})
		}
	}
	return out, nil
}
