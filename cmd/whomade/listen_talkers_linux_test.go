package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/whomade/whomade/internal/frames"
)

// speaker is a program that says what it is, or several that talk to each other.
type speaker struct {
	name  string
	needs []string // without which it is skipped
	ipv6  bool
	// start starts it. ask, where it is not nil, is called until all is heard.
	start func(s *stage) (ask func())
	want  []string // facts
}

// talkers are Debian's programs of those names. Those there have the address
// 192.0.2.1, and their clients here 192.0.2.2.
var talkers = []speaker{
	{name: "lldpd", needs: []string{"lldpd"}, start: func(s *stage) func() {
		s.run(s.there, "lldpd", "-d", "-I", cableThere, "-u", s.file("socket"), "-S", "Example Router, software 1.0", "-P", "Example")
		return nil
	}, want: []string{"lldp.system_description=Example Router, software 1.0"}},

	{name: "snmpd", needs: []string{"snmpd"}, start: func(s *stage) func() {
		s.write("snmpd.conf", "rocommunity public\nsysDescr Example Agent 2.0\n")
		s.run(s.there, "snmpd", "-f", "-Lo", "-C", "-c", s.file("snmpd.conf"), "-p", s.file("pid"), "udp:192.0.2.1:161")
		return func() {
			s.exchange("udp4", "192.0.2.1:161", "\x30\x26\x02\x01\x01\x04\x06public\xa0\x19\x02\x01\x01\x02\x01\x00\x02\x01\x00\x30\x0e\x30\x0c\x06\x08\x2b\x06\x01\x02\x01\x01\x01\x00\x05\x00")
		}
	}, want: []string{"snmp.sys_description=Example Agent 2.0 of 192.0.2.1"}},

	{name: "sshd", needs: []string{"sshd", "ssh-keygen"}, start: func(s *stage) func() {
		s.do("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", s.file("key"))
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			s.t.Fatal(err)
		}
		s.run(s.there, "sshd", "-D", "-e", "-f", "/dev/null", "-h", s.file("key"), "-p", "2222", "-o", "PidFile=none")
		return func() { s.exchange("tcp4", "192.0.2.1:2222", "SSH-2.0-Example_Client_1.0\r\n") }
	}, want: []string{"ssh.protocol_version=2.0 of 192.0.2.1", "ssh.banner=Example_Client_1.0 of 192.0.2.2"}},

	{name: "dnsmasq", needs: []string{"dnsmasq"}, start: func(s *stage) func() {
		s.run(s.there, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--port=0", "--interface="+cableThere, "--bind-interfaces", "--dhcp-range=192.0.2.100,192.0.2.110",
			"--dhcp-leasefile="+s.file("leases"), "--pid-file="+s.file("pid"), "--user=root")
		return func() {
			s.in(s.here, func() error {
				fd, err := packetSocket(cableHere)
				if err != nil {
					return err
				}
				_, err = unix.Write(fd, discover("Example Client 3.0"))
				return errors.Join(err, unix.Close(fd))
			})
		}
	}, want: []string{"dhcp_vendor_class=Example Client 3.0"}},

	{name: "Kea and udhcpc", needs: []string{"kea-dhcp4", "udhcpc"}, start: func(s *stage) func() {
		s.write("kea.json", `{"Dhcp4": {"interfaces-config": {"interfaces": ["`+cableThere+`"]}, "lease-database": {"type": "memfile", "persist": false},
			"subnet4": [{"id": 1, "subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.100 - 192.0.2.110"}]}],
			"loggers": [{"name": "kea-dhcp4", "severity": "INFO", "output_options": [{"output": "stdout"}]}]}}`)
		s.run(s.there, "kea-dhcp4", "-c", s.file("kea.json"))
		return func() {
			s.try("udhcpc", "-i", cableHere, "-n", "-q", "-f", "-t", "1", "-T", "1", "-s", "/bin/true", "-V", "Example Client 4.0", "-x", "hostname:example-ap")
		}
	}, want: []string{"dhcp_vendor_class=Example Client 4.0", "dhcp.hostname=example-ap", "dhcp.parameter_request_list=1,3,6,12,15,28,42"}},

	{name: "Kea and dhclient, DHCPv6", needs: []string{"kea-dhcp6", "dhclient"}, ipv6: true, start: func(s *stage) func() {
		s.write("kea.json", `{"Dhcp6": {"interfaces-config": {"interfaces": ["`+cableThere+`"]}, "lease-database": {"type": "memfile", "persist": false},
			"server-id": {"type": "EN", "enterprise-id": 32473, "identifier": "0102030405", "persist": false},
			"subnet6": [{"id": 1, "subnet": "2001:db8::/64", "interface": "`+cableThere+`", "pools": [{"pool": "2001:db8::100 - 2001:db8::110"}]}],
			"loggers": [{"name": "kea-dhcp6", "severity": "INFO", "output_options": [{"output": "stdout"}]}]}}`)
		s.run(s.there, "kea-dhcp6", "-c", s.file("kea.json"))
		// Enterprise 32473 is for examples (RFC 5612); 11 octets, "Example CPE".
		s.write("dhclient.conf", "option dhcp6.vendor-class code 16 = string;\nsend dhcp6.vendor-class 00:00:7e:d9:00:0b:45:78:61:6d:70:6c:65:20:43:50:45;\n")
		s.write("leases", "")
		s.run(s.here, "dhclient", "-6", "-1", "-d", "-cf", s.file("dhclient.conf"), "-lf", s.file("leases"), "-pf", s.file("pid"), "-sf", "/bin/true", cableHere)
		return nil
	}, want: []string{"dhcp6.duid=000200007ed90102030405", "dhcp6.duid_enterprise=32473", "dhcp6.vendor_class_enterprise=32473", "dhcp6.vendor_class=Example CPE"}},

	{name: "FreeRADIUS and radclient", needs: []string{"freeradius", "radclient"}, start: func(s *stage) func() {
		s.write("raddb/radiusd.conf", `libdir = /usr/lib/freeradius
			logdir = `+s.tmp+`
			run_dir = `+s.tmp+`
			client net {
				ipaddr = 192.0.2.0/24
				secret = example
			}
			modules {
			}
			server default {
				listen {
					type = auth
					ipaddr = 192.0.2.1
					port = 1812
				}
				authorize {
					update control {
						Auth-Type := Accept
					}
				}
			}
		`)
		s.write("request", `User-Name=somebody,User-Password=hidden,NAS-Identifier=ap-7.example.org,NAS-IP-Address=192.0.2.2,Called-Station-Id="00-1E-10-00-00-02:Example",Cisco-AVPair="example=1"`+"\n")
		s.run(s.there, "freeradius", "-f", "-l", "stdout", "-d", s.file("raddb"), "-n", "radiusd")
		return func() {
			s.try("radclient", "-r", "1", "-t", "1", "-f", s.file("request"), "192.0.2.1:1812", "auth", "example")
		}
	}, want: []string{
		"radius.nas_identifier=ap-7.example.org of 192.0.2.2", "radius.nas_address=192.0.2.2 of 192.0.2.2",
		"radius.called_station_id=00-1E-10-00-00-02:Example of 192.0.2.2", "radius.vendor_id=9 of 192.0.2.2",
	}},

	{name: "freeDiameter over TCP", needs: []string{"freeDiameterd"}, start: diameterPeers("No_SCTP"), want: diameterSaid},
	{name: "freeDiameter over SCTP", needs: []string{"freeDiameterd"}, start: func(s *stage) func() {
		fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, unix.IPPROTO_SCTP)
		if err != nil {
			s.t.Skip("not heard: this kernel has no SCTP")
		}
		unix.Close(fd)
		return diameterPeers("No_TCP")(s)
	}, want: diameterSaid},
}

// diameterSaid is what both peers say in capabilities exchange (RFC 6733 clause
// 5.3).
var diameterSaid = []string{
	"diameter.origin_host=mme.example.org of 192.0.2.1", "diameter.origin_host=hss.example.org of 192.0.2.2",
	"diameter.origin_realm=example.org of 192.0.2.1", "diameter.origin_realm=example.org of 192.0.2.2",
	"diameter.product_name=freeDiameter of 192.0.2.1", "diameter.product_name=freeDiameter of 192.0.2.2",
	"diameter.vendor_id=0 of 192.0.2.1", "diameter.vendor_id=0 of 192.0.2.2",
	"diameter.host_ip_address=192.0.2.1 of 192.0.2.1", "diameter.host_ip_address=192.0.2.2 of 192.0.2.2",
}

// diameterPeers are two peers that connect to each other without TLS; without
// certificates the program does not start.
func diameterPeers(without string) func(s *stage) func() {
	return func(s *stage) func() {
		peer := func(ns, name, address, other, otherAddress string) {
			s.certificate(name + ".example.org")
			s.write(name+".conf", fmt.Sprintf(`Identity = "%[1]s.example.org"; Realm = "example.org"; ListenOn = "%[2]s"; Port = 3868; SecPort = 0; %[3]s; TcTimer = 1;
				TLS_Cred = "%[4]s", "%[5]s"; TLS_CA = "%[4]s";
				ConnectPeer = "%[6]s.example.org" { ConnectTo = "%[7]s"; No_TLS; TcTimer = 1; };
			`, name, address, without, s.file(name+".example.org.cert"), s.file(name+".example.org.key"), other, otherAddress))
			s.run(ns, "freeDiameterd", "-c", s.file(name+".conf"))
		}
		peer(s.there, "mme", "192.0.2.1", "hss", "192.0.2.2")
		peer(s.here, "hss", "192.0.2.2", "mme", "192.0.2.1")
		return nil
	}
}

// stage is where a talker talks.
type stage struct {
	*twoPlaces
	t      *testing.T
	tmp    string
	failed error // of the last client
}

func (s *stage) file(name string) string { return filepath.Join(s.tmp, name) }

func (s *stage) write(name, text string) {
	s.t.Helper()
	err := os.MkdirAll(filepath.Dir(s.file(name)), 0o755)
	if err == nil {
		err = os.WriteFile(s.file(name), []byte(text), 0o644)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// command is a program in a namespace. Kea keeps its files where these variables
// say.
func (s *stage) command(ns, program string, args ...string) *exec.Cmd {
	path, err := exec.LookPath(program)
	if err != nil {
		s.t.Fatal(err)
	}
	c := exec.Command("ip", append([]string{"netns", "exec", ns, path}, args...)...)
	c.Env = append(os.Environ(), "KEA_PIDFILE_DIR="+s.tmp, "KEA_LOCKFILE_DIR="+s.tmp)
	return c
}

// run runs a program until the test ends.
func (s *stage) run(ns, program string, args ...string) {
	s.t.Helper()
	c := s.command(ns, program, args...)
	var said lockedBuffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		c.Process.Signal(syscall.SIGTERM)
		late := time.AfterFunc(5*time.Second, func() { c.Process.Kill() })
		c.Wait()
		late.Stop()
		if s.t.Failed() {
			s.t.Logf("%s: %.3000s", program, said.String())
		}
	})
}

// do runs a program that has to succeed.
func (s *stage) do(program string, args ...string) {
	s.t.Helper()
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		s.t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// try runs a client here. It may fail as long as its server has not begun, and
// has to have its answer in the end.
func (s *stage) try(program string, args ...string) {
	s.failed = nil
	if out, err := s.command(s.here, program, args...).CombinedOutput(); err != nil {
		s.failed = fmt.Errorf("%s: %w: %.1000s", program, err, out)
	}
}

// exchange sends a request from here and waits a little for what is said.
func (s *stage) exchange(network, address, request string) {
	s.t.Helper()
	s.in(s.here, func() error {
		c, err := net.DialTimeout(network, address, 200*time.Millisecond)
		if err != nil {
			return nil // it has not begun
		}
		c.Write([]byte(request))
		c.SetReadDeadline(time.Now().Add(500 * time.Millisecond))
		c.Read(make([]byte, 1500))
		return c.Close()
	})
}

// certificate writes a certificate of a name and its key, as name.cert and
// name.key.
func (s *stage) certificate(name string) {
	s.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	now := time.Now()
	c := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, &c, &c, key.Public(), key)
	if err != nil {
		s.t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		s.t.Fatal(err)
	}
	s.write(name+".cert", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	s.write(name+".key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})))
}

// TestListenTalkers hears what real programs say of themselves.
func TestListenTalkers(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds until they talk")
	}
	for _, x := range talkers {
		t.Run(x.name, func(t *testing.T) {
			for _, program := range x.needs {
				if _, err := exec.LookPath(program); err != nil {
					t.Skipf("not heard: %s is not installed", program)
				}
			}
			p := newPlaces(t)
			p.ip("-n", p.there, "link", "set", "lo", "up")
			p.ip("-n", p.here, "link", "set", "lo", "up")
			p.ip("-n", p.there, "addr", "add", "192.0.2.1/24", "dev", cableThere)
			p.ip("-n", p.here, "addr", "add", "192.0.2.2/24", "dev", cableHere)
			if x.ipv6 {
				p.speakIPv6(p.there, cableThere)
				p.speakIPv6(p.here, cableHere)
			}
			s := &stage{twoPlaces: p, t: t, tmp: t.TempDir()}
			open(s.tmp)
			told := s.file("observations.ndjson")
			l := p.listen(nil, "-o", told)
			ask := x.start(s)
			heard := func() []record {
				b, err := os.ReadFile(told)
				if err != nil {
					t.Fatal(err)
				}
				return records(t, bytes.NewReader(b[:bytes.LastIndexByte(b, '\n')+1]))
			}
			missing := x.want
			for end := time.Now().Add(20 * time.Second); (len(missing) > 0 || s.failed != nil) && time.Now().Before(end); {
				if ask != nil {
					ask()
				}
				time.Sleep(200 * time.Millisecond)
				got := facts(heard())
				missing = slices.DeleteFunc(slices.Clone(x.want), func(f string) bool { return got[f] })
			}
			l.signal(syscall.SIGTERM)
			l.ended()
			if s.failed != nil {
				t.Error(s.failed)
			}
			for _, f := range missing {
				t.Errorf("not heard: %s", f)
			}
			again := facts(l.reread())
			for _, f := range x.want {
				if !again[f] {
					t.Errorf("not in the file: %s", f)
				}
			}
			for _, r := range heard() {
				if t.Failed() || strings.Contains(r.Value, "hidden") || strings.Contains(r.Value, "somebody") {
					t.Errorf("heard: %s=%s of %v", r.Attribute, r.Value, r.Subject)
				}
			}
		})
	}
}

// speakIPv6 gives an interface an address of its own link, at once.
func (p *twoPlaces) speakIPv6(ns, device string) {
	p.t.Helper()
	p.in(ns, func() error {
		for _, x := range []struct{ name, value string }{{"accept_dad", "0"}, {"disable_ipv6", "0"}} {
			if err := os.WriteFile("/proc/sys/net/ipv6/conf/"+device+"/"+x.name, []byte(x.value), 0o644); err != nil {
				p.t.Skip("this kernel has no IPv6: ", err)
			}
		}
		return nil
	})
}

// discover is a client's DHCP message (RFC 2131) that names its vendor class.
func discover(class string) []byte {
	m := append([]byte{1, 1, 6, 0, 1, 2, 3, 4}, make([]byte, 20)...)
	m = append(append(m, other...), make([]byte, 10+64+128)...)
	m = append(m, 0x63, 0x82, 0x53, 0x63, 53, 1, 1, 60, byte(len(class)))
	m = append(append(m, class...), 255)
	everybody := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	return frames.IP(everybody, other, netip.MustParseAddr("0.0.0.0"), netip.MustParseAddr("255.255.255.255"), 17, frames.UDP(68, 67, m))
}
