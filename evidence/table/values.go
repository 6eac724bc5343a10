package table

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/whomade/whomade"
)

// value brings a cell into the form its attribute has: addresses and dates as
// the program writes them, other text as it stands. problem says what could not
// be understood; the value is then empty.
func value(attribute, cell string, excel bool) (v, problem string) {
	v = strings.TrimSpace(cell)
	if v == "" || isPlaceholder(v) {
		return "", ""
	}
	switch attribute {
	case "inventory.mac":
		return macValue(v)
	case "inventory.ip":
		a, err := netip.ParseAddr(strings.SplitN(v, "/", 2)[0])
		if err != nil {
			return "", fmt.Sprintf("%q is no IP address", shorten(v))
		}
		return a.Unmap().String(), ""
	case "inventory.acquired", "inventory.installed", "inventory.manufactured":
		return dateValue(v, excel)
	}
	return v, ""
}

func isPlaceholder(v string) bool {
	switch strings.ToLower(v) {
	case "-", "--", "?", "n/a", "na", "none", "null", "nil", "unknown", "tbd", "#n/a":
		return true
	}
	return false
}

func macValue(v string) (string, string) {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(":-. ", r) {
			return -1
		}
		return r
	}, v)
	if n, err := strconv.ParseUint(digits, 16, 64); err == nil && len(digits) == 12 {
		return fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", byte(n>>40), byte(n>>32), byte(n>>24), byte(n>>16), byte(n>>8), byte(n)), ""
	}
	return "", fmt.Sprintf("%q is no MAC address", shorten(v))
}

// dateLayouts are those that can't be read in two ways.
var dateLayouts = []string{
	"2006-01-02", "2006/01/02", "2006.01.02", "20060102", "2006-01-02 15:04:05", "2006-01-02T15:04:05", time.RFC3339,
	"02.01.2006", "2.1.2006", "2 Jan 2006", "2-Jan-2006", "02-Jan-2006", "January 2, 2006", "Jan 2, 2006", "2 January 2006", "2006年1月2日",
}

// dateValue reads a date. Day and month in figures with slashes are read only
// where one of them can't be a month.
func dateValue(v string, excel bool) (string, string) {
	if d, err := whomade.ParseDate(v); err == nil {
		return d.String(), ""
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, v); err == nil {
			return whomade.DateOf(t).String(), ""
		}
	}
	if days, err := strconv.ParseFloat(v, 64); excel && err == nil && days > 10000 && days < 100000 {
		return whomade.DateOf(time.Date(1899, 12, 30+int(days), 0, 0, 0, 0, time.UTC)).String(), ""
	}
	var a, b, y int
	if n, _ := fmt.Sscanf(strings.ReplaceAll(v, "-", "/"), "%d/%d/%d", &a, &b, &y); n == 3 && y >= 1900 && y < 2200 {
		switch {
		case a > 12 && a <= 31 && b >= 1 && b <= 12:
			return whomade.Date{Year: y, Month: b, Day: a}.String(), ""
		case b > 12 && b <= 31 && a >= 1 && a <= 12:
			return whomade.Date{Year: y, Month: a, Day: b}.String(), ""
		case a == b && a >= 1 && a <= 12:
			return whomade.Date{Year: y, Month: a, Day: b}.String(), ""
		case a >= 1 && a <= 31 && b >= 1 && b <= 31:
			return whomade.Date{Year: y}.String(), fmt.Sprintf("the date %q can be read in two ways: only its year is used; write it as YYYY-MM-DD", shorten(v))
		}
	}
	return "", fmt.Sprintf("%q is no date that can be read: write it as YYYY-MM-DD", shorten(v))
}
