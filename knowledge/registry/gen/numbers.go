package main

import (
	"fmt"
	"strconv"
	"strings"
)

// readNumbers reads one list of enterprise numbers. Numbers that nobody holds or
// whose holder asked to be left out are left out.
func readNumbers(data []byte) (map[uint32]string, error) {
	text := string(data)
	m := map[uint32]string{}
	add := func(number, name string) error {
		n, err := strconv.ParseUint(number, 10, 32)
		if err != nil {
			return err
		}
		switch name = cleanName(name); strings.ToLower(name) {
		case "", "reserved", "unassigned", "---none---":
			return nil
		}
		m[uint32(n)] = name
		return nil
	}
	if strings.Contains(text, "\n| Organization\n") {
		return m, readIANA(text, add)
	}
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimRight(line, "\r"); line == "" || line[0] == '#' {
			continue
		}
		number, name, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("line %d: want number and name", i+1)
		}
		if err := add(strings.TrimSpace(number), name); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return m, nil
}

// readIANA reads the registry's own text: a number at the start of a line, then
// organisation, contact and e-mail address on lines of growing indentation. Only
// the organisation is kept.
func readIANA(text string, add func(number, name string) error) error {
	number := ""
	for line := range strings.SplitSeq(text, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed != "" && line[0] >= '0' && line[0] <= '9':
			if _, err := strconv.ParseUint(trimmed, 10, 32); err == nil {
				number = trimmed
			}
		case number != "" && strings.HasPrefix(line, "  "):
			if err := add(number, trimmed); err != nil {
				return err
			}
			number = ""
		}
	}
	return nil
}
