import { foundAt, type Judgement, type Surroundings } from './judgement.ts';
import { misplacedOf } from './misplaced.ts';
import { type FoundRecord, type Observation, valuesOf } from './observation.ts';
import type { NeededRecord } from './records-to-publish.ts';

/** What an alias (CNAME) leads to. Some hosts answer with what is behind it instead, which serves as well. */
export function judgeAlias(record: NeededRecord, seen: Observation, around: Surroundings): Judgement {
  const targets = valuesOf(seen.at);
  const found = foundAt(record, targets);
  if (targets.includes(record.value)) {
    const foreign = seen.beside.filter((each) => !isAmong(each, seen.atTarget));
    if (foreign.length > 0)
      return { standing: 'wrong', faults: ['cname_beside_others'], found: [...found, ...foreign] };
    return { standing: 'published', faults: [], found };
  }
  if (targets.length > 0) {
    if (targets.every((target) => seen.wildcard.includes(target)))
      return { standing: 'wrong', faults: ['wildcard'], found };
    if (seen.chain.includes(record.value) && !targets.includes(record.value))
      return { standing: 'published', faults: ['cname_chained'], found };
    const isDoubled = targets.some((target) => target.startsWith(`${record.value}.`));
    return { standing: 'wrong', faults: [isDoubled ? 'target_doubled' : 'cname_elsewhere'], found };
  }
  if (!seen.isDelegated) return { standing: 'missing', faults: ['not_delegated'], found: [] };
  return seen.beside.length > 0 ? judgeInstead(record, seen) : judgeAbsence(record, seen, around);
}

/** There is no alias, but something else at the name. */
function judgeInstead(record: NeededRecord, { beside, atTarget }: Observation): Judgement {
  const isText = beside.some(
    ({ type, value }) =>
      type === 'TXT' &&
      value
        .toLowerCase()
        .replace(/^https?:\/\//, '')
        .replace(/[./]+$/, '') === record.value,
  );
  if (isText) return { standing: 'wrong', faults: ['wrong_type'], found: beside };
  const servesTheSame = atTarget.length > 0 && atTarget.every((each) => isAmong(each, beside));
  if (servesTheSame) return { standing: 'published', faults: ['cname_flattened'], found: beside };
  const sharesAddress = atTarget.some((each) => each.type === 'A' && isAmong(each, beside));
  if (sharesAddress) return { standing: 'wrong', faults: ['cname_flattened'], found: beside };
  const hasOnlyAddresses = beside.every(({ type }) => type === 'A');
  return { standing: 'wrong', faults: [hasOnlyAddresses ? 'cname_proxied' : 'other_value'], found: beside };
}

function judgeAbsence(record: NeededRecord, seen: Observation, around: Surroundings): Judgement {
  const misplaced = misplacedOf(record, seen.elsewhere, around);
  if (misplaced) return { standing: 'missing', faults: [misplaced.fault], found: [misplaced.record] };
  return { standing: 'missing', faults: [], found: [] };
}

function isAmong({ type, value }: FoundRecord, records: readonly FoundRecord[]): boolean {
  return records.some((each) => each.type === type && each.value === value);
}
