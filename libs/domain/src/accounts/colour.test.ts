import { expect, test } from 'vitest';
import { accentOn, colour, colourPresets, contrast, defaultColour, pageColours, schemes } from './colour.ts';

/** 4,096 colours, evenly over all there are. */
const digits = '0123456789abcdef'.split('');
const everyColour = digits.flatMap((r) => digits.flatMap((g) => digits.map((b) => `#${r}${r}${g}${g}${b}${b}`)));

test.each([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  ['#767676', '#ffffff', 4.54],
  ['#777777', '#ffffff', 4.48],
  ['#949494', '#ffffff', 3.03],
  ['#ff0000', '#ffffff', 4],
  ['#0000ff', '#ffffff', 8.59],
])('%s and %s have a contrast of %d', (one, other, expected) => {
  expect(contrast(one, other)).toBeCloseTo(expected, 2);
  expect(contrast(other, one)).toBe(contrast(one, other));
});

test.each(schemes)('whatever was chosen, %s pages can be read', (scheme) => {
  const { page, ink, muted } = pageColours[scheme];
  expect(contrast(ink, page)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(muted, page)).toBeGreaterThanOrEqual(4.5);
  for (const chosen of everyColour) {
    const { fill, onFill, edge, link } = accentOn(scheme, chosen);
    expect(fill).toBe(chosen);
    expect(['#000000', '#ffffff']).toContain(onFill);
    expect(contrast(onFill, fill), chosen).toBeGreaterThanOrEqual(4.5);
    expect(contrast(edge, page), chosen).toBeGreaterThanOrEqual(3);
    expect(contrast(link, page), chosen).toBeGreaterThanOrEqual(4.5);
  }
});

test('what can be read stays as it was chosen, and what cannot changes as little as it takes', () => {
  const unchanged = (least: number, kind: 'edge' | 'link') =>
    schemes.flatMap((scheme) =>
      everyColour.filter(
        (chosen) => contrast(chosen, pageColours[scheme].page) >= least && accentOn(scheme, chosen)[kind] !== chosen,
      ),
    );
  expect(unchanged(3, 'edge')).toEqual([]);
  expect(unchanged(4.5, 'link')).toEqual([]);
  expect(contrast(accentOn('light', '#f59e0b').link, '#ffffff')).toBeLessThan(4.8);
  expect(accentOn('light', '#ffff00').onFill).toBe('#000000');
  expect(accentOn('light', '#ffffff').edge).toMatch(/^#9[0-9a-f]9[0-9a-f]9[0-9a-f]$/);
});

test.each([
  '',
  'red',
  '#fff',
  '#12345',
  '#1234567',
  '#12345g',
  '#123456;}',
  '#12345\n6',
  '#123456</style>',
  'url(https://evil.example)',
  'var(--x)',
  '#１２３４５６',
  null,
  123456,
])('%j is no colour', (hostile) => {
  expect(colour.safeParse(hostile).success).toBe(false);
  expect(() => accentOn('light', hostile as string)).toThrow(TypeError);
});

test('what people type around a colour does not matter, and the presets are colours', () => {
  expect(colour.parse(' #0F766E\n')).toBe('#0f766e');
  expect(colourPresets.map((preset) => colour.parse(preset.colour))).toContain(defaultColour);
});
