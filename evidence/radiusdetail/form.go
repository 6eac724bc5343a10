package radiusdetail

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed vendors.tsv
var vendorsFile string

// vendors maps the prefix of a vendor-specific attribute's name to the number of
// its author, empty where it is not certain.
var vendors = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(vendorsFile) {
		if prefix, number, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t"); !strings.HasPrefix(prefix, "#") {
			m[prefix] = number
		}
	}
	return m
})

// words are those that access servers put into the name of a port or the
// description of a connection. Any other word may be a person's or a customer's.
var words = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`ae asy async atm bas bd bridge bundle bvi cellular channel circuit connect demux dialer dsl dslam eci epon eth ether
		ethernet et fast fastethernet frame ge gei gem gig gigabit gigabitethernet gpon hundredgige ip ipoe irb isdn kbps lag lapm link local lo
		loopback lt lns mbps mnp modem mng mux none onu olt pon port ppp pppoa pppoe pppoeoqinq pppoeovlan pri ps pvc pw qinq rack radio rate rx serial session
		sfp sfpplus shelf si slot smartgroup speed ssid subport subslot sync te tengige tengigabitethernet trunk tty tunnel tx uniq sess id unit v
		vbui vci vcc vdsl vlan vlanid vlanidtwo vpi vt virtual vty wan wireless wlan xe xdsl xgei xpon xpvc a b g n ac ax`) {
		m[w] = true
	}
	return m
}()

// maxForm bounds a form, in octets.
const maxForm = 128

// form is the form of a text: its known words and punctuation, with "#" for each
// number and "*" for any other word.
func form(s string) string {
	var b strings.Builder
	for i := 0; i < len(s) && b.Len() < maxForm; {
		n := i
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			for n < len(s) && s[n] >= '0' && s[n] <= '9' {
				n++
			}
			b.WriteByte('#')
		case c > ' ' && c < 0x7f && !letter(c):
			n++
			b.WriteByte(c)
		case c == ' ' || c == '\t':
			n++
			b.WriteByte(' ')
		default:
			for n < len(s) && (letter(s[n]) || s[n] <= ' ' && s[n] != ' ' && s[n] != '\t' || s[n] >= 0x7f) {
				n++
			}
			if w := s[i:n]; words[strings.ToLower(w)] {
				b.WriteString(w)
			} else {
				b.WriteByte('*')
			}
		}
		i = n
	}
	return strings.TrimSpace(b.String())
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
