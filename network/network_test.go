package network

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/whomade/whomade"
)

const sample = `
operator:
  id: northmoor
  country: GB
  roles: [gb-designated-provider]
  jurisdictions: [GB]
  facts: {operator.customers: 1200000}
sites:
  - {id: LEEDS-1, country: GB, latitude: 53.8, longitude: -1.5, facts: {site.sensitive: no}}
  - {id: BERLIN-1, country: DE}
addresses:
  - {prefix: 192.0.2.0/24, site: LEEDS-1, segment: transport}
  - {prefix: 192.0.2.128/25, site: BERLIN-1, segment: core, function: core-control, generation: 5g}
elements:
  - {host_name: "lds-*", site: LEEDS-1, facts: {element.segment: ran, element.acquired: 2019-05}}
  - {mac: "00:1E:10:5B:00:41", facts: {element.function: routing}}
`

func TestAbout(t *testing.T) {
	f, err := Load(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		subjects []whomade.Subject
		names    []string
		site     string
		want     map[string]any
	}{
		{"wide range", []whomade.Subject{{IP: "192.0.2.9"}}, nil, "LEEDS-1",
			map[string]any{"element.segment": "transport", "site.country": "GB", "site.sensitive": "no"}},
		{"narrowest range wins", []whomade.Subject{{IP: "192.0.2.200"}}, nil, "BERLIN-1",
			map[string]any{"element.segment": "core", "element.function": "core-control", "element.generation": "5g", "site.country": "DE"}},
		{"an address inside a tunnel is elsewhere", []whomade.Subject{{IP: "192.0.2.9", Context: "vxlan 7"}}, nil, "", map[string]any{}},
		{"a name wins over a range", []whomade.Subject{{IP: "192.0.2.200"}}, []string{"LDS-AGG-1"}, "LEEDS-1",
			map[string]any{"element.segment": "ran", "element.acquired": "2019-05", "element.function": "core-control", "element.generation": "5g", "site.country": "GB", "site.sensitive": "no"}},
		{"a key in any case", []whomade.Subject{{MAC: "00:1e:10:5b:00:41"}}, nil, "", map[string]any{"element.function": "routing"}},
	} {
		facts, site := f.About("e-1", c.subjects, c.names)
		if site != c.site {
			t.Errorf("%s: site %q, want %q", c.name, site, c.site)
		}
		if diff := cmp.Diff(c.want, facts); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	want := map[string]any{"operator.country": "GB", "operator.role": []string{"gb-designated-provider"}, "operator.jurisdictions": []string{"GB"}, "operator.customers": uint64(1200000)}
	if diff := cmp.Diff(want, f.OperatorFacts()); diff != "" {
		t.Errorf("operator (-want +got):\n%s", diff)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"operator:\n  idd: x\n", `unknown field "idd"`},
		{"sites:\n  - {country: GB}\n", "site 1 has no id"},
		{"sites:\n  - {id: A}\n  - {id: A}\n", `site "A" is given twice`},
		{"addresses:\n  - {prefix: 192.0.2.0/24, site: B}\n", `names site "B"`},
		{"addresses:\n  - {site: B}\n", "no prefix"},
		{"elements:\n  - {site: B}\n", "no key to be found by"},
		{"elements:\n  - {host_name: '[', site: B}\n", "syntax error in pattern"},
		{"addresses:\n  - {prefix: banana}\n", "banana"},
	} {
		if _, err := Load(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want an error with %q", c.text, err, c.want)
		}
	}
	if _, err := Load(strings.NewReader("")); err != nil {
		t.Errorf("an empty file: %v", err)
	}
}
