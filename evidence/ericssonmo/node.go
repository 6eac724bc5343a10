package ericssonmo

import (
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
)

// Bounds of what is kept.
const (
	maxNodes = 1 << 16
	maxMarks = 16
	maxMark  = 256
	maxName  = 128
)

func cut(s string, n int) string { return strings.ToValidUTF8(s[:min(len(s), n)], "") }

// node is a network element.
type node struct {
	subject whomade.Subject
	at      whomade.Locator
	marks   []string
}

func newNode(name string, at whomade.Locator) *node {
	n := &node{at: at, subject: whomade.Subject{Artifact: evidence.Self}}
	if name != "" {
		n.subject = items.New("node "+cut(name, maxName), at).Subject
	}
	return n
}

func (n *node) fact(out evidence.Out, attribute, value string, at whomade.Locator) {
	it := &items.Item{Subject: n.subject, At: at}
	it.Add(attribute, value)
	it.Tell(out)
}

// note keeps a line that shows the manner of the text.
func (n *node) note(mark string) {
	if len(n.marks) >= maxMarks {
		return
	}
	mark = cut(mark, maxMark)
	for _, m := range n.marks {
		if m == mark {
			return
		}
	}
	n.marks = append(n.marks, strings.Clone(mark))
}

// finish reports the manner.
func (n *node) finish(out evidence.Out) {
	if len(n.marks) > 0 {
		out.Observe(whomade.Observation{
			Subject: n.subject, Locator: n.at, Attribute: "cli.output", Value: strings.Join(n.marks, "\n") + "\n", Encoding: whomade.EncodingText,
		})
	}
}

// nodeName is the node that a distinguished name names: the context, or the
// element where its id is more than a number.
func nodeName(name string) string {
	element := ""
	for part := range strings.SplitSeq(name, ",") {
		class, id, _ := strings.Cut(part, "=")
		switch class {
		case "MeContext", "NetworkElement":
			return id
		case "ManagedElement":
			if strings.Trim(id, "0123456789") != "" {
				element = id
			}
		}
	}
	return element
}
