package snmp

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/wire"
)

const (
	engine1 = "\x80\x00\x00\x09\x03\x00\x00\x5e\x00\x53\x01"
	engine2 = "\x80\x00\x00\x09\x03\x00\x00\x5e\x00\x53\x02"

	hex1   = "snmp.engine_id=80000009030000" + "5e005301"
	hex2   = "snmp.engine_id=80000009030000" + "5e005302"
	sender = `about 0 ""`
	about1 = `about 4 "\x80\x00\x00\t\x03\x00\x00^\x00S\x01"`
	about2 = `about 4 "\x80\x00\x00\t\x03\x00\x00^\x00S\x02"`
)

var (
	null     = []byte{5, 0}
	descr    = system(1, text("EX-1000 Software 1.2"))
	response = makePDU(pduResponse, 0, descr)

	samples = []struct {
		name string
		in   []byte
		want bool
		out  lines
	}{
		{
			"system group", v2c(makePDU(pduResponse, 0, descr, system(2, oid(oidEnterprises, 9, 1, 1)), system(3, tlv(0x43, []byte{9})), system(4, text("noc@example.com")),
				system(5, text("ex1")), system(6, text("Room 1")), system(7, integer(72)))), true,
			lines{"snmp.sys_description=EX-1000 Software 1.2", "snmp.sys_object_id=2b06010401090101", "snmp.sys_contact=noc@example.com", "snmp.sys_name=ex1", "snmp.sys_location=Room 1"},
		},
		{"long lengths", append([]byte{0x30, 0x84, 0, 0, 0, byte(len(v2c(response)) - 2)}, v2c(response)[2:]...), true, lines{"snmp.sys_description=EX-1000 Software 1.2"}},
		{
			"no values", v2c(makePDU(pduResponse, 0, system(1, null), system(2, tlv(0x80)), system(5, text("")), system(1, integer(1)), system(2, text("zq7")),
				system(2, oid([]byte{0})), bind(oid(oidSystem, 1), text("zq7")))), true, nil,
		},
		{
			"entity", v2c(makePDU(pduResponse, 0,
				bind(oid(oidEntity, 2, 1), text("EX-1000 chassis")), bind(oid(oidEntity, 3, 1), oid(oidEnterprises, 9, 12)), bind(oid(oidEntity, 5, 1), integer(3)),
				bind(oid(oidEntity, 7, 1), text("Chassis")), bind(oid(oidEntity, 8, 1), text("V1")), bind(oid(oidEntity, 9, 1), text("V2")), bind(oid(oidEntity, 10, 1), text("V3")),
				bind(oid(oidEntity, 11, 1), text("S1")), bind(oid(oidEntity, 12, 1), text("Example")), bind(oid(oidEntity, 13, 0x83, 1), text("EX-1000")))), true,
			lines{
				"snmp.entity_description=EX-1000 chassis", "snmp.entity_vendor_type=2b0601040109" + "0c", "snmp.entity_name=Chassis", "snmp.entity_hardware_revision=V1",
				"snmp.entity_firmware_revision=V2", "snmp.entity_software_revision=V3", "snmp.entity_serial_number=S1", "snmp.entity_manufacturer=Example", "snmp.entity_model=EX-1000",
			},
		},
		{
			"entities with a class", v2c(makePDU(pduResponse, 0,
				bind(oid(oidEntity, 5, 1), integer(3)), bind(oid(oidEntity, 12, 1), text("Example")), bind(oid(oidEntity, 5, 0x81, 1), integer(10)),
				bind(oid(oidEntity, 12, 0x81, 1), text("Optics")), bind(oid(oidEntity, 7, 0x81, 1), text("Port 1")), bind(oid(oidEntity, 3, 0x81, 1), oid(oidEnterprises, 8)))), true,
			lines{"snmp.entity_manufacturer=Example", "snmp.module_manufacturer=Optics", "snmp.module_vendor_type=2b0601040108"},
		},
		{
			"neighbours", v2c(makePDU(pduResponse, 0,
				bind(oid(oidLLDPRemote, 10, 0, 0x81, 0, 1), text("Other OS 1")), bind(oid(oidLLDPRemote, 9, 0, 0x81, 0, 1), text("other")), bind(oid(oidLLDPRemote, 5, 0, 0x81, 0, 1), text("x")),
				bind(oid(oidLLDPMedRemote, 6, 0, 0x81, 0, 1), text("OT-2")), bind(oid(oidCDPCache, 8, 1, 1), text("cisco OT")), bind(oid(oidCDPCache, 4, 1, 1), text("x")), descr)), true,
			lines{
				`about 6 "lldp 0.128.1"`, "lldp.remote_system_description=Other OS 1", sender, `about 6 "lldp 0.128.1"`, "lldp.remote_system_name=other", sender,
				`about 6 "lldp 0.128.1"`, "lldp.remote_med_model=OT-2", sender, `about 6 "cdp 1.1"`, "cdp.remote_platform=cisco OT", sender, "snmp.sys_description=EX-1000 Software 1.2",
			},
		},
		{"error", v2c(makePDU(pduResponse, 2, descr)), true, nil},
		{"get", v2c(makePDU(pduGet, 0, system(1, null))), true, nil},
		{"set", v2c(makePDU(pduSet, 0, system(5, text("zq7name")))), true, nil},
		{
			"trap 2", v2c(makePDU(pduTrapV2, 0, bind(oid(oidTrap), oid(oidEnterprises, 9, 9)), bind(oid(oidTrapEnterprise), oid(oidEnterprises, 9)),
				bind(oid([]byte{0x2b, 6, 1, 2, 1, 25, 1}), oid(oidEnterprises, 9, 7)), bind(oid([]byte{0x2b, 6, 1}), oid([]byte{0x2b, 6, 1, 2})))), true,
			lines{"snmp.trap_oid=2b0601040109" + "09", "snmp.trap_enterprise=2b0601040109", "snmp.value_oid=2b0601040109" + "07"},
		},
		{"inform", v2c(makePDU(pduInform, 0, bind(oid(oidTrap), oid(oidEnterprises, 9, 9)))), true, lines{"snmp.trap_oid=2b060104010909"}},
		{
			"trap 1", trap1("\xc0\x00\x02\x01", descr), true,
			lines{`about 2 "\xc0\x00\x02\x01"`, "snmp.trap_enterprise=2b060104010901" + "02", "snmp.sys_description=EX-1000 Software 1.2"},
		},
		{"trap 1 without agent", trap1("\x00\x00\x00\x00"), true, lines{"snmp.trap_enterprise=2b06010401090102"}},
		{"discovery", v3(flagReportable, "", scoped("", makePDU(pduGet, 0))), true, nil},
		{"discovery report", v3(0, engine1, scoped(engine1, makePDU(pduReport, 0, descr))), true, lines{hex1}},
		{"request 3", v3(flagReportable, engine1, scoped(engine1, makePDU(pduGet, 0, system(1, null)))), true, lines{about1, hex1, sender}},
		{"response 3", v3(0, engine1, scoped(engine1, response)), true, lines{hex1, "snmp.sys_description=EX-1000 Software 1.2"}},
		{"response for another", v3(0, engine1, scoped(engine2, response)), true, lines{hex1, about2, "snmp.sys_description=EX-1000 Software 1.2"}},
		{"encrypted request", v3(3|flagReportable, engine1, text("zq7")), true, lines{about1, hex1, sender}},
		{"encrypted response", v3(3, engine1, text("zq7")), true, lines{hex1}},
		{"inform 3", v3(flagReportable, engine1, scoped(engine2, makePDU(pduInform, 0, descr))), true, lines{about1, hex1, sender, hex2, "snmp.sys_description=EX-1000 Software 1.2"}},
		{"trap 3", v3(0, engine1, scoped("", makePDU(pduTrapV2, 0, descr))), true, lines{hex1, "snmp.sys_description=EX-1000 Software 1.2"}},
		{"no engine", v3(0, "\xff\xff\xff\xff\xff", scoped("", response)), true, lines{"snmp.sys_description=EX-1000 Software 1.2"}},
		{"long engine", v3(0, strings.Repeat("ab", 17), scoped("", makePDU(pduReport, 0))), true, nil},
		{"version 2 draft", tlv(0x30, integer(2), text("x"), response), false, nil},
		{"another sequence", tlv(0x30, integer(0), text("x"), text("y")), false, nil},
		{"text", []byte("0 is not it"), false, nil},
		{"nothing", nil, false, nil},
	}
)

func TestDecode(t *testing.T) {
	for _, c := range samples {
		var got lines
		if ok := Decode(c.in, &got); ok != c.want {
			t.Errorf("%s: %v", c.name, ok)
		}
		if diff := cmp.Diff(c.out, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

// A message that was captured short gives the bindings that are whole.
func TestTruncated(t *testing.T) {
	for _, c := range samples {
		for n := range c.in {
			check(t, c.in[:n])
		}
	}
	b := v2c(makePDU(pduResponse, 0, descr, system(5, text("ex1"))))
	var got lines
	if !Decode(b[:len(b)-1], &got) || len(got) != 1 {
		t.Errorf("cut by one octet: %q", got)
	}
}

func TestManyVariables(t *testing.T) {
	var got lines
	Decode(v2c(makePDU(pduResponse, 0, bytes.Repeat(system(5, text("x")), 2000))), &got)
	if len(got) != maxVariables {
		t.Errorf("%d fields", len(got))
	}
}

func TestAllocations(t *testing.T) {
	var sink wire.Sink = discard{}
	for _, c := range samples {
		if c.name == "neighbours" {
			continue // labels are made for their rows
		}
		if n := testing.AllocsPerRun(100, func() { Decode(c.in, sink) }); n != 0 {
			t.Errorf("%s: %v allocations", c.name, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range samples {
		f.Add(c.in)
	}
	f.Fuzz(check)
}

// check holds Decode to the contract of wire.DatagramDecoder and looks for
// what must stay secret.
func check(t *testing.T, b []byte) {
	var got lines
	if !Decode(b, &got) && len(got) != 0 {
		t.Errorf("%x: not mine and %q", b, got)
	}
}

func TestSecrets(t *testing.T) {
	for _, c := range samples {
		var got lines
		for n := range len(c.in) + 1 {
			Decode(c.in[:n], &got)
		}
		if all := strings.Join(got, "\n"); strings.Contains(all, "zq7") {
			t.Errorf("%s: %s", c.name, all)
		}
	}
}
