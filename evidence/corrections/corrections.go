// Package corrections reads what persons found out about elements and wrote down:
// who made one, who says so, when, why. A correction is evidence like any other;
// one that is undone stays in the file with who undid it, and counts no more.
//
//	corrections:
//	- subject: {mac: "00:e0:fc:01:02:03"}
//	  maker: h3c
//	  brand: hpe
//	  author: J. Smith
//	  date: 2026-11-20
//	  reason: read the label on the chassis
//
// A subject's keys are those of whomade's observations (mac, serial, engine_id,
// chassis_id, host_name, ip, artifact, item). An address or a host name is of one
// artifact alone: "in" gives its digest.
package corrections

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/goccy/go-yaml"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
	"github.com/whomade/whomade/internal/lazyregexp"
)

type format struct{}

// New returns the format.
func New() evidence.Format { return format{} }

func (format) Name() string { return "corrections" }

// maxFile is how large a file of corrections may be, in octets.
const maxFile = 8 << 20

var top = lazyregexp.New(`(?m)^corrections:[ \t]*(#.*)?\r?$`)

// Sniff knows the file by its only key.
func (format) Sniff(head []byte) int {
	text := evidence.Text(head)
	for len(text) > 0 {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		trimmed := bytes.TrimSpace(line)
		switch {
		case len(trimmed) == 0 || trimmed[0] == '#' || string(trimmed) == "---":
			text = rest
		case top().Match(line):
			return 95
		default:
			return 0
		}
	}
	return 0
}

// entry is one correction as it is written.
type entry struct {
	Subject struct {
		MAC       string `yaml:"mac"`
		IP        string `yaml:"ip"`
		Context   string `yaml:"context"`
		Serial    string `yaml:"serial"`
		EngineID  string `yaml:"engine_id"`
		ChassisID string `yaml:"chassis_id"`
		HostName  string `yaml:"host_name"`
		CellID    string `yaml:"cell_id"`
		Artifact  string `yaml:"artifact"`
		Item      string `yaml:"item"`
	} `yaml:"subject"`
	In     string `yaml:"in"`
	Maker  string `yaml:"maker"`
	Brand  string `yaml:"brand"`
	Author string `yaml:"author"`
	Date   string `yaml:"date"`
	Reason string `yaml:"reason"`
	Undone *struct {
		Author string `yaml:"author"`
		Date   string `yaml:"date"`
		Reason string `yaml:"reason"`
	} `yaml:"undone"`
}

// Value is what an observation of a correction holds, as JSON.
type Value struct {
	Maker  string       `json:"maker"`
	Brand  string       `json:"brand,omitempty"`
	Author string       `json:"author"`
	Date   whomade.Date `json:"date"`
	Reason string       `json:"reason"`
	In     string       `json:"in,omitempty"` // digest of the artifact in which the subject's keys hold
}

// Read reads every correction. One that does not say who, when and why is told and
// left out; so is one that was undone.
func (format) Read(_ context.Context, in evidence.Input, out evidence.Out) error {
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return err
	}
	if len(data) > maxFile {
		return fmt.Errorf("the corrections are larger than %d octets", maxFile)
	}
	list, err := decode(evidence.Text(data))
	if err != nil {
		return err
	}
	for i, e := range list {
		at := whomade.Locator{Pointer: fmt.Sprintf("/corrections/%d", i)}
		v, s, err := e.read()
		switch {
		case err != nil:
			out.Diagnose(whomade.SeverityError, at, err.Error())
		case e.Undone != nil:
			out.Diagnose(whomade.SeverityWarning, at, fmt.Sprintf("the correction to %s is undone by %s on %s: %s", v.Maker, e.Undone.Author, e.Undone.Date, e.Undone.Reason))
		default:
			text, err := json.Marshal(v)
			if err != nil {
				return err
			}
			out.Observe(whomade.Observation{Subject: s, Locator: at, Attribute: "person.correction", Value: string(text), Encoding: whomade.EncodingText})
		}
	}
	return nil
}

func decode(data []byte) (list []entry, err error) {
	defer func() { // the library panics on some malformed input
		if p := recover(); p != nil {
			err = fmt.Errorf("malformed YAML: %v", p)
		}
	}()
	var file struct {
		Corrections []entry `yaml:"corrections"`
	}
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&file); err != nil {
		return nil, errors.New(yaml.FormatError(err, false, false))
	}
	return file.Corrections, nil
}

func (e entry) read() (Value, whomade.Subject, error) {
	v := Value{Maker: e.Maker, Brand: e.Brand, Author: e.Author, Reason: e.Reason, In: e.In}
	s := whomade.Subject(e.Subject)
	if s.IsZero() {
		return v, s, errors.New("the correction has no subject: give mac, serial, engine_id, artifact or item")
	}
	for _, need := range [][2]string{{"maker", e.Maker}, {"author", e.Author}, {"date", e.Date}, {"reason", e.Reason}} {
		if need[1] == "" {
			return v, s, fmt.Errorf("the correction has no %s", need[0])
		}
	}
	var err error
	if v.Date, err = whomade.ParseDate(e.Date); err != nil {
		return v, s, fmt.Errorf("the correction's date: %w", err)
	}
	if (s.IP != "" || s.HostName != "" || s.ChassisID != "" || s.Serial != "") && s.MAC == "" && s.EngineID == "" && s.Artifact == "" && s.Item == "" && e.In == "" {
		return v, s, errors.New(`the correction's subject is one of a single artifact: give its digest as "in"`)
	}
	return v, s, nil
}
