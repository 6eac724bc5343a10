package law

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/whomade/whomade"
)

// Type is the type of a fact's values.
type Type string

// Types of facts.
const (
	Choice  Type = "choice"  // one of the values listed
	YesNo   Type = "yes-no"  // yes or no
	Company Type = "company" // a company id
	Country Type = "country" // ISO 3166-1 alpha-2; also EU and NATO where the fact lists them
	Role    Type = "role"    // a role of the table of roles, or one in its form
	DateOf  Type = "date"    // a date or a range of dates
	Number  Type = "number"  // a number or a range of numbers
	Text    Type = "text"    // free text
)

// Span is a closed range of days (as 20060102) or of numbers.
type Span struct {
	Lo, Hi float64
}

// Value is one value of a fact.
type Value struct {
	Text string
	Span Span // dates and numbers
}

// Day is a civil day as the number 20060102.
func Day(d whomade.Date) float64 {
	f := d.First()
	return float64(f.Year*10000 + f.Month*100 + f.Day)
}

// DayOf is the civil day that a number of Day stands for.
func DayOf(n float64) whomade.Date {
	i := int(n)
	return whomade.Date{Year: i / 10000, Month: i / 100 % 100, Day: i % 100}
}

// Bounds of open ranges of dates.
const (
	firstDay = 101      // 0000-01-01
	lastDay  = 99991231 // 9999-12-31
)

// dates reads a date, a month, a year or a range of them: "2026-07",
// "..2020-06-30", "2019-01-01..2019-12-31".
func dates(s string) (Span, error) {
	lo, hi, ranged := strings.Cut(s, "..")
	from, err := whomade.ParseDate(strings.TrimSpace(lo))
	if err != nil {
		return Span{}, err
	}
	to := from
	if ranged {
		if to, err = whomade.ParseDate(strings.TrimSpace(hi)); err != nil {
			return Span{}, err
		}
	}
	if from.IsZero() && to.IsZero() {
		return Span{}, fmt.Errorf("date %q: want a date or a range of dates", s)
	}
	span := Span{firstDay, lastDay}
	if !from.IsZero() {
		span.Lo = Day(from)
	}
	if !to.IsZero() {
		span.Hi = Day(to.Last())
	}
	if span.Hi < span.Lo {
		return span, fmt.Errorf("date range %q ends before it begins", s)
	}
	return span, nil
}

// numbers reads a number or a range: "12", "0.35..", "..10000000".
func numbers(s string) (Span, error) {
	lo, hi, ranged := strings.Cut(s, "..")
	span := Span{-math.MaxFloat64, math.MaxFloat64}
	read := func(s string, into *float64) error {
		if s = strings.TrimSpace(s); s == "" && ranged {
			return nil
		}
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return fmt.Errorf("%q is no number", s)
		}
		*into = n
		return nil
	}
	if err := read(lo, &span.Lo); err != nil {
		return span, err
	}
	if !ranged {
		hi = lo
	}
	if err := read(hi, &span.Hi); err != nil {
		return span, err
	}
	if span.Hi < span.Lo {
		return span, fmt.Errorf("range %q ends before it begins", s)
	}
	return span, nil
}
