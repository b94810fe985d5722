import { addressIn, addressKey, invalid, problemWithAddress } from '@engagex/domain/shared';
import { suppressionLimits, type RejectedAddress } from '@engagex/domain/suppressions';
import type { List } from '../../platform/csv/read-list.ts';

/** The addresses of a list, and the outcome of each of its rows. */
export interface ReadAddresses {
  readonly rows: number;
  /** Each address once, as it is compared. */
  readonly keys: Set<string>;
  readonly repeated: number;
  readonly rejected: RejectedAddress[];
}

/**
 * The addresses of a list, by the column that is named like one or holds them, or else the first. What else is wrong with a row
 * does not matter: nobody should get mail because a note beside their address has a stray quote.
 */
export async function readAddresses({ below, mapping, rows, fileNotes }: List): Promise<ReadAddresses> {
  if (rows - fileNotes.blank > suppressionLimits.rows)
    throw invalid(
      'suppression.too-many',
      `Split the file: at most ${suppressionLimits.rows.toLocaleString('en')} rows.`,
    );
  const column = Math.max(0, mapping.indexOf('email'));
  const keys = new Set<string>();
  const rejected: RejectedAddress[] = [];
  let repeated = 0;
  for await (const part of below) {
    for (const { line, fields, kind } of part) {
      if (kind === 'blank') continue;
      const cell = (fields[column] ?? '').trim();
      const { address, other } = addressIn(cell);
      const key = addressKey(address);
      const reason = other === null ? problemWithAddress(key) : 'The cell has two addresses. Give each a row.';
      if (reason !== null) rejected.push({ line, reason, cell: cell.slice(0, 200) });
      else if (keys.has(key)) repeated += 1;
      else keys.add(key);
    }
  }
  return { rows, keys, repeated, rejected };
}
