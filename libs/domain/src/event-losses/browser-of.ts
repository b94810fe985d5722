/** Families of browsers, by how they call themselves. The more particular come first: nearly all of them also say "Safari". */
const families: readonly (readonly [string, RegExp])[] = [
  ['edge', /\bEdg(?:e|A|iOS)?\//],
  ['opera', /\b(?:OPR|Opera|OPiOS|OPT)\//],
  ['samsung', /\bSamsungBrowser\//],
  ['firefox', /\b(?:Firefox|FxiOS)\//],
  ['chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ['safari', /\bSafari\//],
];

export const browsers = ['chrome', 'safari', 'firefox', 'edge', 'samsung', 'opera', 'other', 'server'] as const;
export type Browser = (typeof browsers)[number];

/** @param userAgent as the browser says it; null when it says nothing. */
export function browserOf(userAgent: unknown): Browser {
  const name = typeof userAgent === 'string' ? userAgent : '';
  const family = families.find(([, pattern]) => pattern.test(name))?.[0];
  return browsers.find((browser) => browser === family) ?? 'other';
}
