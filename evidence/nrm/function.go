package nrm

import (
	"strings"

	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
)

// functions are classes of functions of a mobile network (TS 28.652, TS 28.655,
// TS 28.658, TS 28.541, TS 28.702, TS 28.708), as they are and as vendors write
// them, with the names that messages of the network show them by.
var functions = map[string]string{
	"enbfunction": "eNB", "enodebfunction": "eNB", "enbfunctionfdd": "eNB", "enbfunctiontdd": "eNB", "lnbts": "eNB",
	"enbcucpfunction": "eNB", "gnbfunction": "gNB", "gnodebfunction": "gNB", "nrbts": "gNB", "gnbcufunction": "gNB-CU", "gnbcucpfunction": "gNB-CU-CP", "gnbcuupfunction": "gNB-CU-UP", "gnbdufunction": "gNB-DU",
	"rncfunction": "RNC", "nodebfunction": "NodeB", "bssfunction": "BSC", "bscfunction": "BSC", "btssitemgr": "BTS",
	"mmefunction": "MME", "servinggwfunction": "SGW", "sgwfunction": "SGW", "pgwfunction": "PGW", "sgsnfunction": "SGSN", "ggsnfunction": "GGSN",
	"hssfunction": "HSS", "hlrfunction": "HLR", "mscserverfunction": "MSC", "mscfunction": "MSC", "mgwfunction": "MGW", "epdgfunction": "ePDG",
	"amffunction": "AMF", "smffunction": "SMF", "upffunction": "UPF", "ausffunction": "AUSF", "udmfunction": "UDM", "udrfunction": "UDR",
	"pcffunction": "PCF", "nrffunction": "NRF", "nssffunction": "NSSF", "neffunction": "NEF", "smsffunction": "SMSF",
}

// Function is the function that objects of a class fulfil, empty where they fulfil
// none.
func Function(class string) string { return functions[strings.ToLower(class)] }

// IsFunction reports whether a type of a managed element is the name of a
// function rather than of a product.
func IsFunction(s string) bool {
	switch strings.ToLower(s) {
	case "rns", "bss", "nodeb", "enodeb", "gnodeb", "gnb", "enb", "gnbcu", "gnbdu", "managedelement":
		return true
	}
	return functions[strings.ToLower(s)+"function"] != ""
}

// function is what an object states of its place in the network.
type function struct {
	line                int64
	mcc, mnc, width, id string
}

// attribute takes an attribute of the function. Attributes of objects below it,
// which may be about neighbours, do not come here.
func (f *function) attribute(name, value string) {
	set := func(field *string) {
		if *field == "" && len(value) < 16 && strings.Trim(value, "0123456789") == "" {
			*field = value
		}
	}
	switch name {
	case "mcc":
		set(&f.mcc)
	case "mnc":
		set(&f.mnc)
	case "mnclength":
		set(&f.width)
	case "enbid", "enodebid", "gnbid", "gnodebid", "rncid":
		set(&f.id)
	}
}

// tell reports the function, its network and its identity in it.
func (f *function) tell(it *items.Item, name string, out evidence.Out) {
	it.Add("mobile.function", name)
	if plmn := PLMN(f.mcc, f.mnc, f.width); plmn != "" {
		it.Add("mobile.plmn", plmn)
		if f.id != "" {
			it.Add("mobile.node_id", plmn+"-"+f.id)
		}
	}
	it.Tell(out)
}

// PLMN is a network's code (TS 23.003 clause 12.1) as mcc-mnc; width is how many
// figures the mnc has, where that is known. It is empty where they make none.
func PLMN(mcc, mnc, width string) string {
	for mnc != "" && (len(mnc) < 2 || width == "3" && len(mnc) < 3) {
		mnc = "0" + mnc
	}
	if len(mcc) != 3 || len(mnc) < 2 || len(mnc) > 3 || strings.Trim(mcc+mnc, "0123456789") != "" {
		return ""
	}
	return mcc + "-" + mnc
}
