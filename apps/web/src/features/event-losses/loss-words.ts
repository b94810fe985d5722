import type { Browser, EventLosses, StandsOut } from '@engagex/domain/event-losses';

const names: Readonly<Record<string, string>> = {
  chrome: 'Chrome',
  safari: 'Safari',
  firefox: 'Firefox',
  edge: 'Edge',
  samsung: 'Samsung Internet',
  opera: 'Opera',
  other: 'Other browsers',
  server: 'Servers',
} satisfies Record<Browser, string>;

export function browserName(browser: string): string {
  return names[browser] ?? browser;
}

/** ('browser', '0.1.0') → "Script 0.1.0" */
export function releaseName({ library, release }: { readonly library: string; readonly release: string }): string {
  const name = { browser: 'Script', node: 'Node client' }[library] ?? 'Other clients';
  return release === 'other' ? (library === 'other' ? name : `${name}, other releases`) : `${name} ${release}`;
}

/** What to look at first, as the subject of a sentence. */
export function nameOfStandsOut({ what, index }: StandsOut, { byBrowser, byRelease, bySource }: EventLosses): string {
  if (what === 'browser') return browserName(byBrowser[index]?.browser ?? '');
  if (what === 'source') return `the source “${bySource[index]?.name ?? ''}”`;
  const release = byRelease[index];
  return release ? releaseName(release) : '';
}
