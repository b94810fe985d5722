import { workbookLimits } from './limits.ts';

/** A day is one without a time: `{ day: '2026-03-31' }`. */
export type WrittenCell = string | number | boolean | Date | { readonly day: string } | null;

/** What a sheet cannot hold, in words for the person who asked for it. */
export class UnwritableSheet extends Error {}

const mostCharacters = 32_767;
const dayMs = 86_400_000;
const excelEpoch = Date.UTC(1899, 11, 30);
const firstTrueDay = 61; // 1 March 1900: Excel takes 1900 for a leap year

/** Positions in `cellXfs` below. Text is marked as such, so that editing `=1+1` or `+41…` does not compute it. */
const styles = { header: 1, day: 2, moment: 3, text: 4 } as const;

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export function headOfSheet(columns: readonly string[]): string {
  const header = columns.map((name, at) => textCell(placeOf(at, 1), name, styles.header)).join('');
  return `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="${Math.max(1, columns.length)}" width="22" customWidth="1"/></cols><sheetData><row r="1">${header}</row>`;
}

export const tailOfSheet = '</sheetData></worksheet>';

export function rowOf(line: number, cells: readonly WrittenCell[]): string {
  if (line > workbookLimits.lastRow)
    throw new UnwritableSheet(`An Excel sheet ends at row ${workbookLimits.lastRow.toLocaleString('en')}.`);
  let xml = `<row r="${line}">`;
  cells.forEach((cell, at) => {
    if (cell !== null && cell !== '') xml += cellOf(placeOf(at, line), cell);
  });
  return `${xml}</row>`;
}

/** Such as AB12. */
function placeOf(at: number, line: number): string {
  let letters = '';
  for (let rest = at; rest >= 0; rest = Math.floor(rest / 26) - 1)
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  return letters + line;
}

function cellOf(place: string, cell: NonNullable<WrittenCell>): string {
  if (typeof cell === 'string') return textCell(place, cell, styles.text);
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (cell instanceof Date) return timeCell(place, cell.getTime(), styles.moment, cell.toISOString());
  return timeCell(place, Date.parse(`${cell.day}T00:00:00Z`), styles.day, cell.day);
}

/** What was before the calendar of Excel begins is written as text. */
function timeCell(place: string, time: number, style: number, text: string): string {
  const serial = (time - excelEpoch) / dayMs;
  if (!(serial >= firstTrueDay)) return textCell(place, text, styles.text);
  return `<c r="${place}" s="${style}"><v>${serial}</v></c>`;
}

function textCell(place: string, text: string, style: number): string {
  if (text.length > mostCharacters) {
    const most = mostCharacters.toLocaleString('en');
    throw new UnwritableSheet(`A value is longer than the ${most} characters an Excel cell can hold.`);
  }
  return `<c r="${place}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', _: '_x005F_' };
// An underscore that would begin an escape is one itself (ECMA-376, 22.9.2.19).
// oxlint-disable-next-line no-control-regex -- they are what XML cannot hold
const unsafe = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;

function escaped(text: string): string {
  return text.toWellFormed().replaceAll(unsafe, (character) => named[character] ?? coded(character));
}

function coded(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

/** Everything that is not the sheet itself. */
export function packageParts(sheet: string): readonly (readonly [name: string, xml: string])[] {
  const part = (type: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml`;
  const relationships = (...each: readonly (readonly [type: string, target: string])[]) =>
    `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each
      .map(([type, target], at) => `<Relationship Id="r${at + 1}" Type="${relations}/${type}" Target="${target}"/>`)
      .join('')}</Relationships>`;
  return [
    [
      '[Content_Types].xml',
      `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${part('sheet.main')}"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${part('worksheet')}"/><Override PartName="/xl/styles.xml" ContentType="${part('styles')}"/></Types>`,
    ],
    ['_rels/.rels', relationships(['officeDocument', 'xl/workbook.xml'])],
    [
      'xl/workbook.xml',
      `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', relationships(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml'])],
    ['xl/styles.xml', stylesXml],
  ];
}

const format = (id: number, font = 0) =>
  `<xf numFmtId="${id}" fontId="${font}" fillId="0" borderId="0" xfId="0"${id ? ' applyNumberFormat="1"' : ''}${font ? ' applyFont="1"' : ''}/>`;
const font = (bold: string) => `<font>${bold}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`;
const stylesXml = `${declaration}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2">${font('')}${font('<b/>')}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">${format(0)}${format(0, 1)}${format(164)}${format(165)}${format(49)}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
