package evidence

import "strings"

// names is what the octets being read are called.
type names struct {
	container string // the file, or the member with the archives it is in
	inner     string // set inside a compressed stream: what it holds, if that is no archive
	depth     int    // archives around it
}

// artifact is the name if the octets are an artifact.
func (n names) artifact() string {
	if n.inner == "" {
		return n.container
	}
	return n.container + "!" + n.inner
}

// member is the name of an archive's member.
func (n names) member(name string) names {
	name = strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/")
	return names{container: n.container + "!" + strings.ToValidUTF8(name, "\uFFFD"), depth: n.depth + 1}
}

// unpacked is the name of what a compressed stream holds: "a.pcap.gz!a.pcap". An
// archive in it is called like the stream, "walks.tar.gz!olt-1.snmprec".
func (n names) unpacked() names {
	base := n.artifact()
	if i := strings.LastIndexAny(base, "/!"); i >= 0 {
		base = base[i+1:]
	}
	inner := "content"
	for _, suffix := range []string{".gz", ".gzip", ".zst", ".zstd", ".z"} {
		if len(base) > len(suffix) && strings.EqualFold(base[len(base)-len(suffix):], suffix) {
			inner = base[:len(base)-len(suffix)]
			break
		}
	}
	return names{container: n.container, inner: inner, depth: n.depth + 1}
}
