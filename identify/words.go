package identify

import (
	"strings"

	"github.com/whomade/whomade/internal/textnorm"
	"github.com/whomade/whomade/knowledge"
)

// words is the texts in which a device describes itself, folded.
type words []string

// describing is the attributes whose text describes the device.
var describing = map[string]bool{
	"snmp.sys_description": true, "snmp.entity_description": true, "snmp.entity_manufacturer": true, "snmp.entity_model": true,
	"lldp.local_system_description": true, "lldp.system_description": true, "snmp.hr_device_description": true, "snmp.ups_manufacturer": true,
}

func textWords(facts []fact) words {
	var w words
	for i := range facts {
		if describing[facts[i].obs.Attribute] {
			w = append(w, textnorm.Fold(cut(facts[i].obs.Value, 1024)))
		}
	}
	return w
}

// begin reports whether a word of the texts begins with the first word of
// a company's id that is long enough to mean something.
func (w words) begin(id string) bool {
	first, _, _ := strings.Cut(id, "-")
	if len(first) < 4 || knowledge.Ordinary(first) {
		return false
	}
	for _, text := range w {
		for rest := text; ; {
			i := strings.Index(rest, first)
			if i < 0 {
				break
			}
			if i == 0 || !wordByte(rest[i-1]) {
				return true
			}
			rest = rest[i+1:]
		}
	}
	return false
}

func wordByte(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80 }
