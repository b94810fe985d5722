import { z } from 'zod';
import { languageTag } from '../languages/language-tag.ts';
import { documentLimits } from '../limits.ts';
import { link, webPicture } from '../link.ts';
import { plainLine } from '../rich-text/rich-text.ts';
import { hexColor } from '../style.ts';
import { typedText } from '../text.ts';
import { type ColorRole, palettesFrom } from './palette.ts';

const palette = z.strictObject({
  page: hexColor,
  surface: hexColor,
  soft: hexColor,
  text: hexColor,
  muted: hexColor,
  primary: hexColor,
  onPrimary: hexColor,
  accent: hexColor,
  border: hexColor,
} satisfies Record<ColorRole, typeof hexColor>);

/** Fonts that mail programs have, with what stands in for each. */
export const fontStacks = {
  system: "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
  helvetica: "'Helvetica Neue', Helvetica, Arial, sans-serif",
  verdana: 'Verdana, Geneva, sans-serif',
  trebuchet: "'Trebuchet MS', 'Segoe UI', Tahoma, sans-serif",
  tahoma: 'Tahoma, Verdana, sans-serif',
  georgia: "Georgia, 'Times New Roman', serif",
  palatino: "'Palatino Linotype', Palatino, 'Book Antiqua', Georgia, serif",
  courier: "'Courier New', Courier, monospace",
} as const;
export type FontStack = keyof typeof fontStacks;
const fontStack = z.enum(['system', 'helvetica', 'verdana', 'trebuchet', 'tahoma', 'georgia', 'palatino', 'courier']);

/** A style sheet of a font. Whoever serves it learns who reads, so an organization should serve its own. */
const webFont = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ]{0,59}$/, 'Use letters, digits and spaces.'),
  url: webPicture.refine((url) => url.startsWith('https:'), 'Enter an address that begins with https.'),
  use: z.enum(['headings', 'everything']).default('everything'),
});

export const socialNetworks = {
  facebook: 'Facebook',
  instagram: 'Instagram',
  linkedin: 'LinkedIn',
  x: 'X',
  youtube: 'YouTube',
  tiktok: 'TikTok',
  pinterest: 'Pinterest',
  threads: 'Threads',
  bluesky: 'Bluesky',
  mastodon: 'Mastodon',
  github: 'GitHub',
  whatsapp: 'WhatsApp',
  telegram: 'Telegram',
  website: 'Website',
} as const;
const socialNetwork = {
  network: z.enum([
    'facebook',
    'instagram',
    'linkedin',
    'x',
    'youtube',
    'tiktok',
    'pinterest',
    'threads',
    'bluesky',
    'mastodon',
    'github',
    'whatsapp',
    'telegram',
    'website',
  ] satisfies (keyof typeof socialNetworks)[]),
  /** Instead of the name of the network. */
  label: plainLine.optional(),
  link,
};
export const socialLink = z.strictObject(socialNetwork);
export type SocialLink = z.output<typeof socialLink>;

/** A profile of the organization, which may be another one for readers of another language. */
const brandSocialLink = z.strictObject({
  ...socialNetwork,
  languages: z.record(languageTag, z.strictObject({ label: plainLine.optional(), link: link.optional() })).optional(),
});
export type BrandSocialLink = z.output<typeof brandSocialLink>;

/** What footers and the logo say in one language, for messages that do not say it themselves; empty is as without it. */
const brandWords = z.strictObject({
  unsubscribe: typedText(100).default(''),
  preferences: typedText(100).default(''),
  /** The postal address as people who read this language know it. */
  address: typedText(300).default(''),
  logoAlt: typedText(200).default(''),
});
export type BrandWords = z.output<typeof brandWords>;

/** How an organization's mail looks: the default of every choice in a document. */
export const brandKit = z.strictObject({
  version: z.literal(1),
  colors: z.strictObject({ light: palette, dark: palette }),
  /** Web addresses; without one the organization's name stands there. `width` in pixels. */
  logo: z.strictObject({
    light: webPicture.nullable().default(null),
    dark: webPicture.nullable().default(null),
    alt: typedText(200).default(''),
    width: z.int().min(16).max(600).default(140),
  }),
  fonts: z.strictObject({
    headings: fontStack.default('system'),
    body: fontStack.default('system'),
    web: webFont.nullable().default(null),
  }),
  buttonShape: z.enum(['square', 'rounded', 'pill']).default('rounded'),
  social: z.array(brandSocialLink).max(12).default([]),
  /** By language. */
  words: z
    .record(languageTag, brandWords)
    .refine(
      (words) => Object.keys(words).length <= documentLimits.languages,
      `There are more languages than the limit of ${documentLimits.languages}.`,
    )
    .optional(),
  direction: z.enum(['ltr', 'rtl']).default('ltr'),
});
brandKit.register(z.globalRegistry, { id: 'BrandKit' });
export type BrandKit = z.output<typeof brandKit>;

/** A calm kit for whoever has none yet, made of one color. */
export function brandFrom(primary = '#2f5d50', accent?: string): BrandKit {
  return brandKit.parse({
    version: 1,
    colors: palettesFrom(primary, accent),
    logo: {},
    fonts: {},
  });
}

/** The font family of headings and of text, as CSS. */
export function fontsOf({ fonts }: BrandKit): { headings: string; body: string } {
  const web = fonts.web ? `'${fonts.web.name}', ` : '';
  return {
    headings: web + fontStacks[fonts.headings],
    body: (fonts.web?.use === 'everything' ? web : '') + fontStacks[fonts.body],
  };
}
