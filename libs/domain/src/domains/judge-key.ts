import { faultOfText, invisible, spaceless } from './judge-text.ts';
import type { RecordFault } from './record-faults.ts';

/** The tags of a DKIM key record (RFC 6376, 3.2 and 3.6.1); null for what is none. A tag that comes twice makes it invalid. */
export function tagsOf(text: string): ReadonlyMap<string, string> | null {
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    if (part.trim() === '') continue;
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    if (at === -1 || !/^[a-z][a-z0-9_]*$/i.test(name) || tags.has(name)) return null;
    tags.set(name, part.slice(at + 1).trim());
  }
  return tags.size > 0 ? tags : null;
}

export interface KnownKeys {
  /** Of the domain's other selectors, and those that were used before; as base64. */
  readonly others: readonly string[];
  readonly former: readonly string[];
}

export interface JudgedKey {
  readonly isUsable: boolean;
  readonly fault: RecordFault | null;
}

/** What a verifier makes of a key record where this one is needed. */
export function judgeKey(needed: string, found: string, known: KnownKeys): JudgedKey {
  if (needed === found) return { isUsable: true, fault: null };
  const tags = tagsOf(found);
  const key = spaceless(tags?.get('p') ?? '');
  const neededKey = tagsOf(needed)?.get('p') ?? '';
  const wrong = (fault: RecordFault | null): JudgedKey => ({ isUsable: false, fault });
  if (tags && key === neededKey && (tags.get('v') ?? 'DKIM1') === 'DKIM1' && !hasMarks(found)) return judgeTags(tags);
  if (tags?.has('p') && key === '') return wrong('key_revoked');
  if (known.others.includes(key)) return wrong('wrong_selector');
  if (known.former.includes(key)) return wrong('old_key');
  const fault = faultOfText(needed, found);
  if (fault) return wrong(fault);
  if (neededKey !== '' && key.startsWith(neededKey)) return wrong('trailing_text');
  return wrong(tags?.has('p') ? 'other_key' : 'other_value');
}

/** The key is ours; what else the record says may keep verifiers from using it. */
function judgeTags(tags: ReadonlyMap<string, string>): JudgedKey {
  const lists = (name: string, value: string) => (tags.get(name) ?? value).split(':').map((each) => each.trim());
  const isForMail = lists('s', '*').some((service) => service === '*' || service === 'email');
  const isUsable = (tags.get('k') ?? 'rsa') === 'rsa' && lists('h', 'sha256').includes('sha256') && isForMail;
  if (!isUsable) return { isUsable: false, fault: 'key_unusable' };
  if (lists('t', '').includes('y')) return { isUsable: true, fault: 'key_testing' };
  return { isUsable: true, fault: /\S\s+\S/.test(tags.get('p') ?? '') ? 'spaces_inside' : null };
}

function hasMarks(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return /["'`\\“”„‘’\u0000-\u001f\u007f]/.test(text) || invisible.test(text);
}
