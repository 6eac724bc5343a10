package huaweimml

import (
	"strings"
	"unicode"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/nrm"
	"github.com/whomade/whomade/internal/lazyregexp"
)

// element is a network element of which the text tells.
type element struct {
	out     evidence.Out
	subject whomade.Subject
	at      whomade.Locator

	function, mcc, mnc, id string
	idAt                   whomade.Locator

	style []string // lines that show the manner of the text, without values
	forms map[string]bool
}

// artifactNE is the element of a text about one element.
func artifactNE(out evidence.Out) *element {
	return &element{out: out, subject: whomade.Subject{Artifact: evidence.Self}}
}

// itemNE is an element among others in a text.
func itemNE(out evidence.Out, name string, at whomade.Locator) *element {
	return &element{out: out, subject: items.New(cut(name), at).Subject, at: at}
}

const (
	maxName  = 128
	maxStyle = 40 // lines of the manner
	maxLine  = 256
)

func cut(s string) string { return strings.ToValidUTF8(s[:min(len(s), maxName)], "") }

// fact reports one fact of the element.
func (e *element) fact(attribute, value string, at whomade.Locator) {
	it := &items.Item{Subject: e.subject, At: at}
	it.Add(attribute, clean(value))
	it.Tell(e.out)
}

// clean is a value without quotes; nothing where it stands for none.
func clean(value string) string {
	value = strings.Trim(strings.TrimSpace(value), `"`)
	switch strings.ToUpper(value) {
	case "NULL", "<NULL>", "/", "INVALID", "--":
		return ""
	}
	return value
}

// note keeps a line of the manner, once for each form.
func (e *element) note(line string) {
	if len(e.style) >= maxStyle || e.forms[line] {
		return
	}
	if e.forms == nil {
		e.forms = map[string]bool{}
	}
	e.forms[line] = true
	e.style = append(e.style, strings.ToValidUTF8(line[:min(len(line), maxLine)], ""))
}

// product is how the software of a product is called: "BTS3900 V100R011C10SPC262".
var product = lazyregexp.New(`\b([A-Z][A-Za-z0-9-]{2,24}) (V\d{3}R\d{3}C\d{2}\w{0,16})`)

// version reports a version and the product that it names.
func (e *element) version(value string, at whomade.Locator) {
	if m := product().FindStringSubmatch(value); m != nil {
		e.fact("part.model", m[1], at)
		value = m[0]
	}
	e.fact("inventory.version", value, at)
}

// field takes a field of the element itself, by its folded name.
func (e *element) field(name, value string, at whomade.Locator) {
	value = clean(value)
	switch name {
	case "nename", "networkelementname", "enodebname", "gnodebname", "enodebfunctionname", "gnodebfunctionname", "nodebname", "btsname", "网元名称":
		if !items.Contact(value) {
			e.fact("host.name", value, at)
		}
	case "netype", "producttype", "productname", "nemodel", "网元类型":
		e.fact("part.model", value, at)
	case "softwareversion", "currentversion", "neversion", "currentsoftwareversion", "productversion", "软件版本":
		e.version(value, at)
	case "esn", "equipmentserialnumber", "electronicserialnumber":
		e.fact("inventory.serial_number", value, at)
	case "vendor", "vendorname", "manufacturer":
		e.fact("inventory.manufacturer", value, at)
	case "sitename", "location", "systemlocation", "syslocation", "nelocation":
		if !items.Contact(value) {
			e.fact("inventory.site", value, at)
		}
	case "enodebid":
		e.identity("eNB", value, at)
	case "gnodebid", "gnbid":
		e.identity("gNB", value, at)
	case "rncid":
		e.identity("RNC", value, at)
	case "mcc", "mobilecountrycode":
		e.network(&e.mcc, value)
	case "mnc", "mobilenetworkcode":
		e.network(&e.mnc, value)
	}
}

func (e *element) network(to *string, value string) {
	if *to == "" && len(value) < 4 && strings.Trim(value, "0123456789") == "" {
		*to = value
	}
}

func (e *element) identity(function, value string, at whomade.Locator) {
	if e.id == "" && value != "" && len(value) < 12 && strings.Trim(value, "0123456789") == "" {
		e.function, e.id, e.idAt = function, value, at
	}
}

// part is a board, radio or module with what a record states of it.
type part struct{ manufacturer, model, number, serial, description string }

// field takes a field of a part, by its folded name.
func (p *part) field(name, value string) {
	value = clean(value)
	set := func(to *string) {
		if *to == "" {
			*to = value
		}
	}
	switch name {
	case "vendorname", "vendor", "manufacturer", "manufacturername", "vendorid", "modulevendor", "厂商名称", "厂家名称", "供应商":
		set(&p.manufacturer)
	case "boardtype", "type", "boardname", "bt", "moduletype", "rrutype", "vendorunitfamilytype", "devicetype", "单板类型", "类型":
		set(&p.model)
	case "bom", "bomcode", "item", "itemcode", "partnumber", "pn", "pnbomcodeitem", "bomcodeitem", "vendorunittypenumber", "boardcode", "moduleno":
		set(&p.number)
	case "barcode", "serialnumber", "serialno", "serialnobarcode", "snbarcode", "barcodesn", "electroniclabel", "条码", "序列号":
		set(&p.serial)
	case "description", "boarddescription", "描述":
		set(&p.description)
	}
}

// tell reports the part. A record that tells no more than a type is not told of
// every slot again: facts are merged.
func (p *part) tell(e *element, at whomade.Locator) {
	it := &items.Item{Subject: e.subject, At: at}
	it.Add("inventory.component_manufacturer", p.manufacturer)
	it.Add("inventory.component_model", p.model)
	it.Add("inventory.component_part_number", p.number)
	it.Add("inventory.component_serial_number", p.serial)
	if !items.Contact(p.description) {
		it.Add("inventory.component_description", p.description)
	}
	it.Tell(e.out)
}

// finish reports what is known only at the end of what is told of an element.
func (e *element) finish() {
	if e.function != "" {
		e.fact("mobile.function", e.function, e.idAt)
		if plmn := nrm.PLMN(e.mcc, e.mnc, ""); plmn != "" {
			e.fact("mobile.plmn", plmn, e.idAt)
			e.fact("mobile.node_id", plmn+"-"+e.id, e.idAt)
		}
	}
	if len(e.style) > 0 {
		at := e.at
		at.Line = max(at.Line, 1)
		e.out.Observe(whomade.Observation{
			Subject: e.subject, Locator: at, Attribute: "cli.output", Value: strings.Join(e.style, "\n") + "\n", Encoding: whomade.EncodingText,
		})
	}
	e.function, e.style, e.forms = "", nil, nil
}

// fold is a field's name as letters and figures in lower case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, cut(s))
}

// own are objects of commands whose answers are about the element itself; those
// about neighbours have fields of the same names.
var own = map[string]bool{
	"NE": true, "ME": true, "SYS": true, "SYSINFO": true, "NODE": true, "VER": true, "SOFTWARE": true, "ESN": true, "NODEB": true, "BTSVER": true,
	"ENODEB": true, "ENODEBFUNCTION": true, "GNODEB": true, "GNODEBFUNCTION": true, "NODEBFUNCTION": true, "CNOPERATOR": true, "GNBOPERATOR": true, "URNCBASIC": true,
}

// hardware are objects of commands whose answers are about boards and modules.
var hardware = lazyregexp.New(`^(?:BRD|BOARD|RRU|RXU|RFU|SFP|OPTMODULE|OPTICMODULE|OPTICALMODULE|ANTENNADEVICE|ALD|RET|RETDEVICE|TMA|ELABEL|BTSELABEL|INVENTORY|BTSBRD|SUBRACK|CABINET|PMU|FAN|TXBRD)(?:MFRINFO|INFO|VER|DEVICE|MODULE)?$`)
