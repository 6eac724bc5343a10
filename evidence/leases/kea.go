package leases

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/jsonscan"
)

// kea reads Kea's memfile: a row of names, then a row for each change of a lease.
type kea struct {
	out     evidence.Out
	columns map[string]int
	short   int64 // rows with too few columns
	first   whomade.Locator
}

func (k *kea) line(s string, at whomade.Locator) {
	cells := strings.Split(s, ",")
	if k.columns == nil {
		k.columns = map[string]int{}
		for i, name := range cells {
			k.columns[strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))] = i
		}
		return
	}
	if strings.TrimSpace(s) == "" || cells[0] == "address" { // files that were put together
		return
	}
	if len(cells) < 5 {
		if k.short++; k.short == 1 {
			k.first = at
		}
		return
	}
	cell := func(name string) string {
		i, ok := k.columns[name]
		if !ok || i >= len(cells) {
			return ""
		}
		return unescape(cells[i])
	}
	lifetime, _ := strconv.ParseInt(cell("valid_lifetime"), 10, 64)
	c := client{at: at, mac: macOf(cell("hwaddr")), id: octets(cell("client_id")), duid: octets(cell("duid")), hostName: hostName(cell("hostname")), seen: unix(cell("expire"), lifetime)}
	c.tell(k.out)
}

func (k *kea) finish(whomade.Locator) {
	if k.short > 0 {
		k.out.Diagnose(whomade.SeverityWarning, k.first, fmt.Sprintf("%d rows have too few columns and were passed over", k.short))
	}
}

// unescape undoes how Kea writes a comma inside a cell.
func unescape(s string) string { return strings.ReplaceAll(s, "&#x2c", ",") }

// hostName is a client's name without the dot that ends a full one.
func hostName(s string) string { return strings.TrimSuffix(strings.TrimSpace(s), ".") }

// keaObject reads a lease as Kea's commands print it.
func keaObject(out evidence.Out, v any, at whomade.Locator) {
	c := client{
		at: at, mac: macOf(jsonscan.Text(v, "hw-address")), id: octets(jsonscan.Text(v, "client-id")), duid: octets(jsonscan.Text(v, "duid")),
		hostName: hostName(jsonscan.Text(v, "hostname")), seen: unix(jsonscan.Text(v, "cltt"), 0),
	}
	c.tell(out)
}
