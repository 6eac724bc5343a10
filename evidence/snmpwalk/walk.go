package snmpwalk

import (
	"encoding/hex"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

const (
	maxList  = 32       // facts of one list
	maxMACs  = 64       // addresses of interfaces
	maxAlike = 48       // of them before only new makers' prefixes are taken
	maxHeld  = 32 << 20 // octets of table rows kept until the walk's end
)

// walk turns objects into facts. Most are told at once; rows of tables are told
// when all their columns were seen.
type walk struct {
	limits evidence.Limits
	out    evidence.Out

	lists       map[string]int // attribute to how many were told
	macs        map[string]bool
	prefixes    map[string]bool // first three octets of macs
	chassisKind int             // lldpLocChassisIdSubtype
	chassis     variable
	entities    rows
	neighbours  rows
	private     private
	held        int
	seen        int   // objects
	dropped     tally // rows over maxHeld
	nameless    tally // identities given by a name that is not known
}

func newWalk(limits evidence.Limits, out evidence.Out) *walk {
	return &walk{
		limits: limits, out: out,
		lists: map[string]int{}, macs: map[string]bool{}, prefixes: map[string]bool{},
		private: newPrivate(),
	}
}

// self is the subject of all facts about the element that was walked.
var self = whomade.Subject{Artifact: evidence.Self}

func (w *walk) observe(subject whomade.Subject, attribute, value string, line int64) {
	w.out.Observe(whomade.Observation{
		Subject: subject, Attribute: attribute, Value: value, Encoding: whomade.EncodingText, Locator: whomade.Locator{Line: line},
	})
}

// add takes the next object.
func (w *walk) add(v variable) {
	o, instance := find(v.oid)
	w.seen++
	// Many makers' agents answer CDP's table.
	if strings.HasPrefix(v.oid, enterprises) && (o == nil || o.role != roleNeighbour) {
		w.private.add(&v, o == nil)
	}
	if o == nil {
		return
	}
	switch o.role {
	case roleText:
		if v.kind == kindOctets {
			w.observe(self, o.attribute, v.text(), v.line)
		}
	case roleOID:
		if oid, ok := productOID(&v); ok {
			w.observe(self, o.attribute, oid, v.line)
		}
	case roleOIDList:
		if oid, ok := productOID(&v); ok && strings.HasPrefix(oid, enterprises) && w.more(o.attribute) {
			w.observe(self, o.attribute, oid, v.line)
		}
	case roleList:
		if v.kind == kindOctets && v.text() != "" && w.more(o.attribute) {
			w.observe(self, o.attribute, v.text(), v.line)
		}
	case roleEngine:
		w.engine(o, &v)
	case roleMAC:
		w.interfaceMAC(o, &v)
	case roleBridge:
		if mac, ok := parseMAC(v.value); ok && identifiesMAC(mac) {
			w.observe(self, o.attribute, mac, v.line)
		}
	case roleChassisKind:
		w.chassisKind, _ = v.number()
	case roleChassis:
		w.chassis = v
	case roleEntity:
		w.entities.add(w, o, instance, v)
	case roleNeighbour:
		w.neighbours.add(w, o, o.table+" "+instance, v)
	}
}

// more reports whether a list may have one more fact.
func (w *walk) more(attribute string) bool {
	w.lists[attribute]++
	return w.lists[attribute] <= maxList
}

// productOID is a value that names a product: an object identifier, also where
// the agent or the recording gives it as text.
func productOID(v *variable) (string, bool) {
	oid := string(v.value)
	if v.kind != kindOID {
		var ok bool
		if oid, ok = resolve(v.text()); !ok {
			return "", false
		}
	}
	return oid, strings.Count(oid, ".") > 2
}

// engine takes an SnmpEngineID (RFC 3411 clause 5): 5 to 32 octets.
func (w *walk) engine(o *object, v *variable) {
	raw := v.value
	if printed, ok := parseHexPairs(raw); ok && len(printed) >= 5 {
		raw = printed
	}
	if v.kind != kindOctets || len(raw) < 5 || len(raw) > 32 {
		return
	}
	w.out.Observe(whomade.Observation{
		Subject: self, Attribute: o.attribute, Value: hex.EncodeToString(raw), Encoding: whomade.EncodingHex, Locator: whomade.Locator{Line: v.line},
	})
}

// interfaceMAC tells an interface's address; a big switch has thousands of one
// prefix, which say no more than the first.
func (w *walk) interfaceMAC(o *object, v *variable) {
	mac, ok := parseMAC(v.value)
	if !ok || !identifiesMAC(mac) || w.macs[mac] {
		return
	}
	prefix := mac[:8]
	if len(w.macs) >= maxMACs || len(w.macs) >= maxAlike && w.prefixes[prefix] {
		return
	}
	w.macs[mac], w.prefixes[prefix] = true, true
	w.observe(self, o.attribute, mac, v.line)
}

// unresolved notes an identity whose value is a name of a MIB module that is not
// at hand.
func (w *walk) unresolved(v *variable) {
	if o, _ := find(v.oid); o != nil && (o.role == roleOID || o.column == columnOID) {
		w.nameless.add(v.line)
	}
}

// finish tells what needed the whole walk.
func (w *walk) finish() {
	if value, isMAC := chassisID(w.chassisKind, &w.chassis); value != "" && (!isMAC || identifiesMAC(value)) {
		w.observe(self, "snmp.lldp_chassis_id", value, w.chassis.line)
	}
	w.tellEntities()
	w.tellNeighbours()
	w.private.tell(w)
}

// tell says what was left out.
func (w *walk) tell() {
	w.dropped.tell(w.out, whomade.SeverityError, "table value was left out: the walk's tables are larger than the limit",
		"table values were left out: the walk's tables are larger than the limit")
	w.nameless.tell(w.out, whomade.SeverityWarning, "product number is given by a name that is not known here: walk with snmpwalk -On",
		"product numbers are given by names that are not known here: walk with snmpwalk -On")
}

// chassisID is an LLDP chassis id (IEEE 802.1AB clause 8.5.2) in its printed form.
func chassisID(subtype int, v *variable) (value string, isMAC bool) {
	const subtypeMAC, unknown = 4, 0
	if v.kind != kindOctets || len(v.value) == 0 {
		return "", false
	}
	if subtype == subtypeMAC || subtype == unknown && len(v.value) == 6 && !isPrintable(v.value) {
		if mac, ok := parseMAC(v.value); ok {
			return mac, true
		}
	}
	return v.text(), false
}
