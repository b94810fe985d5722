/** What a domain publishes about its mail besides SPF and DKIM. */
export const mailStandards = ['dmarc', 'bimi', 'mta_sts', 'tls_rpt'] as const;
export type MailStandard = (typeof mailStandards)[number];

/** `absent`: nothing is published, which is allowed. `unreachable`: nobody answered, so nothing is known. */
export const standardStates = ['working', 'limited', 'broken', 'absent', 'unreachable'] as const;
export type StandardState = (typeof standardStates)[number];

/** A `problem` keeps it from working; a `limit` keeps it from working everywhere or fully. */
export interface StandardFinding {
  readonly kind: 'problem' | 'limit';
  readonly code: string;
  /** What is wrong and what to do. */
  readonly words: string;
}

export interface CheckedStandard {
  readonly standard: MailStandard;
  readonly state: StandardState;
  readonly record: string | null;
  readonly summary: string;
  readonly findings: readonly StandardFinding[];
}

/** The TXT records of a name; null when nobody answered. */
export type Texts = readonly string[] | null;

export const problem = (code: string, words: string): StandardFinding => ({ kind: 'problem', code, words });
export const limit = (code: string, words: string): StandardFinding => ({ kind: 'limit', code, words });

export function stateOf(findings: readonly StandardFinding[]): 'working' | 'limited' | 'broken' {
  if (findings.some(({ kind }) => kind === 'problem')) return 'broken';
  return findings.length > 0 ? 'limited' : 'working';
}

/** `v=BIMI1; l=…; a=…`: the values by their names, in small letters. Of a name that stands twice the first counts. */
export function tagsOf(record: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const part of record.split(';')) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim().toLowerCase();
    if (at > 0 && !tags.has(name)) tags.set(name, part.slice(at + 1).trim());
  }
  return tags;
}

/** Those records that are of this version, as their first tag. */
export function ofVersion(texts: readonly string[], version: string): readonly string[] {
  const begin = `v=${version}`.toLowerCase();
  return texts.filter((text) => text.split(';', 1)[0]?.replaceAll(/\s/g, '').toLowerCase() === begin);
}

/** A standard without findings: absent, or nobody answered. */
export function unanswered(standard: MailStandard, texts: Texts, absent: string): CheckedStandard {
  const isKnown = texts !== null;
  const summary = isKnown ? absent : 'The name servers did not answer. Try again later.';
  return { standard, state: isKnown ? 'absent' : 'unreachable', record: null, summary, findings: [] };
}
