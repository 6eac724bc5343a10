// Package scene holds reports that every output format is tested on.
package scene

import "github.com/whomade/whomade"

// All returns the scenes by name.
func All() map[string]*whomade.Report {
	return map[string]*whomade.Report{"empty": empty(), "hostile": hostile(), "network": network()}
}

func date(s string) whomade.Date {
	d, err := whomade.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func empty() *whomade.Report {
	r := &whomade.Report{
		Schema: whomade.ReportSchema, AsOf: date("2026-11-23"),
		Knowledge: whomade.Knowledge{Date: date("2026-11-20"), Digest: "sha256:00"},
	}
	r.Normalise()
	return r
}

// network is two elements: one that a rule binds, one that evidence does not
// decide.
func network() *whomade.Report {
	r := empty()
	r.Operator = whomade.Operator{ID: "northmoor", Roles: []string{"gb-designated-provider"}, Jurisdictions: []string{"GB"}}
	r.Artifacts = []whomade.Artifact{
		{Name: "walks/agg-01.txt", Digest: "sha256:aa", Size: 1523, Format: "snmpwalk", About: "e-1111"},
		{Name: "core.pcap", Digest: "sha256:bb", Size: 1234567, Format: "pcap"},
	}
	citation := whomade.Citation{
		Title: "Designated Vendor Direction 2022", Text: "direction under s.105Z1 Communications Act 2003", Issuer: "the Secretary of State",
		URL: "https://example.org/direction", Sources: []string{"https://example.org/page", "javascript:alert(1)"},
	}
	r.Operator.Verdicts = []whomade.Verdict{{
		Rule: "gb-dvd-huawei-2022", Obligation: "cap-share-5g", Jurisdiction: "GB", Outcome: whomade.Breaks, Binding: true, Grade: whomade.PartlySourced, Since: date("2023-08-01"), Deadline: date("2023-07-31"), Citation: citation,
		Because: []whomade.Because{{Fact: "share.5g-access", Value: "0.41", Text: "is more than 35 % of the 5G access network"}},
		Share: &whomade.Share{
			Fact: "share.5g-access", Cap: 0.35, Measure: "the 5G access network", Part: "element.segment ran, element.generation 5g", Stated: "0.41",
			Counts: []whomade.ShareCount{
				{By: "element.base_stations", Makers: 40, Total: 100, Open: 10, Least: 0.4, Most: 0.5, Text: "40.0 % to 50.0 %"},
				{By: "element.traffic", Makers: 12.5, Total: 50, Least: 0.25, Most: 0.25, Text: "25.0 %"},
			},
			Elements: []string{"e-1111"}, Undecided: []string{"e-2222"}, Unknown: []whomade.UnknownFact{{Fact: "element.maker", Elements: 1}},
		},
	}}
	r.Elements = []whomade.Element{
		{
			ID: "e-1111", Subjects: []whomade.Subject{{MAC: "00:1e:10:5b:00:41", IP: "192.0.2.9"}, {Artifact: "sha256:aa"}},
			Maker: "huawei", Brand: "huawei", Confidence: 0.998, Makers: []whomade.MakerChance{{Maker: "huawei", Confidence: 0.998}},
			Model: "NE40E-M2K", OS: "VRP", Version: "8.180", Segment: "core", Site: "LEEDS-1", Grades: "BC",
			Facts: map[string]string{"element.function": "routing", "element.generation": "5g"},
			Evidence: []whomade.Part{
				{Makers: []string{"huawei"}, Role: whomade.RoleMaker, Weight: 4.1, Class: "snmp", Grade: "B", Signature: "huawei/engine-id", Reason: "enterprise 2011, MAC form", Attribute: "snmp.engine_id", Value: "800007db03001e105b0041", Name: "walks/agg-01.txt", Artifact: "sha256:aa", Locator: whomade.Locator{Line: 9}},
				{Makers: []string{"huawei"}, Role: whomade.RoleMaker, Weight: 0, Class: "snmp", Grade: "B", Reason: "the same class was counted already", Attribute: "snmp.sys_description", Value: "Huawei Versatile Routing Platform Software", Name: "walks/agg-01.txt", Artifact: "sha256:aa", Locator: whomade.Locator{Line: 1}},
				{Makers: []string{"huawei"}, Role: whomade.RoleMaker, Weight: 0.9, Class: "link", Grade: "C", Reason: "00:1e:10 is registered to Huawei Technologies", Attribute: "ethernet.source", Value: "00:1e:10:5b:00:41", Name: "core.pcap", Artifact: "sha256:bb", Locator: whomade.Locator{Frame: 17, Offset: 6, Length: 6}},
			},
			Verdicts: []whomade.Verdict{
				{Rule: "gb-dvd-huawei-2022", Obligation: "remove-core", Jurisdiction: "GB", Outcome: whomade.Breaks, Binding: true, Grade: whomade.SecondarySource, Since: date("2024-01-01"), Deadline: date("2023-12-31"), Citation: citation, Because: []whomade.Because{{Fact: "element.segment", Value: "core", Text: "the element is in the core"}}},
				{Rule: "us-report", Obligation: "report", Jurisdiction: "US", Outcome: whomade.Breaks, Binding: true, Grade: whomade.PartlySourced, Citation: citation, Waiver: &whomade.Waiver{ID: "W-1", Holder: "radio planning", Reason: "replacement ordered", Approver: "CISO", Expires: date("2026-12-31")}},
				{Rule: "gb-dvd-huawei-2022", Obligation: "remove-5g", Jurisdiction: "GB", Outcome: whomade.Due, Binding: true, Grade: whomade.SecondarySource, Deadline: date("2027-12-31"), Citation: citation},
			},
			Timeline: []whomade.Turn{{On: date("2028-01-01"), Rule: "gb-dvd-huawei-2022", Obligation: "remove-5g", Was: whomade.Due, Is: whomade.Breaks, Deadline: date("2027-12-31")}},
		},
		{
			ID: "e-2222", Subjects: []whomade.Subject{{IP: "192.0.2.10"}}, Makers: []whomade.MakerChance{{Maker: "h3c", Confidence: 0.6}, {Maker: "hpe", Confidence: 0.35}},
			NextEvidence: "the output of display device manuinfo",
			Components:   []string{"quectel"}, Software: []string{"netsnmp"}, Owners: &whomade.Ownership{On: date("2015-06-01"), Basis: "manufactured", Companies: []string{"hpe"}},
			Conflicts: []whomade.Conflict{{Kind: "brand", Reading: "the badge says hpe, the number says h3c", Sides: []string{"hpe: HPE Comware Platform Software", "h3c: 1.3.6.1.4.1.25506.11.1.184"}}},
			Verdicts:  []whomade.Verdict{{Rule: "gb-dvd-huawei-2022", Obligation: "remove-5g", Jurisdiction: "GB", Outcome: whomade.CannotTell, Binding: true, Grade: whomade.SecondarySource, Citation: citation, Missing: []string{"element.maker"}, SettledBy: []whomade.Settled{{Facts: []string{"site.sensitive"}, Outcome: whomade.Allowed}}, If: []whomade.If{{Facts: map[string]string{"element.maker": "huawei"}, Outcome: whomade.Due, Deadline: date("2027-12-31"), Text: "if the maker is huawei: due 2027-12-31"}}}},
		},
	}
	r.Diagnostics = []whomade.Diagnostic{{Severity: whomade.SeverityError, Artifact: "sha256:bb", Name: "core.pcap", Locator: whomade.Locator{Frame: 88121}, Message: "the capture is cut off in the middle of a record"}}
	r.Summary = whomade.Summary{
		Makers: whomade.CountMakers(r.Elements),
		Outcomes: []whomade.OutcomeCount{
			{Rule: "gb-dvd-huawei-2022", Obligation: "remove-core", Jurisdiction: "GB", Title: "Designated Vendor Direction 2022", Outcome: whomade.Breaks, Deadline: date("2023-12-31"), Grade: whomade.SecondarySource, Elements: 1},
			{Rule: "gb-dvd-huawei-2022", Obligation: "remove-5g", Jurisdiction: "GB", Title: "Designated Vendor Direction 2022", Outcome: whomade.Due, Deadline: date("2027-12-31"), Grade: whomade.SecondarySource, Elements: 1},
		},
		Ifs:       []whomade.IfCount{{Jurisdiction: "US", Rule: "us-ndaa-fy2019-889-a-1-b", Text: "if you are a federal contractor: breaks since 2020-08-13", Outcome: whomade.Breaks, Elements: 1}},
		Questions: []whomade.Question{{Fact: "element.maker", Text: "Who made it?", Settles: 1}},
		Changes:   &whomade.Changes{New: []string{"e-1111 gb-dvd-huawei-2022 remove-core breaks"}, Gone: []string{}, Same: 2},
		Waived:    &whomade.WaivedCount{Waived: 1, Expired: 0},
		NotRead:   1, Exit: []int{3},
	}
	r.Normalise()
	return r
}

// hostile has control characters, markup and formulas wherever text from
// evidence can stand.
func hostile() *whomade.Report {
	const evil = "=cmd|' /C calc'!A0\x1b[31m<script>alert(1)</script>\u202egnp.exe\x00\xff\r\n\"x"
	r := empty()
	r.Artifacts = []whomade.Artifact{{Name: evil, Digest: "sha256:cc", Size: 1, Format: "table"}}
	r.Elements = []whomade.Element{{
		ID: "e-3333", Subjects: []whomade.Subject{{HostName: evil}}, Maker: "nokia", Brand: "nokia", Confidence: 0.96, Model: evil, OS: evil, Version: evil, Site: evil,
		Makers:    []whomade.MakerChance{{Maker: "nokia", Confidence: 0.96}},
		Facts:     map[string]string{"element.function": evil},
		Evidence:  []whomade.Part{{Makers: []string{"nokia"}, Role: whomade.RoleMaker, Weight: 1, Class: "inventory", Grade: "B", Reason: evil, Attribute: "part.model", Value: evil, Name: evil}},
		Conflicts: []whomade.Conflict{{Kind: "maker", Reading: evil, Sides: []string{evil, evil}}},
	}}
	r.Diagnostics = []whomade.Diagnostic{{Severity: whomade.SeverityWarning, Name: evil, Locator: whomade.Locator{Sheet: evil, Cell: "A1"}, Message: evil}}
	r.Summary = whomade.Summary{Makers: whomade.CountMakers(r.Elements), Exit: []int{0}}
	r.Normalise()
	return r
}
