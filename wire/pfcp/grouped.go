package pfcp

// groupedElements are the elements that hold others (TS 29.244 clause 8.1.2,
// table 8.1.2-1).
var groupedElements = [...]uint16{
	1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 51, 54, 58, 59, 68, 77, 78, 79, 80, 83, 85, 86, 87, 99, 102,
	105, 118, 127, 128, 129, 130, 132, 143, 147, 165, 166, 167, 168, 169, 175, 176, 183, 187, 188, 189, 190, 195, 199, 200,
	201, 203, 205, 211, 212, 213, 214, 216, 218, 220, 221, 225, 226, 227, 233, 238, 239, 240, 242, 247, 252, 255, 256, 261,
	263, 264, 267, 270, 271, 272, 273, 276, 277, 279, 290, 295, 300, 301, 302, 303, 304, 310, 311, 315, 316,
}

var groupedSet = func() (set [6]uint64) {
	for _, e := range groupedElements {
		set[e>>6] |= 1 << (e & 63)
	}
	return set
}()

// grouped tells whether an element holds others.
func grouped(kind uint16) bool { return kind < 6*64 && groupedSet[kind>>6]>>(kind&63)&1 == 1 }
