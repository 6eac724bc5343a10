package law

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// MarshalJSON writes the mapping form, in the order of the terms.
func (c Condition) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, t := range c.Terms {
		key, value := t.Fact, any(t.Values)
		switch {
		case t.Any != nil:
			key, value = "any", t.Any
		case t.Not != nil:
			key, value = "not", t.Not
		}
		if i > 0 {
			b.WriteByte(',')
		}
		k, err := json.Marshal(key)
		if err != nil {
			return nil, err
		}
		v, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		b.Write(k)
		b.WriteByte(':')
		b.Write(v)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads the mapping form.
func (c *Condition) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return errors.Join(errors.New("a condition is an object"), err)
	}
	c.Terms = nil
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		var t Term
		switch key {
		case "any":
			err = d.Decode(&t.Any)
		case "not":
			err = d.Decode(&t.Not)
		default:
			t.Fact, _ = key.(string)
			err = d.Decode(&t.Values)
		}
		if err != nil {
			return fmt.Errorf("condition %v: %w", key, err)
		}
		c.Terms = append(c.Terms, t)
	}
	return nil
}
