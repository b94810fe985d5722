import { foundAt, type Judgement } from './judgement.ts';
import { faultOfText } from './judge-text.ts';
import type { NeededRecord } from './records-to-publish.ts';

/** Exchanges as `<preference> <host>`. */
export function judgeExchanges(record: NeededRecord, values: readonly string[]): Judgement {
  const found = foundAt(record, values);
  const hosts = values.map((value) => value.split(' ').at(-1) ?? '');
  if (!hosts.includes(record.value)) {
    const isDoubled = hosts.some((host) => host.startsWith(`${record.value}.`));
    return { standing: 'wrong', faults: [isDoubled ? 'target_doubled' : 'mx_elsewhere'], found };
  }
  return {
    standing: 'published',
    faults: hosts.some((host) => host !== record.value) ? ['mx_beside_others'] : [],
    found,
  };
}

/** The SPF record of the return path: one, which allows what it should; it may allow more and end otherwise. */
export function judgeSpfOfReturnPath(record: NeededRecord, values: readonly string[]): Judgement {
  const spf = values.filter((value) => /^v=spf1(?: |$)/i.test(value));
  const found = foundAt(record, spf.length > 0 ? spf : values);
  if (spf.length > 1) return { standing: 'wrong', faults: ['two_spf'], found };
  const [only] = spf;
  if (only === undefined) {
    const faults = values.map((value) => faultOfText(record.value, value)).filter((fault) => fault !== null);
    return { standing: 'wrong', faults: [faults[0] ?? 'spf_missing'], found };
  }
  const termsOf = (text: string) => text.toLowerCase().split(/\s+/).slice(1);
  const isAll = (term: string) => /^[-~?+]?all$/.test(term);
  const given = termsOf(only);
  const all = given.findIndex(isAll);
  const terms = all === -1 ? given : given.slice(0, all); // what comes after it is never looked at (RFC 7208, 5.1)
  const needed = termsOf(record.value).filter((term) => !isAll(term));
  const hasAll = needed.every((term) => terms.includes(term) || terms.includes(`+${term}`));
  if (hasAll) return { standing: 'published', faults: [], found };
  return { standing: 'wrong', faults: [faultOfText(record.value, only) ?? 'spf_without_us'], found };
}
