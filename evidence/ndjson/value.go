package ndjson

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/whomade/whomade"
)

// decode brings a value into the form that observations have: text, or lower-case
// hex where the octets are no text.
func decode(value, encoding string) (string, string, error) {
	switch encoding {
	case "", whomade.EncodingText:
		return value, whomade.EncodingText, nil
	case whomade.EncodingHex:
		value = strings.ToLower(value)
		if _, err := hex.DecodeString(value); err != nil {
			return "", "", errors.New("the value is not hexadecimal, as its encoding says")
		}
		return value, encoding, nil
	case whomade.EncodingBase64:
		b, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return "", "", errors.New("the value is not base64, as its encoding says")
		}
		if utf8.Valid(b) {
			return string(b), whomade.EncodingText, nil
		}
		return hex.EncodeToString(b), whomade.EncodingHex, nil
	}
	return "", "", fmt.Errorf("encoding %q is not known: use text, hex or base64", shorten(encoding))
}
