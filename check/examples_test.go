package check_test

import (
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/knowledge/law"
)

// graph is a company graph with the countries of seats.
type graph struct {
	law.Ties
	seats map[string]string
}

func (g graph) Country(id string) string { return g.seats[id] }

// ties is a small company graph for the tests.
var ties = graph{law.Ties{
	{Company: "hisilicon", Owner: "huawei", From: date("2004")},
	{Company: "honor", Owner: "huawei", From: date("2013"), To: date("2020-11-17")},
	{Company: "h3c", Owner: "huawei", From: date("2003-11"), To: date("2007-03")},
	{Company: "neul", Owner: "huawei", From: date("2014-09")},
	{Company: "ezviz", Owner: "hikvision", From: date("2013")},
}, map[string]string{
	"huawei": "CN", "zte": "CN", "hikvision": "CN", "dahua": "CN", "tp-link": "CN", "fiberhome": "CN", "h3c": "CN", "hisilicon": "CN", "honor": "CN", "uniview": "CN",
	"axis": "SE", "cisco": "US", "ericsson": "SE", "hpe": "US", "nec": "JP", "nokia": "FI", "samsung": "KR", "zyxel": "TW",
}}

func date(s string) whomade.Date {
	d, err := whomade.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func load(t testing.TB) *law.Book {
	t.Helper()
	b, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestExamples(t *testing.T) {
	for _, f := range check.Test(load(t), ties) {
		t.Error(f)
	}
}
