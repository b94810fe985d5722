import { z } from 'zod';
import { colorRoles } from './brand/palette.ts';

/** `#rrggbb` in lower case. */
export const hexColor = z.string().regex(/^#[0-9a-f]{6}$/, 'Enter a color such as #1a2b3c.');

/**
 * `brand` is what the brand uses in this place, a role one of its colors, anything else a color of the author's own. Only
 * colors of the brand change in dark mode.
 */
export const colorChoice = z.union([z.enum(['brand', ...colorRoles]), hexColor]);
export type ColorChoice = z.output<typeof colorChoice>;

/** In the direction of reading: `start` is left in English and right in Arabic. */
export const alignment = z.enum(['start', 'center', 'end']);
export type Alignment = z.output<typeof alignment>;

const px = (max: number) => z.int().min(0).max(max);

/** Pixels above and below a block. */
export const blockPadding = z.strictObject({ top: px(120).default(0), bottom: px(120).default(16) });
export const sectionPadding = z.strictObject({
  top: px(160).default(24),
  bottom: px(160).default(24),
  sides: px(80).default(32),
});

/** What every block can have. */
export const spacing = { padding: blockPadding.prefault({}) };
/** What every block with text can have. */
export const textStyle = { ...spacing, color: colorChoice.default('brand'), align: alignment.default('start') };

export const corners = px(32);
export const cornerChoice = z.union([z.enum(['brand', 'square', 'rounded', 'pill'])]);
