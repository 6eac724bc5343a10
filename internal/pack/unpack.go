package pack

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
)

var errShort = errors.New("pack: data ends too early")

// Unmarshal reads the binary form into v, a pointer to what Marshal was given.
// Strings share the memory of data. Data that is not of that form gives an
// error, never more memory than in proportion to its length.
func Unmarshal(data string, v any) error {
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return errors.New("pack: want a pointer")
	}
	d := decoder{data: data}
	if err := d.table(); err != nil {
		return err
	}
	if err := d.value(p.Elem(), 0); err != nil {
		return err
	}
	if d.data != "" {
		return errors.New("pack: data goes on after its end")
	}
	return nil
}

type decoder struct {
	strings []string
	data    string
}

func (d *decoder) number() (uint64, error) {
	var n uint64
	for i := 0; i < len(d.data) && i < binary.MaxVarintLen64; i++ {
		c := d.data[i]
		n |= uint64(c&0x7F) << (7 * i)
		if c < 0x80 {
			d.data = d.data[i+1:]
			return n, nil
		}
	}
	return 0, errShort
}

// count reads a number of things of which each takes at least an octet.
func (d *decoder) count() (int, error) {
	n, err := d.number()
	if err == nil && n > uint64(len(d.data)) {
		err = errShort
	}
	return int(n), err
}

func (d *decoder) table() error {
	n, err := d.count()
	if err != nil {
		return err
	}
	lengths := make([]int, n)
	for i := range lengths {
		if lengths[i], err = d.count(); err != nil {
			return err
		}
	}
	d.strings = make([]string, n)
	for i, l := range lengths {
		if l > len(d.data) {
			return errShort
		}
		d.strings[i], d.data = d.data[:l], d.data[l:]
	}
	return nil
}

func (d *decoder) value(v reflect.Value, depth int) error {
	if depth > maxDepth {
		return errors.New("pack: nested too deeply")
	}
	switch v.Kind() {
	case reflect.Slice:
		n, err := d.count()
		if err != nil || n == 0 {
			return err
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			if err := d.value(v.Index(i), depth+1); err != nil {
				return err
			}
		}
		return nil
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.value(v.Elem(), depth+1)
	case reflect.Struct:
		return d.fields(v, depth)
	case reflect.Float64:
		if len(d.data) < 8 {
			return errShort
		}
		v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64([]byte(d.data[:8]))))
		d.data = d.data[8:]
		return nil
	}
	n, err := d.number()
	if err != nil {
		return err
	}
	return d.scalar(v, n)
}

func (d *decoder) scalar(v reflect.Value, n uint64) error {
	switch v.Kind() {
	case reflect.String:
		if n >= uint64(len(d.strings)) {
			return errors.New("pack: no such string")
		}
		v.SetString(d.strings[n])
	case reflect.Bool:
		v.SetBool(n != 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		x := int64(n >> 1)
		if n&1 != 0 {
			x = ^x
		}
		v.SetInt(x)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(n)
	default:
		return fmt.Errorf("pack: %s is not supported", v.Type())
	}
	return nil
}

func (d *decoder) fields(v reflect.Value, depth int) error {
	set, err := d.number()
	if err != nil {
		return err
	}
	if v.NumField() < 64 && set>>v.NumField() != 0 {
		return fmt.Errorf("pack: %s has no such field", v.Type())
	}
	for i := 0; set != 0; i, set = i+1, set>>1 {
		if set&1 == 0 {
			continue
		}
		if err := d.value(v.Field(i), depth+1); err != nil {
			return err
		}
	}
	return nil
}
