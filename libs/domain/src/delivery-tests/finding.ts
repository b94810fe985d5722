import type { Evidence, Finding, FindingName, Verdict } from './delivery-test-facts.ts';

/** A finding; evidence without a value is left out. */
export function finding(
  name: FindingName,
  verdict: Verdict,
  words: string,
  evidence: Readonly<Record<string, string | null | undefined>> = {},
): Finding {
  const lines = Object.entries(evidence).flatMap(([label, value]): Evidence[] =>
    value ? [{ label, value: value.slice(0, 1_000) }] : [],
  );
  return { name, verdict, words, evidence: lines };
}

/** `41 s`, `2 min 5 s`: between two moments, as it reads after "after". */
export function lasted(from: Date, to: Date): string {
  const seconds = Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000));
  if (seconds === 0) return 'less than a second';
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
