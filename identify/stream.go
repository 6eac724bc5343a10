package identify

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/whomade/whomade"
)

// MaxLine is the longest line IdentifyStream reads, in octets; a longer one is
// bad input.
const MaxLine = 1 << 20

// batch is some lines and their answers, as one piece of work. Several lines
// travel together so that handing over costs little.
type batch struct {
	in   []byte // lines, each with its newline
	out  bytes.Buffer
	long []int // places among the lines of those that were too long
	bad  int
	done chan struct{}
}

const (
	batchLines = 256
	batchBytes = 256 << 10
)

// item is one line of input.
type item struct {
	ID       json.RawMessage `json:"id"`
	Kind     string          `json:"kind"`
	Value    *string         `json:"value"`
	Encoding string          `json:"encoding"`
	AsOf     string          `json:"as_of"` // the day on which ownership is asked for
}

// IdentifyStream reads one JSON object a line, {"id","kind","value","encoding"} and,
// where the possible makers' owners on a day are asked for, "as_of",
// and writes the answers, one a line, in the same order, in bounded memory and
// with all processors. A line that can't be answered gives a record with
// "error" in its place and is counted in bad. The error is of reading or
// writing.
func (e *Engine) IdentifyStream(r io.Reader, w io.Writer) (bad int, err error) {
	workers := runtime.GOMAXPROCS(0)
	work := make(chan *batch, workers)
	order := make(chan *batch, 2*workers)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for b := range work {
				e.answerBatch(b)
				close(b.done)
			}
		})
	}
	var readErr error
	wg.Go(func() {
		defer close(order)
		defer close(work)
		readErr = readBatches(r, func(b *batch) bool {
			select {
			case order <- b:
			case <-stop:
				return false
			}
			work <- b
			return true
		})
	})
	out := bufio.NewWriterSize(w, 64<<10)
	for b := range order {
		<-b.done
		bad += b.bad
		if err == nil {
			if _, err = out.Write(b.out.Bytes()); err != nil {
				close(stop)
			}
		}
	}
	wg.Wait()
	if err == nil {
		err = out.Flush()
	}
	return bad, errors.Join(err, readErr)
}

// readBatches cuts the input into batches of whole lines.
func readBatches(r io.Reader, send func(*batch) bool) error {
	in := bufio.NewReaderSize(r, 64<<10)
	b := &batch{done: make(chan struct{})}
	lines := 0
	for {
		start := len(b.in)
		long, err := readLine(in, b)
		if long {
			b.in = append(b.in[:start], '\n')
			b.long = append(b.long, lines)
		}
		if len(b.in) > start {
			lines++
		}
		if lines >= batchLines || len(b.in) >= batchBytes || err != nil && lines > 0 {
			if !send(b) {
				return nil
			}
			b, lines = &batch{done: make(chan struct{})}, 0
		}
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading: %w", err)
		}
	}
}

// readLine appends one line with its newline. Of a line that is too long only
// the beginning is kept, and long is true.
func readLine(in *bufio.Reader, b *batch) (long bool, err error) {
	start := len(b.in)
	for {
		piece, err := in.ReadSlice('\n')
		if !long {
			b.in = append(b.in, piece...)
			long = len(b.in)-start > MaxLine
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && len(b.in) > start && b.in[len(b.in)-1] != '\n' {
			b.in = append(b.in, '\n')
		}
		return long, err
	}
}

func (e *Engine) answerBatch(b *batch) {
	enc := json.NewEncoder(&b.out)
	enc.SetEscapeHTML(false)
	var d itemReader
	rest := b.in
	for n := 0; len(rest) > 0; n++ {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		if len(b.long) > 0 && b.long[0] == n {
			b.long = b.long[1:]
			b.fail(nil, fmt.Sprintf("line is longer than %d octets", MaxLine))
			continue
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		it, err := d.read(line)
		if err != nil {
			b.fail(nil, "line is no JSON object with id, kind and value: "+err.Error())
			continue
		}
		if it.Kind == "" || it.Value == nil {
			b.fail(it.ID, `"kind" or "value" is missing`)
			continue
		}
		a, err := e.Answer(it.Kind, *it.Value, it.Encoding)
		if err != nil {
			b.fail(it.ID, err.Error())
			continue
		}
		if it.AsOf != "" {
			day, err := whomade.ParseDate(it.AsOf)
			if err != nil {
				b.fail(it.ID, "as_of: "+err.Error())
				continue
			}
			e.own(&a, day)
		}
		if it.AsOf == "" && len(a.Makers) == 0 && len(a.Parts) == 0 && len(a.Signatures) == 0 && a.Product+a.Model+a.OS+a.Version+a.Segment == "" {
			b.out.WriteString(`{"id":`)
			b.out.Write(idOf(it.ID))
			b.out.WriteString(nothing)
			continue
		}
		// Writing to memory fails only for values JSON cannot hold, which an answer
		// never has.
		_ = enc.Encode(record{idOf(it.ID), a})
	}
}

// nothing is what follows the id in a record that says nothing, which most are.
const nothing = `,"maker":"","brand":"","confidence":0,"makers":[],"product":"","model":"","os":"","version":"","segment":"","signatures":[],"parts":[]}` + "\n"

// itemReader reads the lines of a batch with one decoder.
type itemReader struct {
	octets bytes.Reader
	dec    *jsontext.Decoder
	kinds  map[string]string // so that a name is made once
	id     []byte
	text   []byte
	item   item
	value  string
}

var readOptions = jsontext.AllowInvalidUTF8(true)

// read reads one line. The item is valid until the next call.
func (r *itemReader) read(line []byte) (*item, error) {
	r.octets.Reset(line)
	if r.dec == nil {
		r.dec, r.kinds = jsontext.NewDecoder(&r.octets, readOptions, jsontext.AllowDuplicateNames(true)), map[string]string{}
	} else {
		r.dec.Reset(&r.octets, readOptions, jsontext.AllowDuplicateNames(true))
	}
	r.item = item{}
	if t, err := r.dec.ReadToken(); err != nil {
		return nil, err
	} else if t.Kind() != '{' {
		return nil, fmt.Errorf("it begins with %s", t.Kind())
	}
	for r.dec.PeekKind() != '}' {
		name, err := r.dec.ReadValue()
		if err != nil {
			return nil, err
		}
		var field *string
		called := ""
		switch string(name) {
		case `"id"`:
			id, err := r.dec.ReadValue()
			if err != nil {
				return nil, err
			}
			r.id = append(r.id[:0], id...)
			r.item.ID = r.id
			continue
		case `"kind"`:
			called, field = "kind", &r.item.Kind
		case `"value"`:
			called, field = "value", &r.value
		case `"encoding"`:
			called, field = "encoding", &r.item.Encoding
		case `"as_of"`:
			called, field = "as_of", &r.item.AsOf
		default:
			if err := r.dec.SkipValue(); err != nil {
				return nil, err
			}
			continue
		}
		v, err := r.dec.ReadValue()
		if err != nil {
			return nil, err
		}
		if v.Kind() == 'n' {
			continue
		}
		if v.Kind() != '"' {
			return nil, fmt.Errorf("%q is no text", called)
		}
		switch {
		case field == &r.value:
			// An error says that octets are no UTF-8; they were replaced.
			r.text, _ = jsontext.AppendUnquote(r.text[:0], v)
			r.value = string(r.text)
			r.item.Value = &r.value
		default:
			text, ok := r.kinds[string(v)]
			if !ok {
				b, err := jsontext.AppendUnquote(nil, v)
				if err != nil {
					return nil, err
				}
				if text = string(b); len(r.kinds) < 1024 {
					r.kinds[string(v)] = text
				}
			}
			*field = text
		}
	}
	if _, err := r.dec.ReadToken(); err != nil {
		return nil, err
	}
	if _, err := r.dec.ReadToken(); err != io.EOF {
		return nil, errors.New("something stands behind the object")
	}
	return &r.item, nil
}

// record is an answer with the id as it was given, whatever its JSON type.
type record struct {
	ID json.RawMessage `json:"id"`
	Answer
}

func idOf(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage(`""`)
	}
	return raw
}

func (b *batch) fail(id json.RawMessage, message string) {
	b.bad++
	line, err := json.Marshal(struct {
		ID    json.RawMessage `json:"id"`
		Error string          `json:"error"`
	}{idOf(id), message})
	if err == nil {
		b.out.Write(append(line, '\n'))
	}
}
