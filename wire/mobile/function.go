package mobile

import "github.com/whomade/whomade/wire"

// Role is a function of a node in a mobile network.
type Role uint8

// Roles, by the names of TS 23.002, TS 23.401 and TS 23.501.
const (
	Unknown Role = iota
	ENB
	MME
	GNB
	EnGNB
	NgENB
	N3IWF
	GNBCU
	GNBDU
	GNBCUCP
	GNBCUUP
	AMF
	ControlPlane // of PFCP: SMF, SGW-C or PGW-C
	UserPlane    // of PFCP: UPF, SGW-U or PGW-U
	SGSN
	GGSN
	SGW
	PGW
	EPDG
	TWAN
	HSS
	PCRF
	PCEF
	OCS
	OFCS
	CSCF
	AS
	EIR
	AAA
	ODU
	ORU
	RNC
	HLR
	VLR
	MSC
	GMLC
	HomeNodeB
	HNBGateway
	Charging
	roles
)

var names = [roles][]byte{
	ENB: []byte("eNB"), MME: []byte("MME"), GNB: []byte("gNB"), EnGNB: []byte("en-gNB"),
	NgENB: []byte("ng-eNB"), N3IWF: []byte("N3IWF"), GNBCU: []byte("gNB-CU"), GNBDU: []byte("gNB-DU"),
	GNBCUCP: []byte("gNB-CU-CP"), GNBCUUP: []byte("gNB-CU-UP"), AMF: []byte("AMF"), ControlPlane: []byte("SMF"), UserPlane: []byte("UPF"),
	SGSN: []byte("SGSN"), GGSN: []byte("GGSN"), SGW: []byte("SGW"), PGW: []byte("PGW"), EPDG: []byte("ePDG"), TWAN: []byte("TWAN"),
	HSS: []byte("HSS"), PCRF: []byte("PCRF"), PCEF: []byte("PCEF"), OCS: []byte("OCS"),
	OFCS: []byte("OFCS"), EIR: []byte("EIR"), AAA: []byte("AAA"), CSCF: []byte("CSCF"), AS: []byte("AS"),
	ODU: []byte("O-DU"), ORU: []byte("O-RU"), RNC: []byte("RNC"), HLR: []byte("HLR"), VLR: []byte("VLR"), MSC: []byte("MSC"), GMLC: []byte("GMLC"), HomeNodeB: []byte("HNB"), HNBGateway: []byte("HNB-GW"),
	Charging: []byte("CGF"),
}

// String is the function's name, empty for Unknown.
func (r Role) String() string {
	if r >= roles {
		return ""
	}
	return string(names[r])
}

// Function reports what the subject is in its network, as a message of it that
// only such a node sends tells.
func Function(r Role, s wire.Sink) {
	if r != Unknown && r < roles {
		s.Field("mobile.function", wire.Text, names[r])
	}
}
