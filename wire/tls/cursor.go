package tls

// cursor reads the handshake messages of a stream of records. A message may
// span records, and a record hold several messages (RFC 5246 clause 6.2.1). It
// ends at the first record that is no handshake.
type cursor struct {
	b    []byte // records not begun
	cur  []byte // what is left of the current handshake record
	over bool   // something else than a handshake record follows
}

// next makes cur the next record with something in it. A record that is cut
// short gives what is there.
func (c *cursor) next() bool {
	for len(c.cur) == 0 {
		if c.over || len(c.b) < recordHead {
			return false
		}
		if c.b[0] != recordHandshake && c.b[0] != recordAlert || !record(c.b) {
			c.over = true
			return false
		}
		size := min(recordHead+(int(c.b[3])<<8|int(c.b[4])), len(c.b))
		if c.b[0] == recordHandshake { // a warning between messages is read past
			c.cur = c.b[recordHead:size]
		}
		c.b = c.b[size:]
	}
	return true
}

// closed tells whether the handshake in clear has ended in the octets there are.
func (c *cursor) closed() bool {
	probe := *c
	for probe.next() {
		probe.cur = nil
	}
	return probe.over
}

// available returns how many octets of handshake are left.
func (c *cursor) available() int {
	probe, n := *c, 0
	for probe.next() {
		n += len(probe.cur)
		probe.cur = nil
	}
	return n
}

// read fills p.
func (c *cursor) read(p []byte) bool {
	for n := 0; n < len(p); {
		if !c.next() {
			return false
		}
		k := copy(p[n:], c.cur)
		c.cur = c.cur[k:]
		n += k
	}
	return true
}

// skip passes n octets.
func (c *cursor) skip(n int) bool {
	for n > 0 {
		if !c.next() {
			return false
		}
		k := min(n, len(c.cur))
		c.cur = c.cur[k:]
		n -= k
	}
	return true
}

// take returns up to n octets: as they stand when one record holds them, else
// put together.
func (c *cursor) take(n int) []byte {
	if !c.next() {
		return nil
	}
	n = min(n, c.available())
	if n <= len(c.cur) {
		out := c.cur[:n]
		c.cur = c.cur[n:]
		return out
	}
	out := make([]byte, n)
	c.read(out)
	return out
}
