import type { ImportFindings, ImportRehearsal } from '@engagex/domain/contacts';
import type { TenantDb } from '@engagex/tenancy';
import type { Applied } from './apply-import.ts';
import { countCells, countStatuses, storeBlocked, storeCells, storeRejections } from './import-data.queries.ts';
import type { StoredImport } from './stored-imports.ts';

/** What a run or a rehearsal counted. */
export type Numbers = Omit<ImportRehearsal, 'changes' | 'merged' | 'findings' | 'at'>;
type Lines = Pick<Numbers, 'invalid' | 'duplicates' | 'hidden' | 'beyondPlan' | 'blocked'>;

/** Stores the rows that are not imported and the people who stay unsubscribed; an earlier rehearsal's are replaced. */
export async function storeLines(db: TenantDb, importId: string): Promise<Lines> {
  await db.rows('delete from import_rejections where import_id = $1', [importId]);
  await db.rows(storeRejections, [importId]);
  await db.rows(storeBlocked, [importId]);
  const counted = await db.row<Record<keyof Lines, string>>(
    `select count(*) filter (where kind = 'invalid') as invalid, count(*) filter (where kind = 'duplicate') as duplicates,
       count(*) filter (where kind = 'hidden') as hidden, count(*) filter (where kind = 'unsubscribed') as blocked,
       count(*) filter (where kind = 'beyond_plan') as "beyondPlan" from import_rejections where import_id = $1`,
    [importId],
  );
  const number = (text: string | undefined) => Number(text ?? 0);
  return {
    invalid: number(counted?.invalid),
    duplicates: number(counted?.duplicates),
    hidden: number(counted?.hidden),
    beyondPlan: number(counted?.beyondPlan),
    blocked: number(counted?.blocked),
  };
}

type Cells = Omit<ImportFindings['cells'][number], 'name'>;

/** Stores the cells that were left out or corrected, and counts them and the people who arrive unsubscribed or suppressed. */
export async function storeFindings(db: TenantDb, { id, columns }: StoredImport): Promise<ImportFindings> {
  await db.rows('delete from import_cells where import_id = $1', [id]);
  await db.rows(storeCells, [id]);
  const statuses =
    await db.row<Record<'unsubscribed' | 'unconfirmed' | 'bounced' | 'complained', string>>(countStatuses);
  const cells = await db.rows<Cells>(countCells, [id]);
  return {
    unsubscribed: Number(statuses?.unsubscribed),
    unconfirmed: Number(statuses?.unconfirmed),
    bounced: Number(statuses?.bounced),
    complained: Number(statuses?.complained),
    cells: cells.map((each) => ({ ...each, count: Number(each.count), name: columns[each.column] ?? '' })),
  };
}

/** The file adds up, or nothing of it is kept. */
export function numbersOf({ rows, fileNotes }: StoredImport, applied: Applied, lines: Lines): Numbers {
  const { people, created, updated } = applied;
  const { blank } = fileNotes;
  const rejected = lines.invalid + lines.duplicates + lines.hidden + lines.beyondPlan + blank;
  if (people + rejected !== Number(rows))
    throw new Error(`${people} people and ${rejected} rejected rows do not make ${rows}.`);
  return { created, updated, unchanged: people - created - updated, blank, ...lines };
}

/** In words, how a run differs from its rehearsal and why; null when it does not. */
export function differenceOf(rehearsal: Partial<Numbers>, run: Numbers, meanwhile: number): string | null {
  const parts = (
    [
      ['created', 'new'],
      ['updated', 'changed'],
      ['unchanged', 'unchanged'],
      ['duplicates', 'repeated'],
      ['invalid', 'invalid'],
      ['hidden', 'hidden'],
      ['beyondPlan', 'beyond your plan'],
      ['blocked', 'staying unsubscribed'],
    ] as const
  )
    .filter(([key]) => (rehearsal[key] ?? 0) !== run[key])
    .map(([key, word]) => `${run[key]} ${word} instead of ${rehearsal[key] ?? 0}`);
  if (parts.length === 0) return null;
  const why =
    meanwhile > 0
      ? `${meanwhile} of these contacts ${meanwhile === 1 ? 'was' : 'were'} added or changed after the check.`
      : 'Contacts, attributes or external ids were removed or changed after the check.';
  return `${parts.join(', ')}: ${why}`;
}
