package identify_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/internal/golden"
)

// hard are the public cases in which one number or name misleads, each with what
// a device of the kind shows.
var hard = []struct {
	name  string
	maker string // "" where only a set is right
	facts [][2]string
}{
	{"HP 1920 that answers with H3C's number", "h3c", [][2]string{
		{"snmp.sys_object_id", "1.3.6.1.4.1.25506.11.1.143"},
		{"snmp.sys_description", "HPE V1910-24G Switch, Software Version 5.20 Release 1519P06 Copyright(c) 2010-2018 Hewlett Packard Enterprise Development LP"}}},
	{"Hikvision recorder that answers with 50001", "hikvision", [][2]string{
		{"snmp.sys_object_id", "1.3.6.1.4.1.50001"}, {"snmp.sys_description", "Network Video Recorder DS-7616NI-K2"}, {"snmp.interface_mac", "c0:56:e3:01:02:03"}}},
	{"the number 50001 and nothing else", "", [][2]string{{"snmp.sys_object_id", "1.3.6.1.4.1.50001"}}},
	{"Dahua under 1004849", "dahua", [][2]string{{"snmp.sys_object_id", "1.3.6.1.4.1.1004849.2.1"}, {"snmp.sys_description", "DH-IPC-HFW2431S-S-S2"}}},
	{"Intelbras under the same number", "intelbras", [][2]string{{"snmp.sys_object_id", "1.3.6.1.4.1.1004849.2.1"}, {"snmp.sys_description", "Intelbras NVD 1304"}}},
	{"the number 1004849 and nothing else", "", [][2]string{{"snmp.sys_object_id", "1.3.6.1.4.1.1004849.2.1"}}},
	{"Honor made before it was sold", "honor", [][2]string{{"inventory.manufacturer", "Honor"}, {"part.model", "HONOR Router 3"}, {"inventory.manufactured", "2020-06-01"}}},
	{"Honor made after it was sold", "honor", [][2]string{{"inventory.manufacturer", "Honor Device Co., Ltd."}, {"part.model", "HONOR Router 4"}, {"inventory.manufactured", "2021-06-01"}}},
	{"FS switch built by Ruijie, by the tail of its number", "ruijie", [][2]string{
		{"snmp.sys_object_id", "1.3.6.1.4.1.52642.1.1.10.1.805"}, {"snmp.sys_description", "FS Campus Switch PoE (S5810-48TS-P) By FS.COM Inc"}}},
	{"FS switch built by Centec, by the tail of its number", "centec", [][2]string{
		{"snmp.sys_object_id", "1.3.6.1.4.1.52642.1.99.1.5850"}, {"snmp.sys_description", "FSOS Software, S5850-48S6Q-R, Version 6.2.27"}}},
	{"Ubiquiti under Frogfoot's number 10002", "ubiquiti", [][2]string{
		{"snmp.sys_object_id", "1.3.6.1.4.1.10002.1"}, {"snmp.sys_description", "Linux 2.6.32.71 #1 Tue Jun 5 15:09:54 EEST 2018 mips"}, {"snmp.interface_mac", "04:18:d6:01:02:03"}, {"snmp.enterprise_subtree", "1.3.6.1.4.1.41112"}}},
	{"Huawei site monitor that runs net-snmp", "huawei", [][2]string{
		{"snmp.sys_object_id", "1.3.6.1.4.1.8072.3.2.10"}, {"snmp.sys_description", "Linux SMU02C 3.10.0 armv7l"}, {"snmp.enterprise_subtree", "1.3.6.1.4.1.2011"}, {"snmp.interface_mac", "00:e0:fc:01:02:03"}}},
	{"IBM RackSwitch that became Lenovo's", "lenovo", [][2]string{
		{"snmp.sys_object_id", "1.3.6.1.4.1.20301.1.18.14"}, {"snmp.sys_description", "Lenovo RackSwitch G8272"}}},
	{"Brother that answers HP's objects", "brother", [][2]string{
		{"snmp.sys_object_id", "1.3.6.1.4.1.2435.2.3.9.1"}, {"snmp.sys_description", "Brother NC-8300h, Firmware Ver.1.14"}, {"snmp.enterprise_subtree", "1.3.6.1.4.1.11"}}},
	{"Linksys switch under Cisco", "cisco", [][2]string{
		{"snmp.sys_object_id", "1.3.6.1.4.1.3955.6.1.2024.1"}, {"snmp.sys_description", "SRW2024 24-port Gigabit Switch"}}},
	{"FortiGate beside a Huawei switch", "fortinet", [][2]string{
		{"snmp.sys_object_id", "1.3.6.1.4.1.12356.101.1.1"}, {"snmp.sys_description", "FortiGate-100F"},
		{"lldp.remote_system_description", "Huawei Versatile Routing Platform Software S5720"}, {"lldp.remote_chassis_id", "00:e0:fc:01:02:03"}}},
	{"firewall configuration that lists hikvision-http", "fortinet", [][2]string{
		{"cli.output", "config firewall service custom\n    edit \"hikvision-http\"\n        set tcp-portrange 8000\n        set category \"Network Services\"\n    next\nend\nconfig firewall policy\n    edit 12\n        set srcintf \"port1\"\n        set dstintf \"cctv\"\n        set service \"hikvision-http\"\n        set action accept\n    next\nend\nconfig system interface\n    edit \"port1\"\n        set vdom \"root\"\n        set allowaccess ping https ssh\n    next\nend\n"}}},
}

// TestHardCases shows each case with all that the answer rests on.
func TestHardCases(t *testing.T) {
	e := newEngine(t)
	var b bytes.Buffer
	for i, c := range hard {
		var all []whomade.Observation
		subject := whomade.Subject{Artifact: fmt.Sprintf("sha256:%d", i)}
		for _, f := range c.facts {
			all = append(all, seen(subject, f[0], f[1]))
		}
		got := elements(e, all...)
		if len(got) != 1 {
			t.Errorf("%s: %d elements", c.name, len(got))
			continue
		}
		el := got[0]
		if el.Maker != c.maker {
			t.Errorf("%s: maker %q, want %q", c.name, el.Maker, c.maker)
		}
		fmt.Fprintf(&b, "# %s\nmaker %s brand %s %.3f model %q\n", c.name, or(el.Maker, "-"), or(el.Brand, "-"), el.Confidence, el.Model)
		for _, m := range el.Makers {
			fmt.Fprintf(&b, "  %s %.3f\n", m.Maker, m.Confidence)
		}
		for _, p := range el.Evidence {
			fmt.Fprintf(&b, "  %+.2f %s %s %s: %s\n", p.Weight, p.Grade, strings.Join(p.Makers, "|"), p.Attribute, p.Reason)
		}
		if o := el.Owners; o != nil {
			fmt.Fprintf(&b, "  held on %s (%s) by: %s\n", o.On, o.Basis, or(strings.Join(o.Companies, ", "), "-"))
		}
		for _, x := range el.Conflicts {
			fmt.Fprintf(&b, "  conflict %s: %s\n", x.Kind, x.Reading)
		}
		if el.NextEvidence != "" {
			fmt.Fprintf(&b, "  next: %s\n", el.NextEvidence)
		}
		fmt.Fprintln(&b)
	}
	golden.Check(t, filepath.Join("testdata", "hardcases.golden"), b.Bytes())
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
