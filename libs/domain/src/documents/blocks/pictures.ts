import { z } from 'zod';
import { webPicture } from '../link.ts';
import { colorRoles } from '../brand/palette.ts';
import { variableName } from '../variable.ts';

export const placeholderMotifs = ['hills', 'product', 'portrait', 'table', 'confetti', 'screen', 'chart'] as const;
const ratio = z.number().min(0.2).max(5);

/**
 * Where a picture comes from. A `placeholder` is drawn in the brand's colors until somebody chooses a picture, and must not be
 * sent; `logo` is the brand's, or its name.
 */
export const picture = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('web'), url: webPicture, dark: webPicture.nullable().default(null) }),
  z.strictObject({
    from: z.literal('variable'),
    variable: variableName,
    fallback: webPicture.nullable().default(null),
  }),
  z.strictObject({ from: z.literal('logo') }),
  z.strictObject({
    from: z.literal('placeholder'),
    motif: z.enum(placeholderMotifs).default('hills'),
    tint: z.enum(colorRoles).default('primary'),
    /** Width divided by height. */
    ratio: ratio.default(1.6),
  }),
]);
picture.register(z.globalRegistry, { id: 'Picture' });
export type Picture = z.output<typeof picture>;
