package identify_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/identify"
	"github.com/whomade/whomade/knowledge"
)

// stated are names as purchase lists have them, with who is meant. Sure: one company
// with at least 0.95 and grade B, enough for a verdict; otherwise it is a question
// about the company, or, with "not ", not that company at all. Held is who held it on
// the day asked about; had is who did so before, with the days.
var stated = []struct {
	name, maker string
	sure        bool
	on          string // 2026-11-23 where empty
	held, had   string
}{
	// Scripts and forms of one name.
	{name: "华为技术有限公司", maker: "huawei", sure: true},
	{name: "華為技術有限公司", maker: "huawei", sure: true},
	{name: "Хуавей", maker: "huawei", sure: true},
	{name: "ООО «Техкомпания Хуавэй»", maker: "huawei", sure: true},
	{name: "هواوي", maker: "huawei", sure: true},
	{name: "화웨이", maker: "huawei", sure: true},
	{name: "ファーウェイ", maker: "huawei", sure: true},
	{name: "हुआवेई", maker: "huawei", sure: true},
	{name: "華為技術日本株式会社", maker: "huawei"},
	{name: "Huawei Technologies Deutschland GmbH", maker: "huawei", sure: true},
	{name: "HUAWEI TECH. CO., LTD", maker: "huawei", sure: true},
	{name: "Hua Wei", maker: "huawei", sure: true},
	{name: "Futurewei Technologies, Inc.", maker: "huawei", sure: true},
	{name: "Huawei AAU5613", maker: "huawei", sure: true},
	{name: "Hauwei", maker: "huawei"},
	{name: "Huawai", maker: "huawei"},
	{name: "中兴通讯股份有限公司", maker: "zte", sure: true},
	{name: "中興通訊", maker: "zte", sure: true},
	{name: "ЗТИ", maker: "zte", sure: true},
	{name: "ZTE TeleKom", maker: "zte", sure: true},
	{name: "ZTE Kangxun Telecom Co., Ltd.", maker: "zte", sure: true},
	{name: "Zhongxing Telecommunication Equipment", maker: "zte", sure: true},
	{name: "海能达通信股份有限公司", maker: "hytera", sure: true},
	{name: "Hytera Mobilfunk GmbH", maker: "hytera", sure: true},
	{name: "杭州海康威视数字技术股份有限公司", maker: "hikvision", sure: true},
	{name: "하이크비전", maker: "hikvision", sure: true},
	{name: "ハイクビジョン", maker: "hikvision", sure: true},
	{name: "Хиквижн", maker: "hikvision", sure: true},
	{name: "هيكفيجن", maker: "hikvision", sure: true},
	{name: "HikVison", maker: "hikvision"},
	{name: "浙江大华技术股份有限公司", maker: "dahua", sure: true},
	{name: "다후아", maker: "dahua", sure: true},
	{name: "Дахуа", maker: "dahua", sure: true},
	{name: "АО «Лаборатория Касперского»", maker: "kaspersky", sure: true},
	{name: "深圳市大疆创新科技有限公司", maker: "dji", sure: true},
	{name: "SZ DJI Technology Co., Ltd.", maker: "dji", sure: true},
	{name: "Autel Robotics", maker: "autel", sure: true},
	{name: "浪潮", maker: "inspur", sure: true},
	{name: "移远通信", maker: "quectel", sure: true},
	{name: "广和通", maker: "fibocom", sure: true},
	{name: "中国移动通信集团有限公司", maker: "china-mobile", sure: true},
	{name: "China Mobile International (USA) Inc.", maker: "china-mobile", sure: true},
	{name: "China Telecom (Americas) Corporation", maker: "china-telecom", sure: true},
	{name: "中国联通", maker: "china-unicom", sure: true},
	{name: "Pacific Networks Corp.", maker: "pacific-networks", sure: true},
	{name: "宇视科技", maker: "uniview", sure: true},
	{name: "烽火通信科技股份有限公司", maker: "fiberhome", sure: true},
	// What begins or sounds like one, and is another company or nobody known.
	{name: "Hua Wei Restaurant", maker: "not huawei"},
	{name: "Hikari Vision", maker: "not hikvision"},
	{name: "First Pacific Networks, Inc.", maker: "not pacific-networks"},
	{name: "Shanghai Dahua Scale Factory", maker: "not dahua", sure: true},
	{name: "Nubian Trading", maker: "not nubia"},
	{name: "ZTEC Instruments", maker: "not zte"},
	{name: "ComNet", maker: "not comnet", sure: true},
	{name: "ZTE Energy Sp", maker: "zte"},
	{name: "ZTE Energy Sp. z o.o.", maker: "zte"},
	{name: "Dahua Hydraulic", maker: "dahua"},
	{name: "Honor Foods", maker: "honor"},
	{name: "Cisco Trading FZE", maker: "cisco"},
	// Who held it, and when.
	{name: "HiSilicon (Shanghai) Technologies Co., Limited", maker: "hisilicon", sure: true, held: "huawei"},
	{name: "海思半导体有限公司", maker: "hisilicon", sure: true, held: "huawei"},
	{name: "Honor Device Co., Ltd.", maker: "honor", sure: true, had: "huawei 2013..2020-11-17"},
	{name: "荣耀终端有限公司", maker: "honor", sure: true, on: "2020-11-17", held: "huawei"},
	{name: "Honor", maker: "honor", sure: true, on: "2020-11-18", had: "huawei 2013..2020-11-17"},
	{name: "超聚变数字技术有限公司", maker: "xfusion", sure: true, had: "huawei 2010..2021-11"},
	{name: "xFusion Digital Technologies Co., Ltd.", maker: "xfusion", sure: true, on: "2021-06-01", held: "huawei"},
	{name: "Huawei Marine Networks", maker: "hmn-tech", sure: true, on: "2019-01-01", held: "huawei"},
	{name: "HMN Technologies", maker: "hmn-tech", sure: true, had: "huawei 2008..2020"},
	{name: "Huawei-3Com", maker: "h3c", sure: true, on: "2006-06-01", held: "huawei"},
	{name: "Huawei 3Com Co., Ltd.", maker: "h3c", sure: true, on: "2006-06-01", held: "huawei"},
	{name: "New H3C Technologies Co., Ltd.", maker: "h3c", sure: true, had: "huawei 2003-11..2007-03"},
	{name: "新华三技术有限公司", maker: "h3c", sure: true, had: "huawei 2003-11..2007-03"},
	{name: "TD Tech", maker: "td-tech", sure: true, held: "huawei", had: "nokia 2007..2024-01"},
	{name: "Sepura plc", maker: "sepura", sure: true, on: "2019-01-01", held: "hytera"},
	{name: "Sepura Ltd", maker: "sepura", sure: true, had: "hytera 2017-05..2022"},
	{name: "Norsat International Inc.", maker: "norsat", sure: true, held: "hytera"},
	{name: "Teltronic S.A.U.", maker: "teltronic", sure: true, on: "2016-01-01", held: "sepura"},
	{name: "Lorex Technology Inc.", maker: "lorex", sure: true, on: "2020-01-01", held: "dahua"},
	{name: "Lorex", maker: "lorex", sure: true, had: "dahua 2018-02-06..2022-12"},
	{name: "萤石", maker: "ezviz", sure: true, held: "hikvision"},
	{name: "Nubia Technology", maker: "nubia", sure: true, held: "zte"},
	{name: "Netaş Telekomünikasyon A.Ş.", maker: "netas", sure: true, held: "zte"},
	{name: "ZTE Microelectronics", maker: "sanechips", sure: true, held: "zte"},
	{name: "Caltta Technologies", maker: "caltta", sure: true},
	{name: "ComNet (USA) LLC", maker: "comnet", sure: true, held: "pacific-networks"},
	{name: "Inspur", maker: "inspur", sure: true},
	{name: "ZTE Corporation", maker: "zte", sure: true},
}

func TestStatedNames(t *testing.T) {
	e := newEngine(t)
	know, err := knowledge.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stated {
		day := s.on
		if day == "" {
			day = "2026-11-23"
		}
		on, err := whomade.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		a, err := e.Answer("inventory.manufacturer", s.name, whomade.EncodingText)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
			continue
		}
		grade := slices.ContainsFunc(a.Parts, func(p identify.AnswerPart) bool { return p.Grade <= "B" })
		sure := a.Confidence >= whomade.Sure && grade
		other, not := strings.CutPrefix(s.maker, "not ")
		if not == (a.Maker == other) || sure != s.sure {
			t.Errorf("%s: %q with %v, graded A or B: %v; want %s, sure: %v", s.name, a.Maker, a.Confidence, grade, s.maker, s.sure)
			continue
		}
		held, had := "", []string{}
		for _, tie := range know.Ties(a.Maker) {
			switch {
			case tie.On(on):
				held = strings.TrimSpace(held + " " + tie.Owner)
			case tie.Before(on):
				had = append(had, tie.Owner+" "+tie.From.String()+".."+tie.To.String())
			}
			if len(tie.Refs) != len(tie.Chain)-1 || slices.Contains(tie.Refs, "") {
				t.Errorf("%s: %v has the sources %q", s.name, tie.Chain, tie.Refs)
			}
		}
		if s.sure && !not && (held != s.held || s.had != "" && !slices.Contains(had, s.had) || s.had == "" && s.on == "" && len(had) > 0 && s.held == "") {
			t.Errorf("%s on %s: held by %q, before by %q; want %q, %q", s.name, day, held, had, s.held, s.had)
		}
	}
	t.Logf("%d names", len(stated))
}
