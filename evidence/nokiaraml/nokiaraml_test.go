package nokiaraml

import (
	"testing"

	"github.com/whomade/whomade/evidence/evidencetest"
)

func TestFormat(t *testing.T) { evidencetest.Format(t, New()) }

func FuzzRead(f *testing.F) { evidencetest.Fuzz(f, New()) }
