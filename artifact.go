package whomade

// Artifact is something the program was given to read.
type Artifact struct {
	// Name is relative to the argument it came by, "/"-separated, with "!"
	// before a member of an archive: "walks.zip!olt-1.snmprec".
	Name string `json:"name"`
	// Digest is "sha256:" and 64 hexadecimal digits, or empty when not asked for.
	Digest string `json:"digest"`
	// Size is the number of octets read.
	Size int64 `json:"size"`
	// Format is the name of the evidence format, for example "pcap".
	Format string `json:"format"`
	// About is the id of the one element the artifact is about, if it is about
	// exactly one: an SNMP walk, a device configuration.
	About string `json:"about,omitempty"`
}

// Locator says where inside an artifact a fact stands. Only the fields that the
// format has are set.
type Locator struct {
	Frame   int64  `json:"frame,omitempty"`   // captures: frame number, from 1
	Offset  int64  `json:"offset,omitempty"`  // octets from the start of the frame or artifact
	Length  int64  `json:"length,omitempty"`  // octets
	Line    int64  `json:"line,omitempty"`    // text formats: from 1
	Pointer string `json:"pointer,omitempty"` // JSON pointer (RFC 6901)
	Path    string `json:"path,omitempty"`    // XML element path with positions, "/nmaprun/host[2]/ports/port[1]"
	Sheet   string `json:"sheet,omitempty"`   // workbook sheet
	Cell    string `json:"cell,omitempty"`    // workbook or CSV cell, "C17"
}
