package wps_test

import (
	"testing"

	"github.com/whomade/whomade/wire"
	"github.com/whomade/whomade/wire/wiretest"
	"github.com/whomade/whomade/wire/wps"
)

func decode(b []byte, s wire.Sink) bool {
	wps.Attributes(b, s)
	return true
}

var sample = `1044 0001 02 1021 0007 "Example" 1023 0004 "AP-9" 1024 0001 " " 1042 0001 "7" 1011 0002 "me" 1049 0002 0000`

func TestAttributes(t *testing.T) {
	wiretest.Compare(t, decode, wiretest.Hex(t, sample),
		[]string{`wps.manufacturer "Example"`, `wps.model_name "AP-9"`, `wps.serial_number "7"`, `wps.device_name "me"`})
}

func TestTruncated(t *testing.T)     { wiretest.Truncate(t, decode, wiretest.Hex(t, sample)) }
func TestNoAllocations(t *testing.T) { wiretest.NoAllocs(t, decode, wiretest.Hex(t, sample)) }
func FuzzAttributes(f *testing.F)    { wiretest.Fuzz(f, decode, wiretest.Hex(f, sample)) }
