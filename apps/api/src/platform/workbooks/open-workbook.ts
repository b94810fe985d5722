import { openArchive } from './archive.ts';
import type { SheetLimits } from './limits.ts';
import { readNumberFormats } from './number-formats.ts';
import { readSheet, type SheetRow } from './read-sheet.ts';
import { readStructure, type SheetEntry } from './read-structure.ts';
import { WorkbookRefusal } from './refusal.ts';
import { readStrings } from './string-table.ts';

export interface OpenedSheet {
  readonly sheets: readonly string[];
  readonly sheet: string;
  readonly rows: AsyncGenerator<SheetRow>;
}

/** Opens one sheet of a workbook: the one named, or the first that looks like a list. */
export async function openWorkbook(fd: number, wanted: string | null, limits: SheetLimits): Promise<OpenedSheet> {
  const archive = await openArchive(fd);
  const { sheets, isFrom1904, styles, strings: table } = await readStructure(archive);
  const context = {
    meanings: styles ? await readNumberFormats(archive.part(styles)) : [],
    strings: table ? await readStrings(archive.part(table), limits.characters) : null,
    isFrom1904,
  };
  const open = ({ part }: SheetEntry) => readSheet(archive.part(part), context, limits);
  const chosen = wanted === null ? await firstList(sheets, open) : sheets.find(({ name }) => name === wanted);
  if (!chosen) throw new WorkbookRefusal('no-sheet', `The workbook has no sheet "${wanted}".`);
  return { sheets: sheets.map(({ name }) => name), sheet: chosen.name, rows: open(chosen) };
}

/** A header and a row below it; sheets that are hidden come last. */
async function firstList(sheets: readonly SheetEntry[], open: (sheet: SheetEntry) => AsyncGenerator<SheetRow>) {
  const inOrder = [...sheets.filter(({ isHidden }) => !isHidden), ...sheets.filter(({ isHidden }) => isHidden)];
  for (const sheet of inOrder) {
    let rows = 0;
    for await (const _row of open(sheet)) {
      rows += 1;
      if (rows === 2) return sheet;
    }
  }
  return inOrder[0];
}
