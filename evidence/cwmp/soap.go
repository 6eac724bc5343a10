package cwmp

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/xmlscan"
)

// maxText bounds a parameter's value, in octets.
const maxText = 8 << 10

// readSOAP reads messages one after the other, with whatever stands between them in
// the log of a connection.
func readSOAP(ctx context.Context, in evidence.Input, text io.Reader, out evidence.Out) error {
	s := xmlscan.New(text, in.Limits.Line, min(maxText, in.Limits.Value), in.Limits.Depth)
	w := walker{scanner: s, out: out}
	for n := 0; s.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch s.Kind() {
		case xmlscan.Start:
			w.start()
		case xmlscan.End:
			w.end()
		case xmlscan.Problem:
			out.Diagnose(whomade.SeverityError, whomade.Locator{Line: s.Line()}, s.Problem())
		}
	}
	w.flush()
	if n := s.Deep(); n > 0 {
		out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, fmt.Sprintf("%d elements that are nested too deep were passed over", n))
	}
	return s.Err()
}

// walker goes through the elements of messages.
type walker struct {
	scanner *xmlscan.Scanner
	out     evidence.Out
	names   []string // of the open elements
	device  *device
	name    string // of the parameter being read
}

func (w *walker) flush() {
	if w.device != nil {
		w.device.tell(w.out)
		w.device = nil
	}
}

func (w *walker) at() whomade.Locator {
	return whomade.Locator{Line: w.scanner.Line(), Path: "/" + strings.Join(w.names, "/")}
}

func (w *walker) start() {
	s := w.scanner
	w.names = append(w.names[:s.Depth()-1], s.Name())
	switch s.Name() {
	case "Envelope", "Inform", "GetParameterValuesResponse":
		w.flush()
		w.device = newDevice(w.at())
	case "ParameterValueStruct":
		w.name = ""
	}
}

func (w *walker) end() {
	s := w.scanner
	w.names = w.names[:s.Depth()]
	if s.Name() == "Envelope" {
		w.flush()
	}
	if len(w.names) < 2 || w.device == nil {
		return
	}
	switch parent := w.names[len(w.names)-2]; {
	case parent == "DeviceId":
		w.device.set("DeviceId."+s.Name(), s.Text(), w.at())
	case parent == "ParameterValueStruct" && s.Name() == "Name":
		w.name = s.Text()
	case parent == "ParameterValueStruct" && s.Name() == "Value" && w.said():
		w.device.set(w.name, s.Text(), w.at())
	}
}

// said reports whether the device itself says it: what it is told to take on is no
// evidence.
func (w *walker) said() bool {
	return slices.Contains(w.names, "Inform") || slices.Contains(w.names, "GetParameterValuesResponse")
}
