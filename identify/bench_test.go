package identify_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/identify"
	"github.com/whomade/whomade/knowledge"
	"github.com/whomade/whomade/knowledge/registry"
)

// BenchmarkOpen is what every run pays before the first observation.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		know, err := knowledge.Open()
		if err != nil {
			b.Fatal(err)
		}
		reg, err := registry.Open()
		if err != nil {
			b.Fatal(err)
		}
		e, err := identify.New(know, reg)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := e.Answer("snmp.sys_description", "Example OS 1.0", ""); err != nil {
			b.Fatal(err)
		}
	}
}

// lines is n distinct values of several attributes; one in ten names a maker.
func lines(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		kind, value := "snmp.sys_description", fmt.Sprintf("Linux host-%d 5.15.%d #1 SMP x86_64", i, i%200)
		switch i % 10 {
		case 0:
			value = fmt.Sprintf("Cisco IOS Software, C%d Software, Version 15.%d(2)E", 2900+i%100, i%9)
		case 1, 2:
			kind, value = "ssh.banner", fmt.Sprintf("OpenSSH_8.%dp1 Ubuntu-%d", i%10, i)
		case 3, 4:
			kind, value = "http_header.server", fmt.Sprintf("nginx/1.%d.%d", i%30, i)
		case 5:
			kind, value = "snmp.sys_object_id", fmt.Sprintf("1.3.6.1.4.1.%d.1.2.%d", 1+i%60000, i)
		case 6:
			kind, value = "ethernet.source", fmt.Sprintf("00:%02x:%02x:%02x:%02x:%02x", i>>24&255, i>>16&255, i>>8&255, i&255, i%251)
		}
		fmt.Fprintf(&b, "{\"id\":\"%d\",\"kind\":%q,\"value\":%q}\n", i, kind, value)
	}
	return b.Bytes()
}

// BenchmarkIdentifyStream is the verb identify from line to line.
func BenchmarkIdentifyStream(b *testing.B) {
	e := newEngine(b)
	in := lines(20000)
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		if bad, err := e.IdentifyStream(bytes.NewReader(in), io.Discard); err != nil || bad > 0 {
			b.Fatal(bad, err)
		}
	}
	b.ReportMetric(20000*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

// BenchmarkAnswer is one value at a time, by attribute.
func BenchmarkAnswer(b *testing.B) {
	e := newEngine(b)
	for _, c := range [][2]string{
		{"snmp.sys_description", "Linux gateway 5.15.0-91-generic #101-Ubuntu SMP x86_64"},
		{"snmp.sys_description", "Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(2)E7"},
		{"ssh.banner", "OpenSSH_9.6p1 Ubuntu-3ubuntu13"},
		{"snmp.sys_object_id", "1.3.6.1.4.1.2011.2.239.4"},
		{"ethernet.source", "00:e0:fc:12:34:56"},
		{"part.model", "S5720-28X-SI-AC"},
	} {
		b.Run(c[0]+"/"+strings.Fields(c[1])[0], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Answer(c[0], c[1], ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkElements is the way from observations to elements.
func BenchmarkElements(b *testing.B) {
	e := newEngine(b)
	b.ReportAllocs()
	for b.Loop() {
		bld := e.NewBuilder()
		for i := range 1000 {
			s := whomade.Subject{Artifact: fmt.Sprintf("sha256:%064d", i)}
			for _, o := range [][2]string{
				{"snmp.sys_object_id", fmt.Sprintf("1.3.6.1.4.1.9.1.%d", i)},
				{"snmp.sys_description", fmt.Sprintf("Cisco IOS Software, Version 15.%d", i)},
				{"snmp.interface_mac", fmt.Sprintf("00:00:0c:00:%02x:%02x", i>>8, i&255)},
			} {
				bld.Add(whomade.Observation{Subject: s, Attribute: o[0], Value: o[1], Encoding: whomade.EncodingText, Count: 1})
			}
		}
		if n := len(bld.Elements()); n != 1000 {
			b.Fatal(n)
		}
	}
}
