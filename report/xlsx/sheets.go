package xlsx

import (
	"io"

	"github.com/xuri/excelize/v2"
)

// Sheet is a sheet of text; its first row is the head.
type Sheet struct {
	Name string
	Rows [][]string
}

// Sheets writes a workbook of plain sheets, in the same octets for the same rows.
func Sheets(w io.Writer, title string, sheets []Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "whomade", Title: title}); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for i, s := range sheets {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", s.Name); err != nil {
				return err
			}
		}
		err := sheet(f, s.Name, bold, func(row func(...string) error) error {
			for _, r := range s.Rows {
				if err := row(r...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return WriteSorted(f, w)
}
