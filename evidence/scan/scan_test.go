package scan

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/jsonscan"
)

// told keeps what is reported as lines.
type told struct{ lines []string }

func (o *told) Observe(v whomade.Observation) {
	o.lines = append(o.lines, v.Attribute+"="+v.Value)
}

func (o *told) Diagnose(_ string, at whomade.Locator, message string) {
	o.lines = append(o.lines, fmt.Sprintf("line %d: %s", at.Line, message))
}

func TestName(t *testing.T) {
	for text, want := range map[string]string{
		"C=CN, O=Huawei, CN=hw-gw.example.net": "CN=hw-gw.example.net,O=Huawei,C=CN",
		"CN=hw-gw.example.net,O=Huawei,C=CN":   "CN=hw-gw.example.net,O=Huawei,C=CN",
		"C=US, O=Example, Inc., CN=a":          `CN=a,O=Example\, Inc.,C=US`,
		`O=Example\, Inc., CN=a`:               `CN=a,O=Example\, Inc.`,
		"/C=US/O=Example/CN=a":                 "CN=a,O=Example,C=US",
		"C = US, CN = \"a, b\"":                `CN=a\, b,C=US`,
		"1.2.840.113549.1.9.1=x, CN=a":         "CN=a,1.2.840.113549.1.9.1=x",
		"nothing":                              "",
		"":                                     "",
	} {
		var out told
		h, _ := NewHost(&out, "192.0.2.1", whomade.Locator{})
		h.Name("x509.subject", text)
		if got := strings.TrimPrefix(strings.Join(out.lines, " "), "x509.subject="); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSpeaks(t *testing.T) {
	for _, tt := range []struct{ protocol, octets, want string }{
		{"ssh", "SSH-2.0-HUAWEI-1.5", "ssh.protocol_version=2.0 ssh.banner=HUAWEI-1.5"},
		{"", "220 EX FTP ready\r\n331 alice", "ftp.banner=EX FTP ready"},
		{"", "220 EX ESMTP", "smtp.banner=EX ESMTP"},
		{"", "220 EX ready", ""},
		{"unknown", "\xff\xfd\x18\r\nEX-1000\r\nlogin: ", "telnet.negotiation=fffd18 telnet.banner=EX-1000\nlogin:"},
		{"rtsp-tcp", "RTSP/1.0 200 OK\r\nServer: EX", "rtsp_header.server=EX"},
		{"sip", "SIP/2.0 200 OK\r\nServer: EX\r\n\r\n", "sip_header.server=EX"},
		{"", "alice: hello", ""},
		{"http", "", ""},
	} {
		var out told
		h, _ := NewHost(&out, "::ffff:192.0.2.1", whomade.Locator{})
		h.Speaks(tt.protocol, []byte(tt.octets))
		if got := strings.Join(out.lines, " "); got != tt.want {
			t.Errorf("%s %q: %q, want %q", tt.protocol, tt.octets, got, tt.want)
		}
	}
}

func TestRecords(t *testing.T) {
	const one, two = `{"ip":"192.0.2.1"}`, `{"ip":"192.0.2.2"}`
	wrapped := `{"code":200,"result":{"total":2,"hits":[` + one + `,` + two + `]}}`
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"lines":             {one + "\n" + two + "\n", []string{"1 /192.0.2.1", "2 /192.0.2.2"}},
		"bad line":          {one + "\n{\"ip\":\n" + two, []string{"1 /192.0.2.1", "line 2: the record is not well formed: unexpected EOF", "3 /192.0.2.2"}},
		"first line bad":    {"{\"ip\":\n" + two, []string{"line 1: the record is not well formed: unexpected EOF", "2 /192.0.2.2"}},
		"two on a line":     {one + two + "\n" + two, []string{"line 1: the record is not well formed: something stands behind the value", "2 /192.0.2.2"}},
		"array of lines":    {"[\n" + one + ",\n" + two + ",\n]\n", []string{"2 /192.0.2.1", "3 /192.0.2.2"}},
		"commas before":     {"[\n" + one + "\n,\n" + two + "\n]\n", []string{"2 /192.0.2.1", "4 /192.0.2.2"}},
		"array on one line": {"[" + one + "," + two + "]", []string{"1/0 /192.0.2.1", "1/1 /192.0.2.2"}},
		"for people":        {"[\n  {\n    \"ip\": \"192.0.2.1\"\n  },\n  {\n    \"ip\": \"192.0.2.2\"\n  }\n]\n", []string{"2/0 /192.0.2.1", "5/1 /192.0.2.2"}},
		"one for people":    {"{\n  \"ip\": \"192.0.2.1\"\n}\n", []string{"1 /192.0.2.1"}},
		"wrapped":           {wrapped, []string{"1/result/hits/0 /192.0.2.1", "1/result/hits/1 /192.0.2.2"}},
		"wrapped in lines":  {one + "\n" + wrapped + "\n", []string{"1 /192.0.2.1", "2/result/hits/0 /192.0.2.1", "2/result/hits/1 /192.0.2.2"}},
		"mark":              {"\ufeff" + one, []string{"1 /192.0.2.1"}},
		"cut":               {wrapped[:70], []string{"1/result/hits/0 /192.0.2.1", "line 0: the text ends early: what stands before its end was read"}},
		"cut in lines":      {one + "\n" + wrapped[:70], []string{"1 /192.0.2.1", "2/result/hits/0 /192.0.2.1", "line 2: the text ends early: what stands before its end was read"}},
		"junk":              {one + "\n{finished: 1}\n", []string{"1 /192.0.2.1"}},
		"nothing":           {"", nil},
	} {
		var out told
		shape := Shape{Around: []string{"code", "total"}, Lists: []string{"result", "hits"}, Junk: []string{"{finished: 1}"}}
		in := evidence.Input{Reader: strings.NewReader(tt.text), Limits: evidence.DefaultLimits}
		err := Records(context.Background(), in, &out, shape, func(v any, at whomade.Locator) {
			out.lines = append(out.lines, fmt.Sprintf("%d%s /%s", at.Line, at.Pointer, jsonscan.Text(v, "ip")))
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(tt.want, out.lines); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

func TestTime(t *testing.T) {
	for text, want := range map[string]string{
		"2026-03-04T05:06:07Z": "2026-03-04T05:06:07Z", "2026-03-04T05:06:07+02:00": "2026-03-04T03:06:07Z",
		"2026-03-04T05:06:07.123456": "2026-03-04T05:06:07.123456Z", "2026-03-04 05:06:07 UTC": "2026-03-04T05:06:07Z",
		"1772600767": "2026-03-04T05:06:07Z", "0": "", "-5": "", "yesterday": "", "99999999999999": "",
	} {
		got := ""
		if v := Time(text); !v.IsZero() {
			got = v.Format("2006-01-02T15:04:05.999999999Z07:00")
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
