import { judgeKey, type KnownKeys } from './judge-key.ts';
import { faultOfText } from './judge-text.ts';
import type { Surroundings } from './judgement.ts';
import { mistakenNamesOf } from './names-to-look-at.ts';
import type { FoundRecord } from './observation.ts';
import type { RecordFault } from './record-faults.ts';
import type { NeededRecord } from './records-to-publish.ts';

/** The same record at a name where it ends up by mistake. */
export function misplacedOf(
  record: NeededRecord,
  elsewhere: readonly FoundRecord[],
  around: Surroundings,
): { readonly fault: RecordFault; readonly record: FoundRecord } | null {
  for (const { name, fault } of mistakenNamesOf(record, around)) {
    const there = elsewhere.find((each) => each.name === name && resembles(record, each.value, around.keys));
    if (there) return { fault, record: there };
  }
  return null;
}

function resembles(record: NeededRecord, value: string, keys: KnownKeys): boolean {
  if (value === record.value || value.toLowerCase() === record.value.toLowerCase()) return true;
  if (record.type !== 'TXT') return false;
  if (record.purpose !== 'dkim') return faultOfText(record.value, value) !== null;
  const { isUsable, fault } = judgeKey(record.value, value, keys);
  return isUsable || !['wrong_selector', 'old_key', 'other_key', 'other_value'].includes(fault ?? '');
}
