package syslog_test

import (
	"testing"

	"github.com/whomade/whomade/wire/syslog"
	"github.com/whomade/whomade/wire/wiretest"
)

var cases = []struct {
	name, in string
	want     []string
}{
	{"two percent signs", "<189>Aug  6 2020 20:34:46 core1 %%01EXMOD/5/LOGIN(l)[1]:planted logged in from 192.0.2.9",
		[]string{`syslog.host_name "core1"`, `syslog.mnemonic "%%01EXMOD/5/LOGIN"`}},
	{"one percent sign", "<187>45: *Mar  1 00:01:02.003: %LINEPROTO-5-UPDOWN: Line protocol on planted", []string{`syslog.mnemonic "%LINEPROTO-5-UPDOWN"`}},
	{"facility of two words", "<187>Mar 10 10:00:00 sw1 : 2020 Mar 10 10:00:00 UTC: %ETH_PORT-SLOT1-5-IF_UP: x", []string{`syslog.host_name "sw1"`, `syslog.mnemonic "%ETH_PORT-SLOT1-5-IF_UP"`}},
	{"program", "<30>Oct 11 22:14:15 r1 rpd[1234]: planted", []string{`syslog.host_name "r1"`, `syslog.app_name "rpd"`}},
	{"no host", "<30>Oct 11 22:14:15 sshd: planted for 100% sure", []string{`syslog.app_name "sshd"`}},
	{"text at once", "<30>Oct 11 22:14:15 planted logged in", nil},
	{"structured", `<165>1 2020-10-11T22:14:15.003Z r1.example.com rpd 1234 EX_EVENT [junk@32473.1.2 a="x]\"y@1"][origin ip="192.0.2.1"] planted`,
		[]string{`syslog.host_name "r1.example.com"`, `syslog.app_name "rpd"`, `syslog.msg_id "EX_EVENT"`, `syslog.sd_enterprise "32473"`}},
	{"nothing known", "<165>1 - - - - - - planted", nil},
	{"topics", "<30>system,info,account user planted logged in from 192.0.2.9", []string{`syslog.mnemonic "system,info,account"`}},
	{"no topics", "<30>one,two three", nil},
	{"pairs", `<189>date=2020-01-01 time=10:00:00 devname="fw1" devid="EX60F0000000001" logid="0" user="planted"`,
		[]string{`syslog.device_id "EX60F0000000001"`, `syslog.host_name "fw1"`}},
	{"pairs without quotes", `<189>devname=fw1,devid=EX1,user=planted`, []string{`syslog.device_id "EX1"`, `syslog.host_name "fw1"`}},
	{"percent signs that are none", "<30>50% of %A-B- and %%x and %EX-5-", nil},
}

func TestDecode(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { wiretest.Compare(t, syslog.Decode, []byte(tc.in), tc.want) })
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":        "",
		"no priority":    "Oct 11 22:14:15 r1 rpd[1234]: x",
		"large priority": "<192>x",
		"not closed":     "<189",
		"empty":          "<>xx",
	} {
		t.Run(name, func(t *testing.T) { wiretest.Refuse(t, syslog.Decode, []byte(in)) })
	}
}

func samples() (all [][]byte) {
	for _, tc := range cases {
		all = append(all, []byte(tc.in))
	}
	return all
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, syslog.Decode, samples()...) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, syslog.Decode, samples()...) }
func FuzzDecode(f *testing.F)        { wiretest.Fuzz(f, syslog.Decode, samples()...) }
