package evidence

import "testing"

func TestRedactCommands(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"snmp-server community seven RO", "snmp-server community [removed] RO"},
		{"snmp-agent community read cipher %^%#x", "snmp-agent community read cipher [removed]"},
		{"username seven secret 5 $1$abc", "username seven secret 5 [removed]"},
		{"enable password 7 0822455D", "enable password 7 [removed]"},
		{"password seven", "password [removed]"},
		{"331 Password required for access", "331 Password required for access"},
		{"Community Edition 4.2", "Community Edition 4.2"},
		{"VRP (R) software, Version 8.180", "VRP (R) software, Version 8.180"},
	} {
		if got := redact(c.in); got != c.want {
			t.Errorf("redact(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}
