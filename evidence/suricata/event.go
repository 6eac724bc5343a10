package suricata

import (
	"encoding/hex"
	"net/netip"
	"strings"
	"time"

	"github.com/whomade/whomade"
)

// event is what is looked at of an event. User names, communities, hosts and
// addresses of pages have no place in it.
type event struct {
	Timestamp string `json:"timestamp"`
	Type      string `json:"event_type"`
	SourceIP  string `json:"src_ip"`
	DestIP    string `json:"dest_ip"`
	Direction string `json:"direction"`

	Ether ether `json:"ether"`
	Flow  flow  `json:"flow"`
	SSH   struct {
		Client sshEnd `json:"client"`
		Server sshEnd `json:"server"`
	} `json:"ssh"`
	TLS struct {
		certificate
		Client certificate `json:"client"`
	} `json:"tls"`
	HTTP httpEvent `json:"http"`
	SMB  struct {
		Request  smbEnd `json:"request"`
		Response smbEnd `json:"response"`
	} `json:"smb"`
	FTP struct {
		Command string   `json:"command"`
		Codes   []string `json:"completion_code"`
		Reply   []string `json:"reply"`
	} `json:"ftp"`
	DHCP struct {
		Kind        string `json:"type"`
		ClientMAC   string `json:"client_mac"`
		ClientID    string `json:"client_id"`
		HostName    string `json:"hostname"`
		VendorClass string `json:"vendor_class_identifier"`
	} `json:"dhcp"`
	SNMP struct {
		TrapOID     string `json:"trap_oid"`
		TrapAddress string `json:"trap_address"`
	} `json:"snmp"`
	ARP struct {
		SourceMAC string `json:"src_mac"`
		SourceIP  string `json:"src_ip"`
	} `json:"arp"`
}

type ether struct {
	Source  string   `json:"src_mac"`
	Sources []string `json:"src_macs"`
	Dests   []string `json:"dest_macs"`
}

type flow struct {
	SourceIP string `json:"src_ip"`
	DestIP   string `json:"dest_ip"`
	Start    string `json:"start"`
	End      string `json:"end"`
	ToServer int64  `json:"pkts_toserver"`
	ToClient int64  `json:"pkts_toclient"`
}

type sshEnd struct {
	Version  string `json:"proto_version"`
	Software string `json:"software_version"`
}

type certificate struct {
	Subject string `json:"subject"`
	Issuer  string `json:"issuerdn"`
}

type smbEnd struct {
	OS string `json:"native_os"`
	LM string `json:"native_lm"`
}

type httpEvent struct {
	UserAgent string `json:"http_user_agent"`
	Forwarded string `json:"xff"`
	Via       string `json:"via"`

	// Fields that are logged by themselves where a site asks for them.
	Server       string `json:"server"`
	Authenticate string `json:"www_authenticate"`
	SetCookie    string `json:"set_cookie"`

	Request  []field `json:"request_headers"`
	Response []field `json:"response_headers"`
}

type field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// fromClient are the events whose source is the client, whichever way the packet
// went that made the last of them known. Others have the packet's source.
var fromClient = map[string]bool{"ssh": true, "tls": true, "http": true, "smb": true, "ftp": true}

// ends are client and server, zero where the event does not tell them apart.
func (e *event) ends() (client, server whomade.Subject) {
	switch {
	case e.Flow.SourceIP != "" && e.Flow.DestIP != "":
		return host(e.Flow.SourceIP), host(e.Flow.DestIP)
	case fromClient[e.Type], e.Direction == "to_server":
		return host(e.SourceIP), host(e.DestIP)
	case e.Direction == "to_client":
		return host(e.DestIP), host(e.SourceIP)
	}
	return client, server
}

// times are when the event began and ended.
func (e *event) times() (first, last time.Time) {
	if e.Type == "flow" {
		first, last = stamp(e.Flow.Start), stamp(e.Flow.End)
		if !first.IsZero() && !last.Before(first) {
			return first, last
		}
	}
	t := stamp(e.Timestamp)
	return t, t
}

// stamp is a time as Suricata writes it, zero where it is none.
func stamp(s string) time.Time {
	for _, layout := range [...]string{"2006-01-02T15:04:05-0700", time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil && t.Unix() > 0 {
			return t.UTC()
		}
	}
	return time.Time{}
}

// host is the subject of an address that one host can have.
func host(s string) (who whomade.Subject) {
	a, err := netip.ParseAddr(s)
	if err != nil {
		return who
	}
	a = a.Unmap().WithZone("")
	if !a.IsUnspecified() && !a.IsMulticast() && a != netip.AddrFrom4([4]byte{255, 255, 255, 255}) {
		who.IP = a.String()
	}
	return who
}

// octets reads octets as Suricata writes them, with colons; at most limit.
func octets(s string, limit int) []byte {
	if len(s) > 3*limit || len(s)%3 != 2 {
		return nil
	}
	b := make([]byte, 0, (len(s)+1)/3)
	for i := 0; i < len(s); i += 3 {
		if i > 0 && s[i-1] != ':' {
			return nil
		}
		b = append(b, 0)
		if _, err := hex.Decode(b[len(b)-1:], []byte(s[i:i+2])); err != nil {
			return nil
		}
	}
	return b
}

// station is the address of one station in lower case, or "".
func station(s string) string {
	b := octets(s, 6)
	if len(b) != 6 || b[0]&1 != 0 || [6]byte(b) == [6]byte{} {
		return ""
	}
	return strings.ToLower(s)
}
