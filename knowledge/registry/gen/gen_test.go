package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade/knowledge/registry"
)

func TestReadBlocks(t *testing.T) {
	want := map[block]string{{24, 1}: "Alpha & Co", {24, 2}: "Private", {28, 0xfc00031}: "Beta", {36, 0xfc0004005}: "Gamma"}
	for name, text := range map[string]string{
		"json": `{"000001":"Alpha &amp; Co\n1 Street","000002":"private","FC00031":"Beta","FC0004005":"Gamma\nX","FC0003":"IEEE Registration Authority"}`,
		"csv": "Registry,Assignment,Organization Name,Organization Address\nMA-L,000001,Alpha & Co,x\nMA-L,000002,Private,\n" +
			"MA-M,FC00031,Beta,\nIAB,FC0004005,\"Gamma \",\nMA-L,FC0003,IEEE Registration Authority,\n",
		"manuf": "# comment\n00:00:01         \tAlpha   \tAlpha  & Co\n00:00:02\tPrivate\tPrivate\nFC:00:03:10:00:00/28\tBeta\tBeta\nFC:00:04:00:50:00/36\tG\tGamma\n",
	} {
		got, err := readBlocks([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(block{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for _, bad := range []string{"00:00\tA\tA\n", "00:00:01:00:00:00/25\tA\tA\n", "zz:00:01\tA\tA\n", "00:00:01\n", "{", "00:00:01/x\tA\tA"} {
		if _, err := readBlocks([]byte(bad)); err == nil {
			t.Errorf("%q accepted", bad)
		}
	}
}

func TestReadNumbers(t *testing.T) {
	want := map[uint32]string{1: "Alpha", 3: "Gamma Ltd"}
	for name, text := range map[string]string{
		"tsv":  "0\tReserved\n1\tAlpha\n2\t---none---\n3\tGamma Ltd \n",
		"iana": "PRIVATE ENTERPRISE NUMBERS\n\nDecimal\n| Organization\n| | Contact\n| | | Email\n| | | |\n0\n  Reserved\n    A\n      a&example.org\n1\n  Alpha\n    B\n3\n  Gamma Ltd\n    C\n",
	} {
		got, err := readNumbers([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, err := readNumbers([]byte("x\tAlpha\n")); err == nil {
		t.Error("number that is none accepted")
	}
}

// What the program writes is what the package reads, entry for entry, the first
// source first.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	var oui, pen sources
	for _, v := range []string{"first,1,2026-01-02," + file("a.json", `{"000001":"Alpha"}`), "second,2,2026-03-04," + file("b.tsv", "00:00:01\tO\tOther\n00:00:02\tB\tBeta\n")} {
		if err := oui.Set(v); err != nil {
			t.Fatal(err)
		}
	}
	long := strings.Repeat("Пример ", 11)
	if err := pen.Set("third,3,2026-05-06," + file("c.tsv", "7\tAlpha Systems Ltd\n8\tBeta Systems Ltd\n9\tÉcole Systems Ltd\n200\t"+long+"\n")); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, oui, pen); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	r, err := registry.New(read("oui.bin"), read("pen.bin"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[uint32]string{7: "Alpha Systems Ltd", 8: "Beta Systems Ltd", 9: "École Systems Ltd", 200: strings.TrimSpace(long)}
	if diff := cmp.Diff(want, maps.Collect(r.Enterprises)); diff != "" {
		t.Error(diff)
	}
	orgs := map[string]string{}
	for name, p := range r.Organisations {
		orgs[name] = p[0].String()
	}
	if diff := cmp.Diff(map[string]string{"Alpha": "00:00:01/24", "Beta": "00:00:02/24"}, orgs); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(read("registry.json"), `"date": "2026-03-04"`) {
		t.Error("the table's date is not that of its newest source")
	}
	if err := run(dir, nil, pen); err == nil {
		t.Error("no source accepted")
	}
	if oui.Set("a,b,c,d") == nil || oui.Set("a,b") == nil {
		t.Error("bad source accepted")
	}
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		" A  &amp; B\u3000C ": "A & B C", `"Quoted"`: "Quoted", `Ooo "Q"`: `Ooo "Q"`, strings.Repeat("é", 200): strings.Repeat("é", 127),
	} {
		if got := cleanName(in); got != want {
			t.Errorf("cleanName(%q) = %q", in, got)
		}
	}
}
