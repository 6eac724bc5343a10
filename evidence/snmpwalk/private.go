package snmpwalk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
)

const (
	maxSubtrees    = 256
	maxPrivateText = 200
)

// private gathers what the agent answers below enterprises (RFC 2578 clause 2):
// whose subtrees, and texts that may name the product.
type private struct {
	subtrees map[string]*subtree
	texts    map[string]bool
	list     []privateText
}

type subtree struct{ rows, line int64 }

type privateText struct {
	oid, text string
	line      int64
}

func newPrivate() private {
	return private{subtrees: map[string]*subtree{}, texts: map[string]bool{}}
}

// aboutOthers are the subtrees whose texts are about other devices than the one
// that was walked, or are secrets: neighbours, access points of a controller,
// units of an optical line terminal, users, communities.
var aboutOthers = []string{
	cdpCache[:len("1.3.6.1.4.1.9.9.23.")],
	"1.3.6.1.4.1.1991.1.1.3.20.", // Foundry neighbours
	mikrotikSeen[:len("1.3.6.1.4.1.14988.1.1.11.")],
	"1.3.6.1.4.1.1916.1.13.",        // Extreme neighbours
	"1.3.6.1.4.1.45.1.6.13.",        // Nortel topology
	"1.3.6.1.4.1.2011.5.25.134.",    // Huawei LLDP
	"1.3.6.1.4.1.2011.6.7.",         // Huawei neighbour discovery
	"1.3.6.1.4.1.25506.8.7.",        // H3C neighbour discovery
	"1.3.6.1.4.1.11863.6.35.",       // TP-Link LLDP
	"1.3.6.1.4.1.14179.2.1.",        // controller: stations
	"1.3.6.1.4.1.14179.2.2.",        // controller: access points
	"1.3.6.1.4.1.9.9.513.",          // controller: access points
	"1.3.6.1.4.1.14823.2.2.1.5.2.1", // controller: access points
	"1.3.6.1.4.1.2011.6.139.13.",    // controller: access points
	"1.3.6.1.4.1.2011.6.128.1.1.2.", // optical network units
	"1.3.6.1.4.1.3902.1012.3.28.",   // optical network units
	"1.3.6.1.4.1.3902.1082.500.",    // optical network units
	"1.3.6.1.4.1.5875.800.3.10.",    // optical network units
	"1.3.6.1.4.1.17409.2.3.4.",      // optical network units
	"1.3.6.1.4.1.2021.2.",           // processes of the host
	"1.3.6.1.4.1.2021.8.",           // scripts of the host
	"1.3.6.1.4.1.8072.1.3.",         // scripts of the host
	"1.3.6.1.4.1.8072.1.9.",         // access control
	"1.3.6.1.4.1.77.1.2.25.",        // users of the host
	"1.3.6.1.4.1.9.9.96.",           // file copies with user and password
}

// add counts a private object, and keeps its text where that may be evidence.
func (p *private) add(v *variable, unknown bool) {
	number, _, _ := strings.Cut(v.oid[len(enterprises):], ".")
	s := p.subtrees[number]
	if s == nil {
		if len(p.subtrees) >= maxSubtrees {
			return
		}
		s = &subtree{line: v.line}
		p.subtrees[number] = s
	}
	s.rows++
	if !unknown || v.kind != kindOctets || len(p.list) >= maxPrivateText {
		return
	}
	if !isFirstInstance(v.oid) {
		return
	}
	if slices.ContainsFunc(aboutOthers, func(prefix string) bool { return strings.HasPrefix(v.oid, prefix) }) {
		return
	}
	text := v.text()
	if p.texts[text] || !tellsOfProduct(text) {
		return
	}
	p.texts[text] = true
	p.list = append(p.list, privateText{v.oid, text, v.line})
}

// isFirstInstance reports whether an object looks like a scalar, or like the
// first row of a table whose index is one number: column numbers are small, the
// numbers of longer indexes, which count neighbours and stations, seldom are.
func isFirstInstance(oid string) bool {
	if strings.HasSuffix(oid, ".0") {
		return true
	}
	rest, ok := strings.CutSuffix(oid, ".1")
	if !ok {
		return false
	}
	column, err := strconv.Atoi(rest[strings.LastIndexByte(rest, '.')+1:])
	return err == nil && column > 0 && column <= 64
}

// tell tells what was gathered.
func (p *private) tell(w *walk) {
	numbers := make([]string, 0, len(p.subtrees))
	for n := range p.subtrees {
		numbers = append(numbers, n)
	}
	slices.SortFunc(numbers, func(a, b string) int { return cmp.Compare(p.subtrees[a].line, p.subtrees[b].line) })
	for _, n := range numbers {
		w.out.Observe(whomade.Observation{
			Subject: self, Attribute: "snmp.enterprise_subtree", Value: enterprises + n, Encoding: whomade.EncodingText,
			Locator: whomade.Locator{Line: p.subtrees[n].line}, Count: p.subtrees[n].rows,
		})
	}
	for _, t := range p.list {
		w.observe(self, "snmp.private_text", t.oid+"="+t.text, t.line)
	}
}
