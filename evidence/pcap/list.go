package pcap

// list grows without copying what it holds.
type list[T any] struct {
	parts [][]T
	len   int
}

const listPart = 1 << 10

func (l *list[T]) at(i uint32) *T { return &l.parts[i/listPart][i%listPart] }

func (l *list[T]) add(x T) {
	if l.len%listPart == 0 {
		l.parts = append(l.parts, make([]T, 0, listPart))
	}
	last := &l.parts[len(l.parts)-1]
	*last = append(*last, x)
	l.len++
}
