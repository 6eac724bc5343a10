package cwmp

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/table"
)

// kinds of tables.
const (
	tableNone       = iota
	tableParameters // a row is a parameter of one device
	tableDevices    // a row is a device
)

// labels are the headers that GenieACS's page of devices comes with.
var labels = map[string]string{
	"serial number": "DeviceId.SerialNumber", "product class": "DeviceId.ProductClass", "manufacturer": "DeviceId.Manufacturer", "oui": "DeviceId.OUI",
	"software version": "Device.DeviceInfo.SoftwareVersion", "model name": "Device.DeviceInfo.ModelName",
	"_id": "_id", "id": "_id", "device id": "_id", "last inform": "_lastInform", "_lastinform": "_lastInform",
}

// column is the parameter of a column.
func column(header string) string {
	header = strings.TrimSpace(header)
	if name := labels[strings.ToLower(header)]; name != "" {
		return name
	}
	if parameters[canon(header)] != "" {
		return header
	}
	return ""
}

// tableKind judges a text by its first rows.
func tableKind(text []byte) int {
	rows := csv.NewReader(bytes.NewReader(text))
	rows.FieldsPerRecord, rows.LazyQuotes = -1, true
	header, err := rows.Read()
	if err != nil || len(header) < 2 {
		return tableNone
	}
	kind := kindOf(header)
	if kind == tableParameters {
		row, err := rows.Read()
		name := position(header, "parameter")
		if err != nil || name >= len(row) || !rooted(row[name]) {
			return tableNone
		}
	}
	return kind
}

// rooted reports whether a name begins as those of parameters do.
func rooted(name string) bool {
	root, _, _ := strings.Cut(name, ".")
	switch root {
	case "DeviceID", "Device", "InternetGatewayDevice", "VirtualParameters", "Tags", "Events", "Reboot", "FactoryReset", "Downloads":
		return true
	}
	return false
}

func kindOf(header []string) int {
	has := map[string]bool{}
	paths := 0
	for _, h := range header {
		name := column(h)
		has[name] = true
		if strings.Contains(h, ".") && name != "" {
			paths++
		}
	}
	switch {
	case position(header, "parameter") >= 0 && position(header, "value") >= 0:
		return tableParameters
	case paths > 0,
		has["DeviceId.SerialNumber"] && has["DeviceId.ProductClass"] && (has["_lastInform"] || has["DeviceId.OUI"] || has["Device.DeviceInfo.SoftwareVersion"]),
		has["_id"] && has["_lastInform"]:
		return tableDevices
	}
	return tableNone
}

// position is where a header stands, -1 where it does not.
func position(header []string, name string) int {
	for i, h := range header {
		if strings.EqualFold(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")), name) {
			return i
		}
	}
	return -1
}

func readCSV(ctx context.Context, in evidence.Input, text io.Reader, out evidence.Out) error {
	r := csvReader{out: out}
	err := table.Rows(ctx, text, in.Limits.Line, ',', out, r.row)
	if r.device != nil {
		r.device.tell(out)
	}
	if r.short > 0 {
		out.Diagnose(whomade.SeverityWarning, r.first, fmt.Sprintf("%d rows have too few columns and were passed over", r.short))
	}
	return err
}

type csvReader struct {
	out         evidence.Out
	kind        int
	columns     []string
	name, value int     // columns of a table of parameters
	device      *device // of a table of parameters
	short       int64   // rows with too few columns
	first       whomade.Locator
}

func (r *csvReader) row(line int64, cells []string) {
	at := whomade.Locator{Line: line}
	if r.kind == tableNone {
		r.header(cells, at)
		return
	}
	if r.kind == tableParameters {
		if r.name >= len(cells) || r.value >= len(cells) {
			if r.short++; r.short == 1 {
				r.first = at
			}
			return
		}
		r.device.set(cells[r.name], cells[r.value], at)
		return
	}
	d := newDevice(at)
	for i, cell := range cells {
		if i >= len(r.columns) {
			break
		}
		switch name := r.columns[i]; name {
		case "":
		case "_id":
			d.identifier(cell, at)
		case "_lastInform":
			d.seen = moment(cell)
		default:
			d.set(name, cell, at)
		}
	}
	d.tell(r.out)
}

func (r *csvReader) header(cells []string, at whomade.Locator) {
	r.kind = kindOf(cells)
	if r.kind == tableParameters {
		r.name, r.value, r.device = position(cells, "parameter"), position(cells, "value"), newDevice(at)
		return
	}
	r.kind = tableDevices
	for _, c := range cells {
		r.columns = append(r.columns, column(strings.TrimPrefix(c, "\ufeff")))
	}
}
