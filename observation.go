package whomade

import (
	"encoding/json"
	"time"
)

// Link is what the frame that carried a fact says of its sender.
type Link struct {
	MAC string `json:"mac"` // Ethernet source address of the carrying frame
}

// Encodings of an observation's value.
const (
	EncodingText   = "text"   // UTF-8
	EncodingHex    = "hex"    // lower-case hexadecimal octets
	EncodingBase64 = "base64" // accepted on input only
)

// Observation is one fact seen in one artifact: whom it is about, which
// attribute, which value, where and when. It holds no opinion.
type Observation struct {
	Artifact  string  // digest of the artifact, or empty
	Name      string  // name of the artifact
	Locator   Locator // first place where it was seen
	Subject   Subject
	Link      Link   // zero where no frame carried it
	Attribute string // a name of the attribute table
	Value     string
	Encoding  string    // EncodingText or EncodingHex
	First     time.Time // zero where unknown
	Last      time.Time
	Count     int64 // how many times it was seen, from 1
}

// observationJSON is the normative record form.
type observationJSON struct {
	Type      string  `json:"type"`
	Artifact  string  `json:"artifact"`
	Name      string  `json:"name"`
	Locator   Locator `json:"locator"`
	Subject   Subject `json:"subject"`
	Link      *Link   `json:"link,omitempty"`
	Attribute string  `json:"attribute"`
	Value     string  `json:"value"`
	Encoding  string  `json:"encoding"`
	First     *string `json:"first"`
	Last      *string `json:"last"`
	Count     int64   `json:"count"`
}

const timeLayout = "2006-01-02T15:04:05.999999999Z07:00"

func timeText(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(timeLayout)
	return &s
}

// MarshalJSON writes the record with "type":"observation"; times are RFC 3339
// in UTC or null.
func (o Observation) MarshalJSON() ([]byte, error) {
	j := observationJSON{
		Type: "observation", Artifact: o.Artifact, Name: o.Name, Locator: o.Locator, Subject: o.Subject,
		Attribute: o.Attribute, Value: o.Value, Encoding: o.Encoding,
		First: timeText(o.First), Last: timeText(o.Last), Count: o.Count,
	}
	if o.Link != (Link{}) {
		j.Link = &o.Link
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads the record form. Unknown members are ignored.
func (o *Observation) UnmarshalJSON(b []byte) error {
	var j observationJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*o = Observation{
		Artifact: j.Artifact, Name: j.Name, Locator: j.Locator, Subject: j.Subject,
		Attribute: j.Attribute, Value: j.Value, Encoding: j.Encoding, Count: j.Count,
	}
	if j.Link != nil {
		o.Link = *j.Link
	}
	for _, t := range []struct {
		in  *string
		out *time.Time
	}{{j.First, &o.First}, {j.Last, &o.Last}} {
		if t.in == nil {
			continue
		}
		v, err := time.Parse(time.RFC3339Nano, *t.in)
		if err != nil {
			return err
		}
		*t.out = v.UTC()
	}
	return nil
}
