import writeXlsxFile, { type Cell } from 'write-excel-file/node';

type Sheet = Parameters<typeof writeXlsxFile>[0][number];

/** One column of a table: its heading and how a row's cell is made. */
export interface Column<Row> {
  heading: string;
  width: number;
  cell: (row: Row) => Cell;
}

/** A spreadsheet program reads a cell that begins so as a formula, or as a command of a linked program. */
const FORMULA = /^[=+\-@\t\r]/;

/** A text as a cell: one that begins like a formula gets an apostrophe in front, and stays text wherever it is opened. */
export function textCell(text: string | null | undefined): Cell {
  if (!text) return null;
  return { value: FORMULA.test(text) ? `'${text}` : text, type: String, wrap: true, alignVertical: 'top' };
}

export function numberCell(value: number | null): Cell {
  return value === null ? null : { value, type: Number, alignVertical: 'top' };
}

const dayOfMoment = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' });

/** The Vietnamese day of a moment, as a date that the spreadsheet can sort and count with. */
export function dateCell(moment: string | null): Cell {
  if (!moment) return null;
  // A spreadsheet knows no time zones: midnight UTC of that day is written as just the day.
  return {
    value: new Date(`${dayOfMoment.format(new Date(moment))}T00:00:00Z`),
    type: Date,
    format: 'dd/mm/yyyy',
    alignVertical: 'top'
  };
}

/** A table as a sheet, with headings that stay in view. */
export function tableSheet<Row>(name: string, columns: Column<Row>[], rows: Row[]): Sheet {
  const headings = columns.map(({ heading }): Cell => ({
    value: heading,
    type: String,
    fontWeight: 'bold',
    wrap: true,
    backgroundColor: '#e3efe6'
  }));
  return {
    sheet: sheetName(name),
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    data: [headings, ...rows.map((row) => columns.map(({ cell }) => cell(row)))]
  };
}

/** The bytes of a workbook. */
export function workbook(sheets: Sheet[]): Promise<Buffer> {
  return writeXlsxFile(sheets, { fontFamily: 'Arial', fontSize: 10 }).toBuffer();
}

/** Excel allows 31 characters, without some signs. */
function sheetName(name: string): string {
  return name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31);
}
