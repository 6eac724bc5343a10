package whomade

import (
	"encoding/json"
	"fmt"
	"time"
)

// Date is a civil date of law with its precision: a day, a month or a year. The
// zero Date is "no date".
type Date struct {
	Year, Month, Day int // Month and Day are 0 where the precision ends before them
}

// ParseDate reads "2006", "2006-01" or "2006-01-02"; "" is the zero Date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if len(layout) != len(s) {
			continue
		}
		t, err := time.Parse(layout, s)
		if err != nil {
			break
		}
		d := Date{Year: t.Year()}
		if len(s) > 4 {
			d.Month = int(t.Month())
		}
		if len(s) > 7 {
			d.Day = t.Day()
		}
		return d, nil
	}
	return Date{}, fmt.Errorf("date %q: want YYYY, YYYY-MM or YYYY-MM-DD", s)
}

// DateOf is the day of t in UTC.
func DateOf(t time.Time) Date {
	y, m, d := t.UTC().Date()
	return Date{y, int(m), d}
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// First is the first day the date may mean.
func (d Date) First() Date {
	if d.IsZero() {
		return d
	}
	return Date{d.Year, max(d.Month, 1), max(d.Day, 1)}
}

// Last is the last day the date may mean.
func (d Date) Last() Date {
	switch {
	case d.IsZero() || d.Day != 0:
		return d
	case d.Month == 0:
		return Date{d.Year, 12, 31}
	}
	return DateOf(time.Date(d.Year, time.Month(d.Month)+1, 0, 0, 0, 0, 0, time.UTC))
}

// AddDays moves a date by n days, from its first day.
func (d Date) AddDays(n int) Date {
	f := d.First()
	return DateOf(time.Date(f.Year, time.Month(f.Month), f.Day+n, 0, 0, 0, 0, time.UTC))
}

// Bounds is the days on which a span of dates may begin and after which it may have
// ended, both dates included: of a month or year, its first and its last. A zero date
// is open.
func Bounds(from, to Date) []Date {
	var out []Date
	if !from.IsZero() {
		out = append(out, from.First(), from.Last())
	}
	if !to.IsZero() {
		out = append(out, to.First().AddDays(1), to.Last().AddDays(1))
	}
	return out
}

// Before reports whether the first day of d is before the first day of e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// Compare orders dates by their first day; no date comes first.
func (d Date) Compare(e Date) int {
	a, b := d.First(), e.First()
	return (a.Year*10000 + a.Month*100 + a.Day) - (b.Year*10000 + b.Month*100 + b.Day)
}

// String is the date in the precision it has; "" for no date.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalJSON writes the date as a string, or null for no date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads a string or null.
func (d *Date) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s == nil {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(*s)
	*d = v
	return err
}

// UnmarshalText reads the date of a YAML or text file.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	*d = v
	return err
}
