import { judgeAlias } from './judge-alias.ts';
import { judgeKey } from './judge-key.ts';
import { foundAt, type Judgement, type Surroundings } from './judgement.ts';
import { judgeExchanges, judgeSpfOfReturnPath } from './judge-return-path.ts';
import { faultOfText } from './judge-text.ts';
import { misplacedOf } from './misplaced.ts';
import { type FoundRecord, type Observation, valuesOf } from './observation.ts';
import type { RecordFault } from './record-faults.ts';
import type { NeededRecord } from './records-to-publish.ts';

/** What was found of a record, and what is wrong with it. Only a definite answer calls it missing or wrong. */
export function judgeRecord(record: NeededRecord, seen: Observation, around: Surroundings): Judgement {
  if (seen.at.kind === 'unreachable') return { standing: 'unreachable', faults: [], found: [] };
  if (record.type === 'CNAME') return judgeAlias(record, seen, around);
  if (record.purpose === 'return_path' && seen.at.kind === 'found') {
    const judge = record.type === 'MX' ? judgeExchanges : judgeSpfOfReturnPath;
    const judged = judge(record, seen.at.values);
    const alias = seen.beside.find(({ type }) => type === 'CNAME');
    return alias && judged.standing === 'wrong' ? { ...judged, faults: ['cname_elsewhere'], found: [alias] } : judged;
  }
  if (seen.at.kind === 'none') return judgeAbsence(record, seen, around);
  return record.purpose === 'dkim' ? judgeKeys(record, seen, around) : judgeTexts(record, seen);
}

/** Nothing is at the name: perhaps it is at another one, or hidden by an alias. */
function judgeAbsence(record: NeededRecord, seen: Observation, around: Surroundings): Judgement {
  const missing = (faults: readonly RecordFault[], found: readonly FoundRecord[] = []): Judgement => ({
    standing: 'missing',
    faults,
    found,
  });
  if (!seen.isDelegated) return missing(['not_delegated']);
  const alias = seen.beside.find(({ type }) => type === 'CNAME');
  if (alias) {
    const fault = seen.wildcard.includes(alias.value) ? 'wildcard' : 'cname_elsewhere';
    return { standing: 'wrong', faults: [fault], found: [alias] };
  }
  const misplaced = misplacedOf(record, seen.elsewhere, around);
  return misplaced ? missing([misplaced.fault], [misplaced.record]) : missing([]);
}

/** Several keys at one selector leave it to chance which one a verifier takes (RFC 6376, 3.6.2.2). */
function judgeKeys(record: NeededRecord, seen: Observation, { keys }: Surroundings): Judgement {
  const values = valuesOf(seen.at);
  const found = foundAt(record, values);
  const judged = values.map((value) => judgeKey(record.value, value, keys));
  const good = judged.find(({ isUsable }) => isUsable);
  if (good && values.filter((value) => /(^|;)\s*p\s*=/.test(value)).length > 1)
    return { standing: 'wrong', faults: ['two_keys'], found };
  if (good) return { standing: 'published', faults: good.fault ? [good.fault] : [], found };
  if (isWildcard(seen)) return { standing: 'wrong', faults: ['wildcard'], found };
  return { standing: 'wrong', faults: nearestOf(judged.map(({ fault }) => fault)), found };
}

/** Other texts may stand beside it, such as the proof of another organization. */
function judgeTexts(record: NeededRecord, seen: Observation): Judgement {
  const values = valuesOf(seen.at);
  const found = foundAt(record, values);
  if (values.includes(record.value))
    return { standing: 'published', faults: [], found: foundAt(record, [record.value]) };
  if (isWildcard(seen)) return { standing: 'wrong', faults: ['wildcard'], found };
  const faults = values.map((value) => faultOfText(record.value, value) ?? 'other_value');
  return { standing: 'wrong', faults: nearestOf(faults), found };
}

/** One fault is named: the one that says most. */
function nearestOf(faults: readonly (RecordFault | null)[]): RecordFault[] {
  const known = faults.filter((fault) => fault !== null);
  const telling = known.find((fault) => fault !== 'other_value' && fault !== 'other_key');
  return [telling ?? known[0] ?? 'other_value'];
}

function isWildcard({ at, wildcard }: Observation): boolean {
  const values = valuesOf(at);
  return values.length > 0 && values.every((value) => wildcard.includes(value));
}
