// Package cwmp reads what devices at customers' premises tell those who manage
// them: Inform and answers to GetParameterValues of CWMP (BBF TR-069) as SOAP,
// devices that GenieACS gives away (JSON, one a line, CSV), and dumps of USP (BBF
// TR-369): answers to Get, notifications and the event Boot!, as JSON and as text.
// Only parameters that are named here are looked at (BBF TR-098, TR-181): names of
// networks and users, keys, accounts, telephone numbers, addresses and hosts of
// subscribers never are.
package cwmp

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "cwmp" }

// headSize is how much is looked at to tell the forms apart.
const headSize = 64 << 10

// forms of an artifact.
const (
	formNone = iota
	formSOAP
	formJSON
	formCSV
	formText
)

// Sniff knows each form by names that only these protocols use together.
func (format) Sniff(head []byte) int {
	_, score := recognise(evidence.Text(head))
	return score
}

// members are sets of names of which one is complete in the head of a JSON text.
var members = []struct {
	names []string
	score int
}{
	{[]string{`"_deviceId"`, `"_OUI"`}, 95},
	{[]string{`"_deviceId"`, `"_SerialNumber"`}, 95},
	{[]string{`"InternetGatewayDevice"`, `"DeviceInfo"`}, 92},
	{[]string{`"Device"`, `"DeviceInfo"`, `"_value"`}, 92},
	{[]string{`"DeviceID"`, `"ProductClass"`, `"SerialNumber"`}, 88},
	{[]string{`"_lastInform"`, `"_id"`}, 88},
	{[]string{`"InternetGatewayDevice.`}, 90},
	{[]string{`"Device.DeviceInfo.`}, 90},
	{[]string{`"resolvedPathResults"`}, 92},
	{[]string{`"resolved_path_results"`}, 92},
	{[]string{`"ParameterMap"`, `Boot!`}, 92},
	{[]string{`"onBoardReq"`}, 90},
	{[]string{`"on_board_req"`}, 90},
}

var (
	// uspText finds messages of USP in the text form of Protocol Buffers.
	uspText = lazyregexp.New(`(?m)^[ \t]*(msg_type: "?(GET_RESP|NOTIFY)|resolved_path: "Device\.|on_board_req \{)`)
	// uspPair finds what the command line of the reference agent prints.
	uspPair = lazyregexp.New(`(?m)^Device\.DeviceInfo\.[A-Za-z]+ => `)
)

func recognise(text []byte) (form, score int) {
	text = bytes.TrimLeft(text, " \t\r\n")
	if len(text) == 0 || bytes.IndexByte(text, 0) >= 0 {
		return formNone, 0
	}
	if text[0] == '{' || text[0] == '[' {
		for _, m := range members {
			if !slices.ContainsFunc(m.names, func(name string) bool { return !bytes.Contains(text, []byte(name)) }) {
				return formJSON, m.score
			}
		}
		return formNone, 0
	}
	markup := text[0] == '<'
	switch {
	case bytes.Contains(text, []byte("urn:dslforum-org:cwmp-1-")) && bytes.Contains(text, []byte("Envelope")):
		if markup {
			return formSOAP, 96
		}
		return formSOAP, 88 // the log of a connection
	case markup && bytes.Contains(text, []byte("<DeviceId>")) && bytes.Contains(text, []byte("<ProductClass>")):
		return formSOAP, 88
	case markup:
		return formNone, 0
	case tableKind(text) != tableNone:
		return formCSV, 92
	case uspText().Match(text) && bytes.Contains(text, []byte("{")):
		return formText, 90
	case uspPair().Match(text):
		return formText, 90
	}
	return formNone, 0
}

// Read reads the artifact in the form its head shows.
func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	text := io.MultiReader(bytes.NewReader(head[:n]), in.Reader)
	switch form, _ := recognise(evidence.Text(head[:n])); form {
	case formJSON:
		return readJSON(ctx, in, text, out)
	case formCSV:
		return readCSV(ctx, in, text, out)
	case formText:
		return readText(ctx, in, text, out)
	}
	return readSOAP(ctx, in, text, out)
}

// number reports whether a part of a path is that of an instance.
func number(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
