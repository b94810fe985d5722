import { expect, test } from 'vitest';
import { brandFrom } from './brand-kit.ts';
import { contrast, legible } from './palette.ts';

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(legible('#ffe600', ['#ffffff', '#111318'])).toBe('#111318');
});

test('the colors that are made of any one color can be read', () => {
  for (const color of ['#000000', '#ffffff', '#ffe600', '#2f5d50', '#ff0000', '#00c2ff', '#7c5cff', '#808080']) {
    const { light: day, dark: night } = brandFrom(color).colors;
    for (const palette of [day, night]) {
      for (const ground of [palette.surface, palette.soft, palette.page]) {
        expect(contrast(palette.text, ground), `text of ${color}`).toBeGreaterThanOrEqual(4.5);
        expect(contrast(palette.muted, ground), `muted of ${color}`).toBeGreaterThanOrEqual(4.5);
        expect(contrast(palette.primary, ground), `primary of ${color}`).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(palette.onPrimary, palette.primary), `button of ${color}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});
