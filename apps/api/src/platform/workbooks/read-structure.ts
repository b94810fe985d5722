import { posix } from 'node:path';
import type { Archive } from './archive.ts';
import { workbookLimits } from './limits.ts';
import { damaged, tooLarge, WorkbookRefusal } from './refusal.ts';
import { isTrue } from './read-sheet.ts';
import { readAllXml } from './read-xml.ts';

export interface SheetEntry {
  readonly name: string;
  readonly isHidden: boolean;
  readonly part: string;
}

export interface Structure {
  readonly sheets: readonly SheetEntry[];
  /** Days are counted from 1904, as old Macs did, and not from 1900. */
  readonly isFrom1904: boolean;
  readonly styles: string | null;
  readonly strings: string | null;
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly part: string;
}

/** Finds the parts of a workbook by the relations between them (ECMA-376, part 2); their names are up to who wrote it. */
export async function readStructure(archive: Archive): Promise<Structure> {
  const main = await findMainPart(archive);
  const relations = await relationsOf(archive, main);
  const partOf = (type: string) => relations.find((each) => each.type === type && archive.has(each.part))?.part ?? null;
  const named: { name: string; id: string; isHidden: boolean }[] = [];
  let isFrom1904 = false;
  await readAllXml(archive.part(main), {
    open(name, { date1904, id = '', name: label = '', state = 'visible' }) {
      if (name === 'workbookPr') isFrom1904 = isTrue(date1904);
      if (name !== 'sheet') return;
      if (named.length === workbookLimits.sheets)
        throw tooLarge(`The workbook has more than ${workbookLimits.sheets} sheets.`);
      named.push({ name: label.slice(0, 100), id, isHidden: state !== 'visible' });
    },
  });
  const sheets = named.flatMap(({ name, id, isHidden }) => {
    const found = relations.find((each) => each.id === id && each.type === 'worksheet'); // not a sheet that is a chart
    return found && archive.has(found.part) ? [{ name, isHidden, part: found.part }] : [];
  });
  if (sheets.length === 0) throw damaged('The workbook has no sheets.');
  return { sheets, isFrom1904, styles: partOf('styles'), strings: partOf('sharedStrings') };
}

async function findMainPart(archive: Archive): Promise<string> {
  const relations = archive.has('_rels/.rels') ? await relationsOf(archive, '') : [];
  const main = relations.find(({ type }) => type === 'officeDocument')?.part;
  if (main?.startsWith('xl/') && main.endsWith('.xml') && archive.has(main)) return main;
  throw new WorkbookRefusal('not-one', `${whatItIs(archive, main)} Open it, save it as .xlsx or CSV and upload that.`);
}

function whatItIs(archive: Archive, main: string | undefined): string {
  if (main?.startsWith('word/')) return 'This is a Word document, not a spreadsheet.';
  if (main?.startsWith('ppt/')) return 'This is a presentation, not a spreadsheet.';
  if (main?.endsWith('.bin')) return 'This is a binary workbook (.xlsb).';
  if (archive.has('mimetype') && archive.has('content.xml')) return 'This is an OpenDocument file (.ods).';
  return 'This is a zip file, not an Excel workbook (.xlsx).';
}

/** The relations of a part, or of the whole package, by the last word of their types. */
async function relationsOf(archive: Archive, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const found: Relation[] = [];
  if (!archive.has(name)) return found;
  await readAllXml(archive.part(name), {
    open(element, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
      if (element !== 'Relationship' || mode === 'External' || found.length === workbookLimits.entries) return;
      const path = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      found.push({ id, type: type.slice(type.lastIndexOf('/') + 1), part: path });
    },
  });
  return found;
}
