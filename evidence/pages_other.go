//go:build !unix

package evidence

import "os"

// pages is a file mapped into memory, which is done on other systems only.
type pages struct{ octets []byte }

func mapFile(*os.File) *pages { return nil }
func (*pages) there() int64   { return 0 }
func (*pages) close()         {}
func forget([]byte)           {}
