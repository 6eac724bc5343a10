package ngap

import (
	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/aper"
	"github.com/whomade/whomade/wire/mobile"
)

// globalRANNode reads a Global RAN Node ID (TS 38.413 clause 9.3.1.5): a gNB, an
// ng-eNB or an interworking function. XnAP's (TS 38.423 clause 9.2.2.3) has the
// first two.
func globalRANNode(r *aper.Reader, s wire.Sink) {
	index, _ := r.Choice(4, false)
	if index == 2 {
		plmn := head(r)
		if choice, _ := r.Choice(2, false); choice == 0 {
			id, _ := r.BitString(16, 16)
			node(mobile.N3IWF, plmn, id, r, s)
		}
		return
	}
	baseStation(index, r, s)
}

// xnGlobalNode reads the Global NG-RAN Node ID of XnAP.
func xnGlobalNode(r *aper.Reader, s wire.Sink) {
	index, _ := r.Choice(3, false)
	baseStation(index, r, s)
}

// baseStation reads the identity of a gNB or an ng-eNB (TS 38.413 clauses
// 9.3.1.6 and 9.3.1.8).
func baseStation(index int, r *aper.Reader, s wire.Sink) {
	switch index {
	case 0:
		plmn := head(r)
		if choice, _ := r.Choice(2, false); choice == 0 {
			id, _ := r.BitString(22, 32)
			node(mobile.GNB, plmn, id, r, s)
		}
	case 1:
		plmn := head(r)
		size := [...]int{20, 18, 21, 0} // macro, short macro, long macro
		choice, _ := r.Choice(4, false)
		if n := size[choice&3]; n > 0 {
			id, _ := r.BitString(n, n)
			node(mobile.NgENB, plmn, id, r, s)
		}
	}
}

// head reads what the sequences of all these identities begin with.
func head(r *aper.Reader) (plmn []byte) {
	r.Bits(2) // extension bit, presence of extensions
	return r.Octets(3)
}

func node(role mobile.Role, plmn []byte, id uint64, r *aper.Reader, s wire.Sink) {
	if !r.OK() {
		return
	}
	mobile.Function(role, s)
	mobile.PLMN("mobile.plmn", plmn, s)
	mobile.NodeID("mobile.node_id", plmn, id, s)
}

// servedGUAMIs reads the identities of an AMF (TS 38.413 clause 9.3.3.3 GUAMI):
// network, region, set and pointer.
func servedGUAMIs(r *aper.Reader, s wire.Sink) {
	for range r.Whole(1, 256) {
		r.Bool()
		backup, extensions := r.Bool(), r.Bool()
		r.Bool()
		inner := r.Bool()
		plmn := r.Octets(3)
		id := r.Bits(24)
		if !r.OK() {
			return
		}
		mobile.PLMN("mobile.plmn", plmn, s)
		mobile.NodeID("mobile.amf_id", plmn, id, s)
		if inner || extensions {
			return
		}
		if backup {
			r.String(1, 150)
		}
	}
}

// supportedTAs reads the tracking areas of a RAN node (TS 38.413 clause
// 9.2.6.1) with their networks.
func supportedTAs(r *aper.Reader, s wire.Sink) {
	for range r.Whole(1, 256) {
		r.Bool()
		extensions := r.Bool()
		tac := r.Octets(3)
		if !r.OK() {
			return
		}
		s.Field("mobile.tac", wire.Uint, tac)
		if !networks(r, s) || extensions {
			return
		}
	}
}

// networks reads a list of networks with their slices: those of a tracking area
// or of an AMF (TS 38.413 clauses 9.2.6.1 and 9.2.6.2). It returns false where something stands in the way of
// what follows.
func networks(r *aper.Reader, s wire.Sink) bool {
	for range r.Whole(1, 12) {
		r.Bool()
		extensions := r.Bool()
		plmn := r.Octets(3)
		if !r.OK() {
			return false
		}
		mobile.PLMN("mobile.plmn", plmn, s)
		if extensions {
			return false
		}
		for range r.Whole(1, 1024) {
			if !slice(r) {
				return false
			}
		}
	}
	return r.OK()
}

// slice passes over one item of a list of slices (TS 38.413 clause 9.3.1.24):
// a slice's type, and its differentiator where there is one. It returns false
// where something else follows.
func slice(r *aper.Reader) bool {
	r.Bool()
	itemExtensions := r.Bool()
	r.Bool()
	differentiator, extensions := r.Bool(), r.Bool()
	r.Bits(8)
	if differentiator {
		r.Octets(3)
	}
	return r.OK() && !extensions && !itemExtensions
}
