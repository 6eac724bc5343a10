package main

import (
	"bytes"
	"encoding/base64"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/whomade/whomade/internal/frames"
	"github.com/whomade/whomade/report/formats"
)

// Secrets that are planted in evidence and must not come out anywhere.
const (
	secretCommunity = "zq-community-7"
	secretPassword  = "zq-password-7"
	secretUser      = "zq-user-7"
	secretCookie    = "zq-cookie-7"
	secretIMSI      = "001019876543210"
)

var secrets = []string{
	secretCommunity, secretPassword, secretUser, secretCookie, secretIMSI,
	base64.StdEncoding.EncodeToString([]byte(secretUser + ":" + secretPassword)),
}

// plant writes one file of each format with every secret that can stand in it.
func plant(t *testing.T, dir string) {
	t.Helper()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a.snmprec", []byte(strings.Join([]string{
		"1.3.6.1.2.1.1.1.0|4|Example switch, snmp-server community " + secretCommunity + " RO",
		"1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.1",
		"1.3.6.1.6.3.18.1.1.1.2.1|4|" + secretCommunity,
		"1.3.6.1.6.3.12.1.3.1.5.1|4|" + secretCommunity,
		"1.3.6.1.4.1.9.9.999.1.1.0|4|password " + secretPassword,
		"1.3.6.1.4.1.9.9.999.1.2.0|4|imsi=" + secretIMSI,
		"",
	}, "\n")))
	write("b.txt", []byte("SNMPv2-MIB::sysDescr.0 = STRING: Example router\nSNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::enterprises.9.1.1\n"+
		"SNMP-COMMUNITY-MIB::snmpCommunityName.1 = STRING: "+secretCommunity+"\nSNMPv2-SMI::enterprises.9.2.1.5.0 = STRING: \"username "+secretUser+" secret "+secretPassword+"\"\n"))
	write("c.xml", []byte(`<?xml version="1.0"?><nmaprun scanner="nmap" args="nmap --script-args snmpcommunity=`+secretCommunity+`"><host><status state="up"/><address addr="192.0.2.7" addrtype="ipv4"/><ports>`+
		`<port protocol="tcp" portid="80"><state state="open"/><service name="http" product="Example httpd"/><script id="http-brute" output="`+secretUser+`:`+secretPassword+` - Valid credentials"/><script id="http-cookie-flags" output="session=`+secretCookie+`"/></port>`+
		`<port protocol="udp" portid="161"><state state="open"/><script id="snmp-brute" output="`+secretCommunity+` - Valid credentials"/></port></ports></host></nmaprun>`))
	write("d.csv", []byte("Vendor,Model,Password,SNMP community,User,IMSI\nNokia,ISAM,"+secretPassword+","+secretCommunity+","+secretUser+","+secretIMSI+"\n"))
	write("e.xlsx", secretWorkbook(t))
	write("f.ndjson", []byte(`{"type":"observation","artifact":"","name":"x","locator":{},"subject":{"ip":"192.0.2.8"},"attribute":"ssh.banner","value":"Cisco-1.25","encoding":"text","first":null,"last":null,"count":1}`+"\n"+
		`{"type":"observation","artifact":"","name":"x","locator":{},"subject":{"ip":"192.0.2.8"},"attribute":"snmp.community","value":"`+secretCommunity+`","encoding":"text","first":null,"last":null,"count":1}`+"\n"))
	write("g.pcap", secretCapture())
}

func secretWorkbook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for cell, v := range map[string]string{"A1": "Hersteller", "B1": "Modell", "C1": "Passwort", "A2": "Nokia", "B2": "ISAM", "C2": secretPassword} {
		if err := f.SetCellStr("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// secretCapture has a login in every protocol that shows one.
func secretCapture() []byte {
	server, client := []byte{0, 0, 0x0c, 1, 2, 3}, []byte{0, 0x1e, 0x10, 1, 2, 3}
	s, c := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	var all [][]byte
	talk := func(port uint16, lines ...string) { // server and client in turn
		seq := [2]uint32{1000, 5000}
		all = append(all, frames.TCP(client, server, c, s, 50000+port, port, seq[1]-1, 0x02, nil), frames.TCP(server, client, s, c, port, 50000+port, seq[0]-1, 0x12, nil))
		for i, l := range lines {
			if i%2 == 0 {
				all = append(all, frames.TCP(server, client, s, c, port, 50000+port, seq[0], 0x18, []byte(l)))
			} else {
				all = append(all, frames.TCP(client, server, c, s, 50000+port, port, seq[1], 0x18, []byte(l)))
			}
			seq[i%2] += uint32(len(l))
		}
	}
	basic := base64.StdEncoding.EncodeToString([]byte(secretUser + ":" + secretPassword))
	talk(21, "220 Example FTP ready\r\n", "USER "+secretUser+"\r\n", "331 Password required for "+secretUser+"\r\n", "PASS "+secretPassword+"\r\n", "230 ok\r\n")
	talk(23, "\xff\xfb\x01\r\nExample switch\r\n\r\nUsername: ", secretUser+"\r\n", secretUser+"\r\nPassword: ", secretPassword+"\r\n", "\r\nwelcome "+secretUser+"\r\n#")
	talk(110, "+OK ready\r\n", "USER "+secretUser+"\r\n", "+OK\r\n", "PASS "+secretPassword+"\r\n")
	talk(80, "", "GET /?password="+secretPassword+" HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "+basic+"\r\nCookie: id="+secretCookie+"\r\nUser-Agent: Example/1\r\n\r\n",
		"HTTP/1.1 200 OK\r\nServer: Example-Web\r\nSet-Cookie: id="+secretCookie+"; Path=/\r\nContent-Length: 52\r\n\r\n<html><title>Example</title>"+secretIMSI+"</html>")
	snmp := func(pdu byte) []byte {
		oid := []byte{0x06, 8, 0x2b, 6, 1, 2, 1, 1, 1, 0}
		text := append([]byte{0x04, 14}, "Example router"...)
		bind := append([]byte{0x30, byte(len(oid) + len(text))}, append(oid, text...)...)
		list := append([]byte{0x30, byte(len(bind))}, bind...)
		body := append([]byte{2, 1, 1, 2, 1, 0, 2, 1, 0}, list...)
		msg := append([]byte{2, 1, 1, 4, byte(len(secretCommunity))}, secretCommunity...)
		msg = append(msg, append([]byte{pdu, byte(len(body))}, body...)...)
		return append([]byte{0x30, byte(len(msg))}, msg...)
	}
	all = append(all,
		frames.IP(server, client, c, s, 17, frames.UDP(40000, 161, snmp(0xa0))),
		frames.IP(client, server, s, c, 17, frames.UDP(161, 40000, snmp(0xa2))))
	return frames.Pcap(1795165200, all...)
}

func TestSecretsDoNotComeOut(t *testing.T) {
	dir := t.TempDir()
	plant(t, dir)
	run := func(args ...string) string {
		var out, talk bytes.Buffer
		a := testApp(&out, &talk)
		if code := a.execute(t.Context(), args); code == exitFailed || code == exitUsage {
			t.Errorf("%v: exit %d\n%s", args, code, talk.String())
		}
		return out.String() + talk.String()
	}
	observations := run("evidence", dir)
	if !strings.Contains(observations, "Example") || !strings.Contains(observations, "Cisco-1.25") {
		t.Fatalf("the planted evidence was not read:\n%s", observations)
	}
	outputs := map[string]string{"evidence": observations}
	for _, name := range formats.Names() {
		file := filepath.Join(t.TempDir(), "report."+name)
		if name == "table" {
			file += ".txt"
		}
		outputs["scan "+name] = run("scan", dir, "--as-of", "2026-11-23", "-o", file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		outputs["report "+name] = string(data)
		if name == "xlsx" {
			outputs["report "+name] = workbookText(t, data)
		}
	}
	for where, text := range outputs {
		for _, s := range secrets {
			if i := strings.Index(text, s); i >= 0 {
				t.Errorf("%s: the planted secret %q comes out: …%q…", where, s, text[max(0, i-200):min(len(text), i+60)])
			}
		}
	}
}

func workbookText(t *testing.T, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, s := range f.GetSheetList() {
		rows, err := f.GetRows(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			b.WriteString(strings.Join(r, "\t") + "\n")
		}
	}
	return b.String()
}
