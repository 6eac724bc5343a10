// Package gbk reads texts of systems that write GBK where their texts are not
// UTF-8.
package gbk

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// headSize is how much is looked at.
const headSize = 64 << 10

// Reader reads r as UTF-8: from GB 18030, of which GBK is a part, where its
// beginning is no UTF-8. A text with a mark of its encoding stays as it is.
func Reader(r io.Reader) io.Reader {
	br := bufio.NewReaderSize(r, headSize)
	head, _ := br.Peek(headSize)
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) || valid(head) {
		return br
	}
	return simplifiedchinese.GB18030.NewDecoder().Reader(br)
}

// valid accepts a character that is cut at the end.
func valid(b []byte) bool {
	for cut := 0; cut < utf8.UTFMax && cut <= len(b); cut++ {
		if utf8.Valid(b[:len(b)-cut]) {
			return true
		}
	}
	return false
}
