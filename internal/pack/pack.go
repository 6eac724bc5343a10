// Package pack keeps plain data structures in a compact binary form that is
// fast to read: structs of strings, integers, booleans, floats, slices,
// pointers and structs. The form holds no types: both sides must use the same
// ones. Strings stand once in a table and are read without a copy.
package pack

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
)

// maxDepth bounds the nesting of types.
const maxDepth = 32

// Marshal returns the binary form of v. Fields must be exported.
func Marshal(v any) ([]byte, error) {
	e := encoder{index: map[string]uint64{}}
	if err := e.value(reflect.ValueOf(v), 0); err != nil {
		return nil, err
	}
	out := binary.AppendUvarint(nil, uint64(len(e.strings)))
	for _, s := range e.strings {
		out = binary.AppendUvarint(out, uint64(len(s)))
	}
	for _, s := range e.strings {
		out = append(out, s...)
	}
	return append(out, e.out...), nil
}

type encoder struct {
	index   map[string]uint64
	strings []string
	out     []byte
}

func (e *encoder) number(n uint64) { e.out = binary.AppendUvarint(e.out, n) }

func (e *encoder) value(v reflect.Value, depth int) error {
	if depth > maxDepth {
		return errors.New("pack: nested too deeply")
	}
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		id, ok := e.index[s]
		if !ok {
			id = uint64(len(e.strings))
			e.index[s] = id
			e.strings = append(e.strings, s)
		}
		e.number(id)
	case reflect.Bool:
		if v.Bool() {
			e.number(1)
		} else {
			e.number(0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.out = binary.AppendVarint(e.out, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		e.number(v.Uint())
	case reflect.Float64:
		e.out = binary.LittleEndian.AppendUint64(e.out, math.Float64bits(v.Float()))
	case reflect.Slice:
		e.number(uint64(v.Len()))
		for i := range v.Len() {
			if err := e.value(v.Index(i), depth+1); err != nil {
				return err
			}
		}
	case reflect.Pointer:
		if v.IsNil() {
			return errors.New("pack: nil pointer outside a struct's field")
		}
		return e.value(v.Elem(), depth+1)
	case reflect.Struct:
		return e.fields(v, depth)
	default:
		return fmt.Errorf("pack: %s is not supported", v.Type())
	}
	return nil
}

// fields writes which fields are not zero, as bits, then those.
func (e *encoder) fields(v reflect.Value, depth int) error {
	if v.NumField() > 64 {
		return fmt.Errorf("pack: %s has more than 64 fields", v.Type())
	}
	var set uint64
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			set |= 1 << i
		}
	}
	e.number(set)
	for i := range v.NumField() {
		if set&(1<<i) == 0 {
			continue
		}
		if err := e.value(v.Field(i), depth+1); err != nil {
			return err
		}
	}
	return nil
}
