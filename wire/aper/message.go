package aper

// Kind tells the three kinds of message of an elementary procedure.
type Kind uint8

const (
	Initiating   Kind = iota // opens a procedure
	Successful               // ends it well
	Unsuccessful             // ends it badly
	kinds
)

// Message is a message of S1AP, X2AP, NGAP, XnAP, F1AP, E1AP, RANAP, RUA or
// HNBAP: a procedure code, and information elements in a container (TS 36.413
// clause 9.3.2 and its like).
type Message struct {
	Kind      Kind
	Procedure uint8
	body      []byte
}

// Form is how a protocol's outermost CHOICE is written.
type Form struct {
	Alternatives int  // of the CHOICE, without those behind an extension marker
	Extensible   bool // whether it has an extension marker
}

// Parse reads the head of a message. It returns false unless the octets are one
// complete message: behind its last field nothing but zero octets may stand,
// which some senders pad with.
func Parse(b []byte, f Form) (Message, bool) {
	r := NewReader(b)
	kind, extended := r.Choice(f.Alternatives, f.Extensible)
	if extended || kind >= int(kinds) {
		return Message{}, false
	}
	r.Align()
	m := Message{Kind: Kind(kind), Procedure: uint8(r.Bits(8))}
	if r.Bits(2) > 2 { // criticality: reject, ignore, notify
		return Message{}, false
	}
	m.body = r.Open()
	if !r.OK() || len(m.body) < 3 {
		return Message{}, false
	}
	for _, o := range r.Rest() {
		if o != 0 {
			return Message{}, false
		}
	}
	return m, true
}

// Elements walks the information elements of the message. Which optional fields
// the message has does not matter: they stand behind.
func (m Message) Elements() Elements {
	e := Elements{r: NewReader(m.body)}
	e.r.Bits(1) // extension bit
	e.left = e.r.Whole(0, 65535)
	return e
}

// List walks the elements of a container that stands alone, such as a list of
// elements inside an element: n says how many its length allows (256 or 65536
// values, from lo on).
func List(b []byte, lo, hi int) Elements {
	e := Elements{r: NewReader(b)}
	e.left = e.r.Whole(lo, hi)
	return e
}

// Elements is where a walk stands.
type Elements struct {
	r    Reader
	left int
}

// Element is an information element: its number and the encoding of its value.
type Element struct {
	ID    uint16
	Value []byte
}

// Next gives the next element.
func (e *Elements) Next() (Element, bool) {
	if e.left == 0 {
		return Element{}, false
	}
	e.left--
	e.r.Align()
	id := uint16(e.r.Bits(16))
	e.r.Bits(2) // criticality
	v := e.r.Open()
	return Element{id, v}, e.r.OK()
}

// Private walks the elements of a private message (TS 36.413 clause 9.1.17 and
// its like), whose numbers are the maker's own.
func (m Message) Private() Private {
	p := Private{r: NewReader(m.body)}
	p.r.Bits(1)
	p.left = p.r.Whole(1, 65535)
	return p
}

// Private is where a walk through a private message stands.
type Private struct {
	r    Reader
	left int
}

// Next gives the identifier of the next private element: the content octets of
// an OBJECT IDENTIFIER, or nil where it is a number without an author.
func (p *Private) Next() (oid []byte, ok bool) {
	if p.left == 0 {
		return nil, false
	}
	p.left--
	if p.r.Bool() {
		oid = p.r.Open()
	} else {
		p.r.Whole(0, 65535)
	}
	p.r.Bits(2) // criticality
	p.r.Open()
	return oid, p.r.OK()
}
