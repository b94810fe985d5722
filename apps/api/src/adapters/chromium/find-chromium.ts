import { existsSync } from 'node:fs';

const usualPlaces = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The Chromium of this machine: the one that is named, or one in a usual place. Null for none, and for `none`. */
export function findChromium(named: string | undefined): string | null {
  if (named === 'none') return null;
  const places = named === undefined ? usualPlaces : [named];
  return places.find((place) => existsSync(place)) ?? null;
}
