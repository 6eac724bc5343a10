package cwmp

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/internal/jsonscan"
)

// wrappers are members that hold lists of devices or messages.
var wrappers = map[string]bool{"devices": true, "data": true, "results": true, "items": true, "messages": true, "records": true}

// message are members of a message of USP that hold others, in both spellings of
// the JSON form of Protocol Buffers.
var message = map[string]bool{
	"record": true, "msg": true, "message": true, "usp": true, "payload": true, "body": true, "request": true, "response": true, "notify": true,
	"getResp": true, "get_resp": true, "reqPathResults": true, "req_path_results": true, "resolvedPathResults": true, "resolved_path_results": true,
}

// parts of a message that are taken whole.
var parts = map[string]bool{"event": true, "onBoardReq": true, "on_board_req": true, "valueChange": true, "value_change": true}

// texts of a record that are looked at beside parameters.
var texts = map[string]bool{"_id": true, "_lastInform": true, "fromId": true, "from_id": true}

// maxWrapped is how deep a device or a message may stand in others.
const maxWrapped = 10

// place is where a path leads in a device or message.
type place struct {
	name    string // of the parameter, or of what contains some; empty at the start
	last    string // last part of what leads there
	message bool   // it goes through a message of USP
	list    bool   // the last part is the place in a list
}

func placeOf(path []string) place {
	var p place
	for i, part := range path {
		switch {
		case number(part):
			p.list = true
		case wrappers[part], message[part]:
			p.last, p.list = part, false
			p.message = p.message || message[part]
		default:
			p.name = strings.Join(path[i:], ".")
			return p
		}
	}
	return p
}

func readJSON(ctx context.Context, in evidence.Input, text io.Reader, out evidence.Out) error {
	r := jsonReader{out: out, device: newDevice(whomade.Locator{})}
	if err := items.Records(ctx, in, text, out, r.choose, r.take); err != nil {
		return err
	}
	r.device.tell(out)
	return nil
}

// jsonReader reads devices part by part, so that a whole tree need not be kept.
type jsonReader struct {
	out    evidence.Out
	device *device
	fresh  bool // the device begins with the next part
}

func (r *jsonReader) choose(path []string, kind byte, _ string) jsonscan.Action {
	p := placeOf(path)
	if p.name == "" {
		switch {
		case len(path) > maxWrapped || kind != '{' && kind != '[':
			return jsonscan.Skip
		case kind == '{' && p.list && (p.last == "resolvedPathResults" || p.last == "resolved_path_results"):
			return jsonscan.Take
		case kind == '{' && !p.message && (len(path) == 0 || p.list):
			r.device.tell(r.out)
			r.device, r.fresh = newDevice(whomade.Locator{}), true
		}
		return jsonscan.Enter
	}
	name := canon(p.name)
	switch {
	case parameters[name] != "", texts[p.name], parts[p.name] && kind == '{':
		return jsonscan.Take
	case kind == '{' && containers[name]:
		return jsonscan.Enter
	}
	return jsonscan.Skip
}

func (r *jsonReader) take(path []string, v any, at whomade.Locator) {
	d := r.device
	if r.fresh {
		d.item.At, r.fresh = at, false
	}
	switch p := placeOf(path); p.name {
	case "":
		r.resolved(v, at)
	case "_id":
		s, _ := v.(string)
		d.identifier(s, at)
	case "_lastInform":
		d.seen = moment(plain(v))
	case "fromId", "from_id":
		d.endpoint(plain(v), at)
	case "event":
		r.event(v, at)
	case "onBoardReq", "on_board_req":
		d.set("DeviceId.OUI", jsonscan.Text(v, "oui"), at)
		d.set("DeviceId.ProductClass", either(v, "productClass", "product_class"), at)
		d.set("DeviceId.SerialNumber", either(v, "serialNumber", "serial_number"), at)
	case "valueChange", "value_change":
		d.set(either(v, "paramPath", "param_path"), either(v, "paramValue", "param_value"), at)
	default:
		d.set(p.name, plain(v), at)
	}
}

// resolved takes an object of an answer to Get, with the parameters below it.
func (r *jsonReader) resolved(v any, at whomade.Locator) {
	base := either(v, "resolvedPath", "resolved_path")
	for _, member := range []string{"resultParams", "result_params"} {
		r.parameters(base, jsonscan.Get(v, member), at)
	}
}

// parameters takes a map of parameters by their names below a path, or a list of
// keys and values.
func (r *jsonReader) parameters(base string, v any, at whomade.Locator) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			r.device.set(base+"."+name, plain(v[name]), at)
		}
	case []any:
		for _, e := range v {
			r.device.set(base+"."+jsonscan.Text(e, "key"), plain(jsonscan.Get(e, "value")), at)
		}
	}
}

// event takes the parameters that the event Boot! brings, as a JSON text.
func (r *jsonReader) event(v any, at whomade.Locator) {
	params := jsonscan.Get(v, "params")
	all := jsonscan.Get(params, "ParameterMap")
	if list, ok := params.([]any); ok {
		for _, e := range list {
			if jsonscan.Text(e, "key") == "ParameterMap" {
				all = jsonscan.Get(e, "value")
			}
		}
	}
	if s, ok := all.(string); ok && s != "" {
		var err error
		if all, err = jsonscan.Decode([]byte(s)); err != nil {
			items.Malformed(r.out, at, err)
			return
		}
	}
	r.parameters("", all, at)
}

// plain is a value as text: as it stands, below "_value" or "value", or first in a
// list with its type.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case map[string]any:
		for _, name := range []string{"_value", "value", "$date", "$numberLong"} {
			if inner, ok := v[name]; ok {
				if nested, ok := inner.(map[string]any); ok {
					inner = nested["$numberLong"]
				}
				return plainText(inner)
			}
		}
	case []any:
		if len(v) > 0 {
			return plainText(v[0])
		}
	}
	return ""
}

func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// either is the text of the first of two members that there is.
func either(v any, first, second string) string {
	if s := jsonscan.Text(v, first); s != "" {
		return s
	}
	return jsonscan.Text(v, second)
}
