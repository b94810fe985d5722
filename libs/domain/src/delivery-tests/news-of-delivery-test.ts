import type { Finding, FindingName, Verdict } from './delivery-test-facts.ts';
import { failuresToAccept } from './failures-to-accept.ts';
import { rankOf } from './findings-of.ts';

export type Verdicts = Readonly<Partial<Record<FindingName, Verdict>>>;

/** What is remembered from one delivery test of a domain and transport to the next. */
export interface Remembered {
  /** The last definite verdict of each finding. */
  readonly known: Verdicts;
  /** What was told to have become worse, with its verdict before. */
  readonly worsened: Verdicts;
}

export interface News {
  readonly kind: 'worse' | 'failed' | 'mended';
  readonly about: readonly Finding[];
}

/**
 * What to tell of a delivery test: findings that are worse than they were, or that all that was told before is mended.
 * What nobody knows says nothing, and the first delivery test has nothing to be compared with.
 */
export function newsOf(
  findings: readonly Finding[],
  before: Remembered | null,
): { readonly news: News | null; readonly remembered: Remembered } {
  const definite = findings.filter(({ verdict }) => verdict !== 'unknown');
  const known: Verdicts = { ...before?.known, ...asVerdicts(definite) };
  const worse = definite.filter(({ name, verdict }) => {
    const was = before?.known[name];
    return was !== undefined && rankOf(verdict) > rankOf(was);
  });
  const open: Verdicts = {
    ...Object.fromEntries(worse.map(({ name }) => [name, before?.known[name]])),
    ...before?.worsened, // how it was at first counts
  };
  const isMended = ({ name, verdict }: Finding) => {
    const was = open[name];
    return was !== undefined && rankOf(verdict) <= rankOf(was);
  };
  const mended = definite.filter(isMended);
  const gone = new Set(mended.map(({ name }) => name));
  const worsened: Verdicts = Object.fromEntries(
    Object.entries(open).filter(([name]) => !mended.some((each) => each.name === name)),
  );
  const remembered = { known, worsened };
  const told = worse.filter(({ name }) => !gone.has(name));
  if (told.length > 0) return { news: { kind: 'worse', about: told }, remembered };
  const isAllMended = gone.size > 0 && Object.keys(worsened).length === 0;
  return { news: isAllMended ? { kind: 'mended', about: mended } : null, remembered };
}

/**
 * The same of a test before a campaign: what has to be accepted is told even if it never was any better, once, and counts
 * as having passed before, so that it is told when it is mended.
 */
export function newsBeforeSending(findings: readonly Finding[], before: Remembered | null): ReturnType<typeof newsOf> {
  const { news, remembered } = newsOf(findings, before);
  const untold = failuresToAccept(findings).filter(({ name }) => remembered.worsened[name] === undefined);
  if (news?.kind === 'worse' || untold.length === 0) return { news, remembered };
  const worsened: Verdicts = {
    ...remembered.worsened,
    ...Object.fromEntries(untold.map(({ name }) => [name, 'pass'] as const)),
  };
  return { news: { kind: 'failed', about: untold }, remembered: { ...remembered, worsened } };
}

function asVerdicts(findings: readonly Finding[]): Verdicts {
  return Object.fromEntries(findings.map(({ name, verdict }) => [name, verdict]));
}
