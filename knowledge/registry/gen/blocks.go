package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// block is one address block: its length and its leading bits.
type block struct {
	bits int
	key  uint64
}

// authority is the registry's own entry for a block it hands out in parts; the
// parts are listed by themselves.
const authority = "IEEE Registration Authority"

// readBlocks reads one list of address blocks.
func readBlocks(data []byte) (map[block]string, error) {
	m := map[block]string{}
	add := func(prefix string, bits int, name string) error {
		digits := strings.NewReplacer(":", "", "-", "").Replace(prefix)
		if bits == 0 {
			bits = 4 * len(digits)
		}
		name = cleanName(name)
		if name == "" || strings.EqualFold(name, authority) {
			return nil
		}
		if (bits != 24 && bits != 28 && bits != 36) || 4*len(digits) < bits {
			return fmt.Errorf("prefix %q is not 24, 28 or 36 bits long", prefix)
		}
		key, err := strconv.ParseUint(digits[:bits/4], 16, 64)
		if err != nil {
			return fmt.Errorf("prefix %q: %w", prefix, err)
		}
		if strings.EqualFold(name, "Private") {
			name = "Private"
		}
		m[block{bits, key}] = name
		return nil
	}
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")):
		return m, readJSON(data, add)
	case bytes.HasPrefix(data, []byte("Registry,Assignment,")):
		return m, readCSV(data, add)
	}
	return m, readManuf(data, add)
}

// readJSON reads an object from prefix to name, address and country, a line each.
func readJSON(data []byte, add func(string, int, string) error) error {
	var entries map[string]string
	if err := json.Unmarshal(data, &entries); err != nil {
		return err
	}
	for prefix, text := range entries {
		name, _, _ := strings.Cut(text, "\n")
		if err := add(prefix, 0, name); err != nil {
			return err
		}
	}
	return nil
}

// readCSV reads the registry's own files: registry, assignment, name, address.
func readCSV(data []byte, add func(string, int, string) error) error {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		if len(row) < 3 {
			return fmt.Errorf("row of %d columns", len(row))
		}
		bits := 0
		if row[0] == "IAB" {
			bits = 36
		}
		if err := add(row[1], bits, row[2]); err != nil {
			return err
		}
	}
	return nil
}

// readManuf reads lines of prefix with optional length, short name and name.
func readManuf(data []byte, add func(string, int, string) error) error {
	for n, line := range strings.Split(string(data), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, "\t")
		prefix, length, _ := strings.Cut(strings.TrimSpace(c[0]), "/")
		bits := 0
		if length != "" {
			var err error
			if bits, err = strconv.Atoi(length); err != nil {
				return fmt.Errorf("line %d: %w", n+1, err)
			}
		}
		if len(c) < 3 {
			return fmt.Errorf("line %d: want prefix, short name and name", n+1)
		}
		if err := add(prefix, bits, c[2]); err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	return nil
}
