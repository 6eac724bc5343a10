package masscan

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/evidence/items"
	"github.com/whomade/whomade/evidence/scan"
	"github.com/whomade/whomade/internal/xmlscan"
)

// readList reads a list: what was found, protocol, port, address, time, and for a
// banner its kind and text.
func readList(ctx context.Context, in evidence.Input, out evidence.Out) error {
	lines := evidence.NewLines(in, in.Limits.Line)
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at := whomade.Locator{Line: lines.Number()}
		line := string(lines.Line())
		if lines.Long() {
			items.TooLong(out, at, in.Limits.Line)
			continue
		}
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if !listLine().MatchString(line) {
			out.Diagnose(whomade.SeverityError, at, "the line is no record of a list")
			continue
		}
		f := strings.SplitN(line, " ", 7)
		if f[0] != "banner" {
			continue
		}
		h, ok := scan.NewHost(out, f[3], at)
		if !ok {
			out.Diagnose(whomade.SeverityError, at, fmt.Sprintf("%.45q is no IP address", f[3]))
			continue
		}
		if len(f) == 7 {
			banner(h.Seen(scan.Time(f[4])), f[5], unescape(f[6]))
		}
	}
	return lines.Err()
}

// readXML reads a report in the form of Nmap, which has an element for each port of
// each host.
func readXML(ctx context.Context, in evidence.Input, out evidence.Out) error {
	s := xmlscan.New(in.Reader, 4*in.Limits.Line, in.Limits.Value, in.Limits.Depth)
	var address, seen string
	hosts, ports := 0, 0
	for n := 0; s.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at := whomade.Locator{Line: s.Line()}
		if s.Kind() == xmlscan.Problem {
			out.Diagnose(whomade.SeverityError, at, s.Problem())
		}
		if s.Kind() != xmlscan.Start {
			continue
		}
		switch s.Name() {
		case "host":
			hosts++
			address, seen, ports = "", cmp.Or(s.Attr("endtime"), s.Attr("starttime")), 0
		case "address":
			address = cmp.Or(address, s.Attr("addr"))
		case "port":
			ports++
		case "service":
			at.Path = "/nmaprun/host[" + strconv.Itoa(hosts) + "]/ports/port[" + strconv.Itoa(ports) + "]/service"
			h, ok := scan.NewHost(out, address, at)
			if !ok {
				out.Diagnose(whomade.SeverityError, at, fmt.Sprintf("%.45q is no IP address", address))
				continue
			}
			banner(h.Seen(scan.Time(seen)), s.Attr("name"), unescape(s.Attr("banner")))
		}
	}
	if s.Deep() > 0 {
		out.Diagnose(whomade.SeverityWarning, whomade.Locator{}, fmt.Sprintf("%d elements that are nested deeper than %d were passed over", s.Deep(), in.Limits.Depth))
	}
	return s.Err()
}

// unescape undoes the \xHH that lists and XML have for octets that do not print.
func unescape(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) && s[i+1] == 'x' {
			if v, err := strconv.ParseUint(s[i+2:i+4], 16, 8); err == nil {
				out = append(out, byte(v))
				i += 3
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}
