package ericssonmo

import (
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
)

// table is a list of boards or modules: its columns are parted by semicolons, or
// by blanks below their names.
//
//	FRU   ;LNH    ;BOARD  ;ST ;FAULT ;OPER ;MAINT ;STAT ;PRODUCTNUMBER ;REV ;SERIAL ;DATE
//	SMN APN  BOARD  FAULT OPER MAINT STAT PRODUCTNUMBER  REV  SERIAL  DATE  TEMP COREMGR
type table struct {
	names  []string
	starts []int // of columns parted by blanks
	rows   int
}

// columns are those that are read.
var columns = map[string]string{
	"BOARD": "model", "PRODUCTNAME": "model", "VENDORPROD": "model", "PRODUCTNUMBER": "number", "ERICSSONPROD": "number",
	"SERIAL": "serial", "SERIALNUMBER": "serial", "VENDOR": "manufacturer", "VENDORNAME": "manufacturer",
}

// maxColumns bounds the columns of a table.
const maxColumns = 64

// tableOf reads the head of a table, nil where the line is none.
func tableOf(s string) *table {
	t := &table{}
	if strings.Contains(s, ";") {
		for name := range strings.SplitSeq(s, ";") {
			t.names = append(t.names, nameOf(name))
		}
	} else {
		for i := 0; i < len(s); {
			if s[i] == ' ' || s[i] == '\t' {
				i++
				continue
			}
			start := i
			for i < len(s) && s[i] != ' ' && s[i] != '\t' {
				i++
			}
			t.names = append(t.names, nameOf(s[start:i]))
			t.starts = append(t.starts, start)
			if len(t.names) > maxColumns {
				return nil
			}
		}
		// Lines of text have such words too; heads of these tables are in capitals.
		if strings.ToUpper(s) != s {
			return nil
		}
	}
	if len(t.names) < 4 || len(t.names) > maxColumns {
		return nil
	}
	var known [4]bool // model, number, serial, manufacturer
	for _, name := range t.names {
		switch columns[name] {
		case "model":
			known[0] = true
		case "number":
			known[1] = true
		case "serial":
			known[2] = true
		case "manufacturer":
			known[3] = true
		}
	}
	if !known[2] || !known[0] && !known[1] && !known[3] {
		return nil
	}
	return t
}

// nameOf is a column's name without the structure that it is a member of.
func nameOf(s string) string {
	s = strings.TrimSpace(s)
	return strings.ToUpper(s[strings.LastIndexByte(s, '.')+1:])
}

// cells are the values of a row.
func (t *table) cells(s string) []string {
	if t.starts == nil {
		return strings.Split(s, ";")
	}
	cells := make([]string, len(t.starts))
	for i, start := range t.starts {
		end := len(s)
		if i+1 < len(t.starts) {
			end = min(end, t.starts[i+1])
		}
		if start < end {
			cells[i] = s[start:end]
		}
	}
	return cells
}

// row reports the part that a row is about.
func (t *table) row(s string, n *node, at whomade.Locator, out evidence.Out) {
	cells := t.cells(s)
	if len(cells) < 2 { // of a list that was cut
		return
	}
	t.rows++
	it := &items.Item{Subject: n.subject, At: at}
	values := map[string]string{}
	var board string
	for i, cell := range cells[:min(len(cells), len(t.names))] {
		cell = strings.TrimRight(strings.TrimSpace(cell), "*")
		if t.names[i] == "BOARD" {
			board = cell
			continue
		}
		if c := columns[t.names[i]]; c != "" && values[c] == "" {
			values[c] = cell
		}
	}
	// Of a module the board is only where it is plugged in.
	if values["model"] == "" {
		values["model"] = board
	}
	if values["serial"] == "" && values["number"] == "" && values["manufacturer"] == "" {
		return
	}
	it.Add("inventory.component_manufacturer", values["manufacturer"])
	it.Add("inventory.component_model", values["model"])
	it.Add("inventory.component_part_number", values["number"])
	it.Add("inventory.component_serial_number", values["serial"])
	it.Tell(out)
}
