package table

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/whomade/whomade"
	"github.com/whomade/whomade/evidence"
)

// xmlInMemory is how much of one part of a workbook is unpacked in memory; more
// goes to a temporary file.
const xmlInMemory = 16 << 20

func isZip(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// isWorkbook recognises a workbook by its first parts.
func isWorkbook(head []byte) bool {
	return isZip(head) && (bytes.Contains(head, []byte("xl/workbook.xml")) || bytes.Contains(head, []byte("xl/worksheets/")) ||
		bytes.Contains(head, []byte("xl/_rels/")) || bytes.Contains(head, []byte("xl/theme")) ||
		bytes.HasPrefix(head[min(30, len(head)):], []byte("[Content_Types].xml")) && !bytes.Contains(head, []byte("word/")) && !bytes.Contains(head, []byte("ppt/")))
}

func readWorkbook(ctx context.Context, in evidence.Input, out evidence.Out) error {
	packed, err := io.ReadAll(io.LimitReader(in.Reader, in.Limits.Spool+1))
	if err != nil {
		return err
	}
	if int64(len(packed)) > in.Limits.Spool {
		return fmt.Errorf("the workbook is larger than %d octets", in.Limits.Spool)
	}
	limit := max(min(in.Limits.Total, int64(len(packed))*in.Limits.Ratio, 4*in.Limits.Spool), xmlInMemory)
	f, err := excelize.OpenReader(bytes.NewReader(packed), excelize.Options{UnzipSizeLimit: limit, UnzipXMLSizeLimit: xmlInMemory, RawCellValue: true})
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		if err := readSheet(ctx, f, name, in, out); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			out.Diagnose(whomade.SeverityError, whomade.Locator{Sheet: name}, "the sheet could not be read to its end: "+err.Error())
		}
	}
	return nil
}

func readSheet(ctx context.Context, f *excelize.File, name string, in evidence.Input, out evidence.Out) (err error) {
	rows, err := f.Rows(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	s := &sheet{name: name, in: in, out: out, excel: true}
	defer s.finish()
	for n := int64(1); rows.Next(); n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		cells, err := rows.Columns()
		if err != nil {
			return err
		}
		s.add(n, cells)
	}
	return rows.Error()
}
