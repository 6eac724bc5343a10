package zeek

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/whomade/whomade"
)

// column is one of the columns that are looked at; all others are passed over.
type column uint8

// Columns that are read, and those that only show which log it is.
const (
	path column = iota
	ts
	uid
	origH
	respH
	origL2
	respL2
	origPackets
	respPackets
	client
	server
	subject
	issuer
	clientSubject
	clientIssuer
	userAgent
	proxied
	requestPath
	mac
	hostName
	clientFQDN
	clientSoftware
	dhcpHostName
	displayString
	host
	softwareType
	unparsedVersion
	issuerSubject
	certSubject
	certIssuer
	certIsCA
	hostCert
	clientCert
	fingerprint
	certID
	command
	replyCode
	replyMessage
	authAttempts
	established
	requestBodyLen
	callID
	msgTypes
	leaseTime
	connState
	other // of a column that is not looked at

	columnCount = int(other)
)

// names are those of the columns in Zeek's logs.
var names = [columnCount]string{
	path: "_path", ts: "ts", uid: "uid", origH: "id.orig_h", respH: "id.resp_h",
	origL2: "orig_l2_addr", respL2: "resp_l2_addr", origPackets: "orig_pkts", respPackets: "resp_pkts",
	client: "client", server: "server", subject: "subject", issuer: "issuer", clientSubject: "client_subject", clientIssuer: "client_issuer",
	userAgent: "user_agent", proxied: "proxied", requestPath: "request_path",
	mac: "mac", hostName: "host_name", clientFQDN: "client_fqdn", clientSoftware: "client_software", dhcpHostName: "dhcp_host_name",
	displayString: "display_string", host: "host", softwareType: "software_type", unparsedVersion: "unparsed_version",
	issuerSubject: "issuer_subject", certSubject: "certificate.subject", certIssuer: "certificate.issuer", certIsCA: "basic_constraints.ca",
	hostCert: "host_cert", clientCert: "client_cert", fingerprint: "fingerprint", certID: "id",
	command: "command", replyCode: "reply_code", replyMessage: "reply_msg",
	authAttempts: "auth_attempts", established: "established", requestBodyLen: "request_body_len", callID: "call_id",
	msgTypes: "msg_types", leaseTime: "lease_time", connState: "conn_state",
}

var columnByName = func() map[string]column {
	m := make(map[string]column, columnCount)
	for c, name := range names {
		m[name] = column(c)
	}
	return m
}()

// isList says of which columns only the number of elements is kept.
func (c column) isList() bool { return c == proxied || c == requestPath }

// set is a set of columns.
type set uint64

func setOf(columns ...column) (s set) {
	for _, c := range columns {
		s |= 1 << c
	}
	return s
}

// row is one record: the cells that are looked at, empty where unset.
type row struct {
	line    int64
	json    bool
	present set
	cells   [columnCount]string
}

func (r *row) reset(line int64) { *r = row{line: line} }

func (r *row) put(c column, v string) {
	r.present |= 1 << c
	r.cells[c] = v
}

func (r *row) has(columns ...column) bool {
	s := setOf(columns...)
	return r.present&s == s
}

// at is the place of a cell.
func (r *row) at(c column) whomade.Locator {
	l := whomade.Locator{Line: r.line}
	if r.json {
		l.Pointer = pointers[c]
	}
	return l
}

// pointers are JSON pointers to the members; no name holds what must be escaped.
var pointers = func() (p [columnCount]string) {
	for c, name := range names {
		p[c] = "/" + name
	}
	return p
}()

// stamp is a time as Zeek writes it: seconds since 1970 with a fraction, or ISO
// 8601; zero where it is none.
func stamp(s string) time.Time {
	if strings.Contains(s, "T") {
		t, err := time.Parse(time.RFC3339Nano, s)
		if err != nil || t.Unix() <= 0 {
			return time.Time{}
		}
		return t.UTC()
	}
	whole, fraction, _ := strings.Cut(s, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || seconds <= 0 || seconds > 1<<34 {
		return time.Time{}
	}
	fraction = (fraction + "000000000")[:9]
	nanos, err := strconv.ParseUint(fraction, 10, 32)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(seconds, int64(nanos)).UTC()
}

// address is an address that one host can have, or "".
func address(s string) string {
	a, err := netip.ParseAddr(s)
	if err != nil {
		return ""
	}
	a = a.Unmap().WithZone("")
	if a.IsUnspecified() || a.IsMulticast() || a == netip.AddrFrom4([4]byte{255, 255, 255, 255}) {
		return ""
	}
	return a.String()
}

// station is the address of one station in lower case, or "": Zeek writes six
// octets with colons.
func station(s string) string {
	if len(s) != 17 {
		return ""
	}
	var b [6]byte
	for i := range b {
		if i > 0 && s[3*i-1] != ':' {
			return ""
		}
		if _, err := hex.Decode(b[i:i+1], []byte(s[3*i:3*i+2])); err != nil {
			return ""
		}
	}
	if b[0]&1 != 0 || b == [6]byte{} {
		return ""
	}
	return strings.ToLower(s)
}
