package check_test

import (
	"testing"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/check"
	"github.com/whomade/whomade/knowledge/law"
)

// ties is a small company graph for the tests.
var ties = law.Ties{
	{Company: "hisilicon", Owner: "huawei", From: date("2004")},
	{Company: "honor", Owner: "huawei", From: date("2013"), To: date("2020-11-17")},
	{Company: "h3c", Owner: "huawei", From: date("2003-11"), To: date("2007-03")},
	{Company: "norsat", Owner: "hytera", From: date("2017-07")},
	{Company: "ezviz", Owner: "hikvision", From: date("2013")},
}

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
