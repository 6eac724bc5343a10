package identify_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/identify"
)

// seen is an observation about a subject, in short.
func seen(s whomade.Subject, attribute, value string) whomade.Observation {
	return whomade.Observation{Artifact: "sha256:a", Name: "a", Subject: s, Attribute: attribute, Value: value, Encoding: whomade.EncodingText, Count: 1}
}

func elements(e *identify.Engine, all ...whomade.Observation) []whomade.Element {
	b := e.NewBuilder()
	for _, o := range all {
		b.Add(o)
	}
	return b.Elements()
}

var walk = whomade.Subject{Artifact: "sha256:a"}

// TestWhoMade goes through the ways of knowing a maker, and the traps on them.
func TestWhoMade(t *testing.T) {
	e := newEngine(t)
	for _, tt := range []struct {
		name         string
		facts        [][2]string
		maker, brand string
		sure         bool
	}{
		{"text and number agree", [][2]string{
			{"snmp.sys_description", "Huawei Versatile Routing Platform Software VRP (R) software,Version 5.170 (S5720 V200R019C10SPC500)"},
			{"snmp.sys_object_id", "1.3.6.1.4.1.2011.2.23.555"}}, "huawei", "huawei", true},
		{"the joint venture's old numbers are not Huawei's", [][2]string{{"snmp.sys_object_id", "1.3.6.1.4.1.2011.10.1.22"}}, "h3c", "huawei", true},
		{"HPE's badge on H3C's switch", [][2]string{
			{"snmp.sys_description", "HPE Comware Platform Software, Software Version 7.1.045, Release 3109P14 HPE 5130"},
			{"snmp.sys_object_id", "1.3.6.1.4.1.25506.11.1.168"}}, "h3c", "hpe", true},
		{"net-snmp says nothing", [][2]string{{"snmp.sys_object_id", "1.3.6.1.4.1.8072.3.2.10"}, {"snmp.sys_description", "Linux box 5.4.0 #1 SMP"}}, "", "", false},
		{"lwIP says nothing", [][2]string{{"snmp.sys_object_id", "1.3.6.1.4.1.26381"}}, "", "", false},
		{"a neighbour's text is not the speaker's", [][2]string{
			{"snmp.sys_object_id", "1.3.6.1.4.1.12356.101.1.1"},
			{"lldp.remote_system_description", "Huawei Versatile Routing Platform Software S5720"},
			{"lldp.remote_chassis_id", "00:e0:fc:01:02:03"}}, "fortinet", "fortinet", true},
		{"only a neighbour", [][2]string{{"lldp.remote_system_description", "Huawei Versatile Routing Platform Software S5720"}}, "", "", false},
		{"a stated manufacturer", [][2]string{{"inventory.manufacturer", "Huawei Technologies Co., Ltd."}, {"part.model", "S5720-28X-SI-AC"}}, "huawei", "huawei", true},
		{"a stated manufacturer in Chinese", [][2]string{{"inventory.manufacturer", "华为技术有限公司"}}, "huawei", "huawei", true},
		{"a line of a purchase list", [][2]string{{"inventory.description", "Huawei S9999-1X, 2 pcs"}}, "huawei", "huawei", true},
		{"a part for another maker's unit", [][2]string{{"inventory.description", "SFP transceiver for Huawei"}}, "huawei", "huawei", false},
		{"a name that only begins like another", [][2]string{{"inventory.manufacturer", "AvMap srl"}}, "avmap", "avmap", false},
		{"a placeholder", [][2]string{{"inventory.manufacturer", "N/A"}}, "", "", false},
		{"an ONU's own vendor id", [][2]string{{"gpon.vendor_id", "HWTC"}, {"gpon.serial_number", "HWTC1234ABCD"}, {"omci.equipment_id", "EG8145V5"}}, "huawei", "huawei", true},
		{"the models of a NETCONF server", [][2]string{{"netconf.capability", "urn:huawei:yang:huawei-aaa?module=huawei-aaa&revision=2021-03-17&deviations=huawei-aaa-deviations-CE6866"}}, "huawei", "huawei", true},
		{"the models of a controller, which serves those of many", [][2]string{
			{"netconf.capability", "urn:huawei:yang:huawei-aaa"}, {"netconf.capability", "http://cisco.com/ns/yang/Cisco-IOS-XE-native"}, {"netconf.capability", "http://xml.juniper.net/netconf/junos/1.0"}}, "", "", false},
		{"a radio unit's models say nothing of its maker", [][2]string{{"netconf.capability", "urn:o-ran:uplane-conf:1.0?module=o-ran-uplane-conf"}}, "", "", false},
		{"an OUI in the place of an enterprise number", [][2]string{{"capwap.vendor_id", "4232704"}}, "cisco", "cisco", false},
		{"PON vendor id", [][2]string{{"gpon.vendor_id", "HWTC"}}, "huawei", "huawei", true},
		{"PON serial number", [][2]string{{"gpon.serial_number", "5A54454712345678"}}, "zte", "zte", true},
		{"a recorder under another's number, by its text", [][2]string{
			{"snmp.sys_object_id", "1.3.6.1.4.1.50001"}, {"snmp.sys_description", "Hikvision company products"}}, "hikvision", "hikvision", true},
		{"the same number alone", [][2]string{{"snmp.sys_object_id", "1.3.6.1.4.1.50001"}}, "", "", false},
		{"a number of nobody that two companies show", [][2]string{{"snmp.sys_object_id", "1.3.6.1.4.1.1004849.2.1"}}, "", "", false},
		{"the same with a model name", [][2]string{
			{"snmp.sys_object_id", "1.3.6.1.4.1.1004849.2.1"}, {"snmp.sys_description", "DH-NVR4216-16P-4KS2"}}, "dahua", "dahua", true},
		{"a badge on Ruijie's switch, by the number's tail", [][2]string{
			{"snmp.sys_object_id", "1.3.6.1.4.1.52642.1.1.10.1.805"}, {"snmp.sys_description", "FS Campus Switch PoE (S5810-48TS-P) By FS.COM Inc"}}, "ruijie", "fs-com", true},
		{"a site monitor on net-snmp, by private objects", [][2]string{
			{"snmp.sys_object_id", "1.3.6.1.4.1.8072.3.2.10"}, {"snmp.sys_description", "Linux SMU02C 3.10.0 armv7l"}, {"snmp.enterprise_subtree", "1.3.6.1.4.1.2011"}},
			"huawei", "huawei", false},
		{"a printer that answers HP's objects too", [][2]string{
			{"snmp.sys_object_id", "1.3.6.1.4.1.2435.2.3.9.1"}, {"snmp.sys_description", "Brother NC-8300h, Firmware Ver.1.14"}, {"snmp.enterprise_subtree", "1.3.6.1.4.1.11"}},
			"brother", "brother", true},
		{"a person read the label", [][2]string{
			{"snmp.sys_object_id", "1.3.6.1.4.1.2011.2.23.555"}, {"snmp.sys_description", "Huawei Versatile Routing Platform Software"},
			{"person.correction", `{"maker":"h3c","brand":"hpe","author":"J. Smith","date":"2026-11-20","reason":"read the label"}`}}, "h3c", "hpe", true},
		{"a correction that does not say who", [][2]string{{"person.correction", `{"maker":"h3c"}`}}, "", "", false},
		{"engine id with its address", [][2]string{{"snmp.engine_id", "800007db0300e0fc010203"}}, "huawei", "huawei", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var all []whomade.Observation
			for _, f := range tt.facts {
				all = append(all, seen(walk, f[0], f[1]))
			}
			got := elements(e, all...)
			if tt.maker == "" && len(got) == 0 {
				return
			}
			if len(got) != 1 {
				t.Fatalf("%d elements", len(got))
			}
			el := got[0]
			if el.Maker != tt.maker || el.Brand != tt.brand {
				t.Errorf("maker %q brand %q, want %q %q: %+v", el.Maker, el.Brand, tt.maker, tt.brand, el.Makers)
			}
			if sure := el.Maker != "" && el.Confidence >= whomade.Sure && strings.ContainsAny(el.Grades, "AB"); sure != tt.sure {
				t.Errorf("sure %v, want %v: confidence %v, grades %q", sure, tt.sure, el.Confidence, el.Grades)
			}
			if el.Maker == "" && el.NextEvidence == "" {
				t.Error("no next evidence")
			}
		})
	}
}

// TestNumbersAloneAreNotSure: a number, an address block and a registered name
// never reach the confidence of an accusation by themselves, unless the number
// is the holder's own.
func TestNumbersAloneAreNotSure(t *testing.T) {
	e := newEngine(t)
	for _, f := range [][2]string{
		{"ethernet.source", "00:e0:fc:01:02:03"}, {"snmp.interface_mac", "00:e0:fc:01:02:03"}, {"nmap.mac_vendor", "Huawei Technologies"},
		{"snmp.enterprise_subtree", "1.3.6.1.4.1.2011"}, {"snmp.engine_enterprise", "2011"},
		{"x509.subject", "CN=www.huawei.com,O=Huawei Technologies Co.\\, Ltd.,C=CN"}, {"html_title", "Huawei - Building a Fully Connected World"},
		{"snmp.sys_object_id", "1.3.6.1.4.1.50001.1"}, {"snmp.sys_object_id", "1.3.6.1.4.1.1004849.2"},
	} {
		a, err := e.Answer(f[0], f[1], whomade.EncodingText)
		if err != nil {
			t.Fatal(err)
		}
		if a.Maker != "" && a.Confidence >= whomade.Sure {
			t.Errorf("%s %s: %s at %v", f[0], f[1], a.Maker, a.Confidence)
		}
	}
}

// TestHints: what a network stack shows makes no element, no claim, and nothing
// surer.
func TestHints(t *testing.T) {
	e := newEngine(t)
	address := whomade.Subject{IP: "192.0.2.1"}
	hints := []whomade.Observation{
		seen(address, "tcp.stack", "syn+ack 4:255:1460:8192,-:mss:"), seen(address, "icmp.stack", "time-exceeded 4:255:8"),
	}
	if got := elements(e, hints...); len(got) != 0 {
		t.Errorf("%d elements of hints alone", len(got))
	}
	for _, o := range hints {
		if claims, err := e.Claims(o.Attribute, o.Value, o.Encoding); err != nil || len(claims) != 0 {
			t.Errorf("%s: claims %v, %v", o.Attribute, claims, err)
		}
	}
	mac := seen(whomade.Subject{MAC: "00:e0:fc:01:02:03", IP: "192.0.2.1"}, "ethernet.source", "00:e0:fc:01:02:03")
	if diff := cmp.Diff(elements(e, mac), elements(e, append(hints, mac)...)); diff != "" {
		t.Errorf("hints change an element (-without +with):\n%s", diff)
	}
}

// TestJoin: subjects are one element where a key of theirs is unique, and only
// there.
func TestJoin(t *testing.T) {
	e := newEngine(t)
	mac := whomade.Subject{MAC: "00:e0:fc:01:02:03"}
	both := whomade.Subject{MAC: "00:e0:fc:01:02:03", IP: "192.0.2.1"}
	ip := whomade.Subject{IP: "192.0.2.1"}
	for _, tt := range []struct {
		name string
		all  []whomade.Observation
		want int
	}{
		{"one MAC", []whomade.Observation{seen(mac, "ethernet.source", mac.MAC), seen(both, "ssh.banner", "HUAWEI-1.5")}, 1},
		{"over an address", []whomade.Observation{seen(both, "arp.sender", mac.MAC), seen(ip, "ssh.banner", "HUAWEI-1.5")}, 1},
		{"the same address in another artifact", []whomade.Observation{
			seen(ip, "ssh.banner", "HUAWEI-1.5"), {Artifact: "sha256:b", Name: "b", Subject: ip, Attribute: "ssh.banner", Value: "HUAWEI-1.5", Encoding: "text"}}, 2},
		{"a virtual router's MAC", []whomade.Observation{
			seen(whomade.Subject{MAC: "00:00:5e:00:01:07"}, "ssh.banner", "HUAWEI-1.5"),
			seen(whomade.Subject{MAC: "00:00:5e:00:01:07", IP: "192.0.2.9"}, "ssh.banner", "Cisco-1.25")}, 2},
		{"a walk and a capture, by engine id", []whomade.Observation{
			seen(walk, "snmp.engine_id", "80000009030020bbc0a29380"),
			{Artifact: "sha256:b", Name: "b", Subject: whomade.Subject{EngineID: "80000009030020bbc0a29380"}, Attribute: "snmp.engine_id", Value: "80000009030020bbc0a29380", Encoding: "text"}}, 1},
		{"a serial number with its maker", []whomade.Observation{
			seen(whomade.Subject{Item: "l#1"}, "inventory.manufacturer", "Huawei"), seen(whomade.Subject{Item: "l#1"}, "inventory.serial_number", "2102350XYZ10K3000001"),
			seen(walk, "snmp.sys_object_id", "1.3.6.1.4.1.2011.2.23.1"), seen(walk, "snmp.entity_serial_number", "2102350XYZ10K3000001")}, 1},
		{"a placeholder is no serial number", []whomade.Observation{
			seen(whomade.Subject{Item: "l#1"}, "inventory.manufacturer", "Huawei"), seen(whomade.Subject{Item: "l#1"}, "inventory.serial_number", "0123456789"),
			seen(whomade.Subject{Item: "l#2"}, "inventory.manufacturer", "Huawei"), seen(whomade.Subject{Item: "l#2"}, "inventory.serial_number", "0123456789")}, 2},
	} {
		got := elements(e, tt.all...)
		if len(got) != tt.want {
			t.Errorf("%s: %d elements, want %d", tt.name, len(got), tt.want)
		}
	}
}

// TestDemoted: a key that two different devices show joins nothing, also not
// over a third subject, and every holder says so.
func TestDemoted(t *testing.T) {
	e := newEngine(t)
	engine := "8000000903001122334466"
	var all []whomade.Observation
	for i, oid := range []string{"1.3.6.1.4.1.9.1.516", "1.3.6.1.4.1.9.1.999"} {
		s := whomade.Subject{Artifact: fmt.Sprintf("sha256:%d", i)}
		all = append(all, seen(s, "snmp.engine_id", engine), seen(s, "snmp.sys_object_id", oid))
	}
	all = append(all, seen(whomade.Subject{EngineID: engine}, "snmp.engine_id", engine))
	got := elements(e, all...)
	if len(got) != 3 {
		t.Fatalf("%d elements, want 3", len(got))
	}
	for _, el := range got {
		found := false
		for _, c := range el.Conflicts {
			found = found || c.Kind == "join" && len(c.Sides) == 2
		}
		if !found {
			t.Errorf("element %v does not tell the demoted key: %+v", el.Subjects, el.Conflicts)
		}
	}
}

// TestOrder: the elements do not depend on the order of the observations.
func TestOrder(t *testing.T) {
	e := newEngine(t)
	all := []whomade.Observation{
		seen(walk, "snmp.sys_object_id", "1.3.6.1.4.1.2011.2.23.1"), seen(walk, "snmp.sys_description", "S5720 Huawei Versatile Routing Platform Software"),
		seen(walk, "snmp.interface_mac", "00:e0:fc:01:02:03"), seen(walk, "snmp.interface_mac", "00:00:0c:01:02:03"),
		seen(whomade.Subject{MAC: "00:e0:fc:01:02:04"}, "ethernet.source", "00:e0:fc:01:02:04"),
		seen(whomade.Subject{Item: "l#1"}, "inventory.manufacturer", "Example Unknown Ltd"), seen(whomade.Subject{Item: "l#1"}, "inventory.site", "North"),
	}
	want, err := json.Marshal(elements(e, all...))
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		all = append(all[3:], all[:3]...)
		all[0], all[4] = all[4], all[0]
		got, err := json.Marshal(elements(e, all...))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestLessEvidenceAccusesNobody: taking away a fact that speaks for the maker
// never makes it surer.
func TestLessEvidenceAccusesNobody(t *testing.T) {
	e := newEngine(t)
	facts := [][2]string{
		{"snmp.sys_description", "Huawei Versatile Routing Platform Software VRP (R) software"}, {"snmp.sys_object_id", "1.3.6.1.4.1.2011.2.23.1"},
		{"snmp.engine_id", "800007db0300e0fc010203"}, {"snmp.interface_mac", "00:e0:fc:01:02:03"}, {"snmp.entity_manufacturer", "Huawei"},
	}
	confidence := func(use [][2]string) float64 {
		var all []whomade.Observation
		for _, f := range use {
			all = append(all, seen(walk, f[0], f[1]))
		}
		for _, el := range elements(e, all...) {
			if el.Maker == "huawei" {
				return el.Confidence
			}
		}
		return 0
	}
	whole := confidence(facts)
	for i := range facts {
		rest := append(append([][2]string{}, facts[:i]...), facts[i+1:]...)
		if got := confidence(rest); got > whole+1e-9 {
			t.Errorf("without %v: %v, with it %v", facts[i], got, whole)
		}
	}
}

func TestIdentifyStream(t *testing.T) {
	e := newEngine(t)
	in := strings.Join([]string{
		`{"id":"1","kind":"snmp.sys_object_id","value":"1.3.6.1.4.1.9.1.516"}`,
		`not json`,
		`{"id":3,"kind":"ssh.banner","value":"436973636f2d312e3235","encoding":"hex"}`,
		`{"id":"4","kind":"ssh.banner","value":"zz","encoding":"hex"}`,
		`{"id":"5","kind":"no.such.attribute","value":"x"}`,
		`{"id":"6"}`,
		``,
		`{"id":"7","kind":"telnet.banner","value":"` + strings.Repeat("x", identify.MaxLine) + `"}`,
		`{"id":"8","kind":"gpon.vendor_id","value":"ZTEG"}`,
	}, "\n")
	var out bytes.Buffer
	bad, err := e.IdentifyStream(strings.NewReader(in), &out)
	if err != nil || bad != 4 {
		t.Errorf("bad %d, %v", bad, err)
	}
	var got []string
	for _, l := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		var r struct {
			ID    any    `json:"id"`
			Maker string `json:"maker"`
			Error string `json:"error"`
		}
		if err := json.Unmarshal([]byte(l), &r); err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%v %s %v", r.ID, r.Maker, r.Error != ""))
	}
	want := []string{"1 cisco false", "  true", "3 cisco false", "4  true", "5  false", "6  true", "  true", "8 zte false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestStreamKeepsOrder: many lines, same order, every line an answer.
func TestStreamKeepsOrder(t *testing.T) {
	e := newEngine(t)
	in := lines(3000)
	var out bytes.Buffer
	if bad, err := e.IdentifyStream(bytes.NewReader(in), &out); err != nil || bad != 0 {
		t.Fatal(bad, err)
	}
	got := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(got) != 3000 {
		t.Fatalf("%d lines", len(got))
	}
	for i, l := range got {
		if !strings.HasPrefix(l, fmt.Sprintf(`{"id":"%d",`, i)) {
			t.Fatalf("line %d: %.60s", i, l)
		}
	}
}

func FuzzIdentifyStream(f *testing.F) {
	e := newEngine(f)
	f.Add([]byte(`{"id":"1","kind":"snmp.engine_id","value":"800007db03"}` + "\n{}"))
	f.Add([]byte("\n\n[1]"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		if _, err := e.IdentifyStream(bytes.NewReader(in), &out); err != nil {
			t.Fatal(err)
		}
		for _, l := range bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n")) {
			if len(l) > 0 && !json.Valid(l) {
				t.Fatalf("%q", l)
			}
		}
	})
}

func FuzzElements(f *testing.F) {
	e := newEngine(f)
	f.Add("snmp.engine_id", "800007db0300e0fc010203", "text", "00:e0:fc:01:02:03", "192.0.2.1")
	f.Add("dhcp6.duid", "000300010011223344", "hex", "", "")
	f.Add("gpon.serial_number", "HWTC", "base64", "x", "y")
	f.Fuzz(func(t *testing.T, attribute, value, encoding, mac, ip string) {
		b := e.NewBuilder()
		o := whomade.Observation{Subject: whomade.Subject{MAC: mac, IP: ip}, Attribute: attribute, Value: value, Encoding: encoding}
		b.Add(o)
		o.Subject.Artifact = "a"
		b.Add(o)
		for _, el := range b.Elements() {
			if el.Confidence < 0 || el.Confidence > 1 || el.ID == "" || len(el.Subjects) == 0 {
				t.Errorf("%+v", el)
			}
		}
	})
}

// TestSeveralComponents checks that the companies that made parts of an element are
// all kept, in order, each once, and that their number is bounded.
func TestSeveralComponents(t *testing.T) {
	e := newEngine(t)
	card := whomade.Subject{Item: "1"}
	list := []whomade.Observation{seen(card, "inventory.manufacturer", "Cisco Systems, Inc.")}
	for _, name := range []string{"ZTE Corporation", "Finisar", "ZTE", "HiSilicon"} {
		list = append(list, seen(card, "inventory.component_manufacturer", name))
	}
	got := elements(e, list...)
	if len(got) != 1 || got[0].Facts["element.component_maker"] != "finisar,hisilicon,zte" {
		t.Fatalf("%+v", got)
	}
	for i := range 300 {
		list = append(list, seen(card, "inventory.component_manufacturer", fmt.Sprintf("Aaa Works Number %d", i)))
	}
	got = elements(e, list...)
	parts := strings.Split(got[0].Facts["element.component_maker"], ",")
	if len(parts) != 100 || parts[len(parts)-1] != "zte" {
		t.Errorf("%d makers, the last %q", len(parts), parts[len(parts)-1])
	}
}
