package knowledge_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/knowledge"
)

func civil(s string) whomade.Date {
	d, err := whomade.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func folder(t *testing.T, files map[string]string) *knowledge.Set {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, err := knowledge.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const (
	holder = "id: holder\nname: Holder AG\nshort: Holder\ncountry: CH\nsource: {ref: 'https://example.org/h', date: 2026-01-01}\n"
	held   = "id: held\nname: Held Ltd\nshort: Held\ncountry: GB\nsource: {ref: memory, date: 2026-01-01}\nnames: [{name: Old Held, kind: former, to: 2020-06}]\nrelations:\n"
)

func TestBetween(t *testing.T) {
	s := folder(t, map[string]string{
		"makers/holder.yaml": holder + "relations: [{type: divested, entity: Some Other, from: 2011, to: 2020-03-31}]\n",
		"makers/held.yaml":   held + "- {type: parent, entity: holder, from: 2020-02, to: 2021-12-31, note: half of it}\n- {type: supplier-of, entity: Somebody, from: 2019}\n",
	})
	var got []string
	for _, c := range knowledge.Between(s, civil("2020-01-01"), civil("2022-01-01")) {
		got = append(got, c.On.String()+" "+c.Company+" "+c.What)
	}
	want := []string{
		"2020-02-01 held is held by holder (half of it), in 2020-02 (from memory)",
		"2020-04-01 holder no longer holds Some Other",
		"2020-07-01 held the name \"Old Held\" ends (from memory)",
		"2022-01-01 held is no longer held by holder (half of it) (from memory)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant\n%q", got, want)
	}
	if got := knowledge.Between(s, civil("2022-01-01"), civil("2026-01-01")); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

func TestDifferences(t *testing.T) {
	was := folder(t, map[string]string{"makers/holder.yaml": holder, "makers/held.yaml": held + "- {type: parent, entity: holder, from: 2020}\n"})
	is := folder(t, map[string]string{
		"makers/held.yaml": held + "- {type: parent, entity: holder, from: 2020, to: 2022}\n", "makers/new.yaml": "id: new\nname: New\nshort: New\ncountry: GB\nsource: {ref: memory, date: 2026-01-01}\n",
		"rebadges.yaml": "- {badge: held, maker: new, products: all, evidence: none, source: {ref: memory, date: 2026-01-01}}\n",
	})
	if got := knowledge.Differences(was, was); len(got) > 0 {
		t.Errorf("a state differs from itself: %v", got)
	}
	var got []string
	for _, c := range knowledge.Differences(was, is) {
		got = append(got, c.Company+" "+c.What)
	}
	want := []string{
		`held relations: gone: {"type":"parent","entity":"holder","from":"2020"}`,
		`held relations: new: {"type":"parent","entity":"holder","from":"2020","to":"2022"}`,
		`held rebadges: new: {"badge":"held","maker":"new","products":"all","evidence":"none","source":{"ref":"memory","date":"2026-01-01"}}`,
		"holder is gone: Holder AG", "new is new: New",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant\n%q", got, want)
	}
}
