// Package cli reads what a device's command line writes: the output of commands,
// with or without the prompts between them, and configurations. The text is about
// one device, the artifact's own. What leaves is the text once over: lines whose
// form is new, without names of users, secrets and subscribers' numbers.
package cli

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "cli" }

var (
	// prompt is a prompt with a command after it.
	prompt = lazyregexp.New(`(?m)^[<\[~*]*[\w.@:/~()*-]{1,64}[\]>#$%]+ ?(?:show|sh|display|dis|get|diagnose|diag|info|print|admin|/[a-z]+|config|conf|terminal|enable|system-view)\b`)
	// view is a prompt of a configuration view.
	view = lazyregexp.New(`^\[[\w.~*-]+\]`)
	// command is a line that configurations have.
	command = lazyregexp.New(`(?m)^ *(?:interface \S|hostname \S|sysname \S|set (?:system|interfaces|deviceconfig|network|security|protocols|hostname)\b|vlan (?:batch |database)?\d|ip address \d|config (?:system|firewall|router|wlan)|(?:no )?shutdown\b|undo \S|router (?:bgp|ospf|isis)|line (?:vty|con)|snmp-(?:server|agent) |/(?:interface|ip|system)\b|add (?:address|name)=|end-policy|exit-address-family|[!#]$)`)
	// ruledHead is a section's name in brackets, or the master's mark of a chassis.
	ruledHead = lazyregexp.New(`^(?:\[[A-Z][\w -]*\]|\{master(?::\d)?\})\r?\n`)
	// ruled is what tables of output have: a rule, a leader of dots, a name and a value.
	ruled = lazyregexp.New(`(?m)^[ |]*[-=+*|]{2}[-=+ |*]{6,}$|\.{6,} |^[ \t]*[A-Za-z0-9][\w /().'#&-]{1,48} *[:=]|^success!|^\*{5,}|^.*\S {2,}\S+ {2,}\S|^[ \t]*[\w./:-]+(?: [^\n{}]*)?\{\r?$|^[ \t]*}\r?$|^ *[!#;] ?\S|^(?:set|add|delete|config|no|permit|deny|access-list|object-group|object|name|crypto|aaa|ntp|logging|username|banner|enable|class-map|policy-map|route-map|tunnel-group|ip|ipv6|end|exit|next|edit|match|switchport|description)\b.*\S|^[ \t]*(?:show|display|version|configure|system|components|virtual-switch|hostname|Product|OS|Slot|Port|Sending|Printing|Vlan|VLAN|Interface|Number of)\b.*\S|^=+ .* =+\r?$|\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|\b\d+/\d+/\d+\b|^%|^.*\b(?:is|are) (?:up|down|administratively|enabled|disabled)\b`)
)

// scores of [format.Sniff].
const (
	promptScore  = 80
	commandScore = 60
	ruledScore   = 30
)

// Sniff looks for prompts, for lines that configurations have, and for tables.
func (format) Sniff(head []byte) int {
	text := evidence.Text(head)
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	if len(trimmed) < 4 || !printable(text) {
		return 0
	}
	switch trimmed[0] {
	case '{', '[':
		if !bytes.HasPrefix(trimmed, []byte("[edit")) && !bytes.HasPrefix(trimmed, []byte("{ <cr>")) && !ruledHead().Match(trimmed) && !prompt().Match(trimmed) && !view().Match(trimmed) {
			return 0
		}
	case '<':
		if !prompt().Match(trimmed) && !bytes.Contains(trimmed[:min(len(trimmed), 512)], []byte("<config")) && !bytes.Contains(trimmed[:min(len(trimmed), 512)], []byte("<opnsense>")) {
			return 0
		}
	}
	switch {
	case prompt().Match(text):
		return promptScore
	case len(command().FindAllIndex(text, 3)) == 3:
		return commandScore
	case len(ruled().FindAllIndex(text, 2)) >= min(2, 1+bytes.Count(trimmed, []byte("\n"))/8):
		return ruledScore
	}
	return 0
}

// printable reports whether octets are a text: UTF-8 or Latin-1 with few control
// characters.
func printable(b []byte) bool {
	odd := 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == 0 {
			return false
		}
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\b' && r != 0x1b || r == utf8.RuneError && n == 1 && len(b)-i > utf8.UTFMax {
			odd++
		}
		i += n
	}
	return odd*50 <= len(b)
}

// Bounds of the text that leaves.
const (
	maxText = 60 << 10 // octets
	maxSame = 2        // lines of one form
	maxRow  = 1024     // octets of a line
)

func (format) Read(ctx context.Context, in evidence.Input, out evidence.Out) error {
	lines := evidence.NewLines(in.Reader, in.Limits.Line)
	seen := map[string]int{}
	var text strings.Builder
	full, first := false, int64(0)
	for n := 0; lines.Next(); n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at := whomade.Locator{Line: lines.Number()}
		if lines.Long() {
			out.Diagnose(whomade.SeverityWarning, at, fmt.Sprintf("the line is longer than %d octets and was passed over", in.Limits.Line))
			continue
		}
		line := clean(lines.Line())
		if line == "" || full {
			continue
		}
		key := form(line)
		if seen[key]++; seen[key] > maxSame {
			continue
		}
		if first == 0 {
			first = at.Line
		}
		if text.Len()+len(line) >= maxText {
			full = true
			continue
		}
		text.WriteString(line)
		text.WriteByte('\n')
	}
	if text.Len() > 0 {
		out.Observe(whomade.Observation{
			Subject: whomade.Subject{Artifact: evidence.Self}, Locator: whomade.Locator{Line: first},
			Attribute: "cli.output", Value: text.String(), Encoding: whomade.EncodingText,
		})
	}
	return lines.Err()
}

// form is a line with its digits as 0 and without its words' ends, so that the
// rows of a table have one form.
func form(line string) string {
	b := make([]byte, 0, 40)
	for i := 0; i < len(line) && len(b) < 40; i++ {
		c := line[i]
		switch {
		case c >= '0' && c <= '9':
			c = '0'
			if len(b) > 0 && b[len(b)-1] == '0' {
				continue
			}
		case c == ' ' && len(b) > 0 && b[len(b)-1] == ' ':
			continue
		}
		b = append(b, c)
	}
	return string(b)
}
