package snmpwalk

import "bytes"

// isStart reports whether a line begins an object in snmpwalk's output.
func isStart(line []byte) bool {
	_, _, ok := splitStart(line)
	return ok
}

// isStrongStart reports whether a line begins an object beyond doubt, so that
// even an open quote ends there: a name that is all numbers, or of a module,
// then " = " and a type.
func isStrongStart(line []byte) bool {
	name, value, ok := cutName(line, " = ")
	if !ok || !isName(name) {
		return false
	}
	if value = bytes.TrimLeft(value, " "); len(value) == 0 {
		return false
	}
	word, _, ok := bytes.Cut(value, []byte(": "))
	return value[0] == '"' || ok && len(word) < 20 && word[0] >= 'A' && word[0] <= 'Z'
}

// splitStart splits a line into an object's name and what follows: "name = value",
// or in short output "name value".
func splitStart(line []byte) (name string, value []byte, ok bool) {
	if n, v, ok := cutName(line, " = "); ok && (isName(n) || isShortName(n)) {
		return string(n), bytes.TrimLeft(v, " "), true
	}
	if n, ok := bytes.CutSuffix(bytes.TrimRight(line, " "), []byte(" =")); ok && isName(n) && len(n) <= maxName {
		return string(n), nil, true
	}
	if n, v, ok := cutName(line, " "); ok && isName(n) && !bytes.HasPrefix(v, []byte("=")) {
		return string(n), v, true
	}
	return "", nil, false
}

// maxName bounds a name: a number of full length in letters.
const maxName = 2 * maxOID

func cutName(line []byte, separator string) (name, value []byte, ok bool) {
	head := line[:min(len(line), maxName)]
	i := bytes.Index(head, []byte(separator))
	if i <= 0 {
		return nil, nil, false
	}
	return line[:i], line[i+len(separator):], true
}

// isName reports whether a word is the name of an object beyond doubt: numbers
// that begin at the root, or a module with one of its names.
func isName(b []byte) bool {
	if len(b) > maxName {
		return false
	}
	for _, prefix := range []string{".1.", "1.3.6.", "1.0.8802.", ".iso.", "iso."} {
		if bytes.HasPrefix(b, []byte(prefix)) {
			if prefix == "1.3.6." || prefix == ".1." || prefix == "1.0.8802." {
				_, ok := parseOID(b)
				return ok
			}
			return isLabels(b)
		}
	}
	module, name, ok := bytes.Cut(b, []byte("::"))
	return ok && len(module) > 2 && module[0] >= 'A' && module[0] <= 'Z' && isWord(module) &&
		len(name) > 0 && name[0] >= 'a' && name[0] <= 'z' && isLabels(name)
}

// isShortName reports whether a word is a name without its module, "sysDescr.0".
func isShortName(b []byte) bool {
	name, instance, ok := bytes.Cut(b, []byte("."))
	return ok && len(name) > 2 && name[0] >= 'a' && name[0] <= 'z' && isWord(name) &&
		len(instance) > 0 && instance[0] >= '0' && instance[0] <= '9' && isLabels(instance)
}

func isWord(b []byte) bool {
	for _, c := range b {
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// isLabels reports whether b is labels with dots between them, perhaps with an
// index in quotes or brackets at the end.
func isLabels(b []byte) bool {
	if i := bytes.IndexAny(b, `["'`); i >= 0 {
		b = b[:i]
	}
	for _, c := range b {
		if c != '.' && !isWord([]byte{c}) {
			return false
		}
	}
	return true
}
