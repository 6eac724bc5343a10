package knowledge

import (
	"testing"
)

func TestNear(t *testing.T) {
	s, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"Hauwei Technologies Co., Ltd.", "huawei"},
		{"Huawai", "huawei"},
		{"Hua Wei", "huawei"},
		{"НUАWЕI", "huawei"}, // letters of two scripts
		{"华为数字能源", "huawei"},
		{"Hikvison", "hikvision"},
		{"Dahau", "dahua"},
		{"Guangdong Huiwei High-tech Co., Ltd.", ""},
		{"BEIJING HUAWOO TECHNOLOGIES CO.LTD", ""},
		{"Silicon Laboratories", ""},
		{"Magic Leap, Inc.", ""},
		{"Nautel Ltd", ""},
		{"", ""},
	} {
		got := ""
		if near := s.Near(c.text); len(near) > 0 {
			got = near[0].ID
		}
		if got != c.want {
			t.Errorf("%q is near %q, want %q", c.text, got, c.want)
		}
	}
}

func TestSlips(t *testing.T) {
	for _, c := range []struct {
		name, word string
		far        int
		pen        bool
	}{
		{"huawei", "huawei", 0, true}, {"huawei", "hauwei", 1, true}, {"huawei", "huwei", 1, true}, {"huawei", "huawwei", 1, true},
		{"huawei", "huawai", 1, false}, {"huawei", "huaweix", 1, false}, {"hikvision", "hickvison", 2, false}, {"huawei", "nokia", 3, false},
	} {
		if far, pen := slips(c.name, c.word); far != c.far || far == 1 && pen != c.pen {
			t.Errorf("%s %s: %d %v", c.name, c.word, far, pen)
		}
	}
}

func TestResolveOrganisations(t *testing.T) {
	s, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"Dahua", "dahua"},
		{"Dahua Technology USA Inc.", "dahua-usa"},
		{"Shanghai Dahua Scale Factory", "shanghai-dahua-scale"},
		{"Teltronic S.A.U.", "teltronic"},
		{"Teltronic AG", "teltronic-ag"},
		{"Network Optix, Inc.", ""},
		{"United Power Research Technology Corp.", ""},
		{"FIRST PACIFIC NETWORKS, INC.", ""},
		{"China Unicom", "china-unicom"},
	} {
		got := ""
		if found := s.Resolve(c.text); len(found) > 0 {
			got = found[0].ID
		}
		if got != c.want {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
}

// FuzzNear: whatever the text, those that are near are known and none is stated.
func FuzzNear(f *testing.F) {
	s, err := Open()
	if err != nil {
		f.Fatal(err)
	}
	for _, t := range []string{"Hauwei Technologies Co., Ltd.", "НUАWЕI", "华为数字能源", "Hua Wei", "\xff\xfe", "大"} {
		f.Add(t)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, n := range s.Near(text) {
			if _, ok := s.Maker(n.ID); !ok || n.How == "" || n.Far < 0 || n.Far > 2 {
				t.Errorf("%q: %+v", text, n)
			}
		}
	})
}
