package stack

import "strconv"

// ICMP appends the signature of an error or of an answer to an echo to b, and
// nothing where the octets are neither:
//
//	time-exceeded 4:255:8
//	echo-reply 6:64
//
// that is what was sent, the IP version, the initial hop limit, and how many
// octets behind its header an error quotes of the packet that caused it: 8, as
// RFC 792 asks for, or "more".
func ICMP(b []byte, c Carrier, message []byte) []byte {
	const head = 8
	if len(message) < head {
		return b
	}
	name, isError := kind(c.Version, message[0])
	if name == "" {
		return b
	}
	quoted := message[head:]
	if isError && len(quoted) < least(quoted) {
		return b
	}
	b = append(append(b, name...), ' ')
	b = c.append(b)
	if !isError {
		return b
	}
	b = append(b, ':')
	if n := len(quoted) - least(quoted); n <= 8 {
		return strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, "more"...)
}

// kind names the messages that are told: errors that a router or host sends, and
// answers to an echo.
func kind(version, t byte) (name string, isError bool) {
	switch [2]byte{version, t} {
	case [2]byte{4, 0}, [2]byte{6, 129}:
		return "echo-reply", false
	case [2]byte{4, 3}, [2]byte{6, 1}:
		return "unreachable", true
	case [2]byte{4, 11}, [2]byte{6, 3}:
		return "time-exceeded", true
	}
	return "", false
}

// least is the length of the header that a quoted packet begins with, and more
// than there is where it has none.
func least(quoted []byte) int {
	switch {
	case len(quoted) >= 20 && quoted[0]>>4 == 4 && quoted[0]&15 >= 5:
		return int(quoted[0]&15) * 4
	case len(quoted) >= 40 && quoted[0]>>4 == 6:
		return 40
	}
	return len(quoted) + 1
}
