/** The organization's colour on the pages its recipients see, and what happens to it so that everyone can read them. */

import { z } from 'zod';

/** The colour of pages without a chosen one. */
export const defaultColour = '#4338ca';

export const colourPresets = [
  { name: 'Indigo', colour: defaultColour },
  { name: 'Blue', colour: '#1d4ed8' },
  { name: 'Teal', colour: '#0f766e' },
  { name: 'Green', colour: '#15803d' },
  { name: 'Amber', colour: '#f59e0b' },
  { name: 'Red', colour: '#b91c1c' },
  { name: 'Pink', colour: '#be185d' },
  { name: 'Black', colour: '#18181b' },
] as const;

/** `#rrggbb` and nothing else: it goes into style sheets. */
export const colour = z
  .string('Choose a colour.')
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'Enter a colour as # and six digits from 0 to f, such as #0f766e.');

export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** The pages themselves, in each of the two ways a device may ask for. */
export const pageColours = {
  light: { page: '#ffffff', ink: '#18181b', muted: '#52525b' },
  dark: { page: '#131316', ink: '#f4f4f5', muted: '#c4c4cc' },
} as const satisfies Record<Scheme, object>;

/** What a colour becomes on a page. */
export interface Accent {
  /** Buttons are filled with the colour as it was chosen. */
  readonly fill: string;
  readonly onFill: string;
  /** Around buttons and around what has the focus: 3 : 1 at least (WCAG 2.2, 1.4.11). */
  readonly edge: string;
  /** Of links: 4.5 : 1 at least (WCAG 2.2, 1.4.3). */
  readonly link: string;
}

/** Throws for anything but `#rrggbb`, so that nothing else ever reaches a page. */
export function accentOn(scheme: Scheme, chosen: string): Accent {
  const { page } = pageColours[scheme];
  return {
    fill: chosen,
    onFill: textOn(chosen),
    edge: readableOn(page, chosen, 3),
    link: readableOn(page, chosen, 4.5),
  };
}

/** White where it can be read, else black: one of the two always has 4.58 : 1 or more. */
function textOn(fill: string): string {
  return contrast(fill, '#ffffff') >= 4.5 ? '#ffffff' : '#000000';
}

/** The colour itself, or the closest darker or lighter one with enough contrast; black on white and white on black always have enough. */
function readableOn(page: string, chosen: string, least: number): string {
  const towards = luminanceOf(page) > 0.5 ? 0 : 255;
  for (let share = 0; share < 100; share += 1) {
    const mixed = channelsOf(chosen).map((channel) => Math.round(channel + ((towards - channel) * share) / 100));
    const tried = `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
    if (contrast(tried, page) >= least) return tried;
  }
  return towards === 0 ? '#000000' : '#ffffff';
}

/** From 1 to 21 (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
export function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** From 0 for black to 1 for white (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance). */
function luminanceOf(of: string): number {
  const [red, green, blue] = channelsOf(of).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(of: string): [number, number, number] {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(of);
  if (!digits) throw new TypeError('A colour is # and six digits from 0 to f.');
  return digits.slice(1).map((channel) => Number.parseInt(channel, 16)) as [number, number, number];
}
