import { z } from 'zod';
import { socialLink } from '../brand/brand-kit.ts';
import { condition, repeat } from '../condition.ts';
import { fitsPart, kindOfPart } from '../languages/translatable.ts';
import { blockTranslations } from '../languages/translation.ts';
import { documentLimits } from '../limits.ts';
import { link } from '../link.ts';
import { plainLine, richLine, richText } from '../rich-text/rich-text.ts';
import { alignment, colorChoice, cornerChoice, corners, spacing, textStyle } from '../style.ts';
import { picture } from './pictures.ts';
import { problemInHtml, problemInMjml } from './raw-source.ts';

/** Given once and kept through every move, so that merging and comments find what they are about. */
export const nodeId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'Use letters, digits, dashes and underscores.');

/** What every block has. A repeated block is shown once for each item; its condition may ask about the item. */
const every = {
  id: nodeId,
  condition: condition.optional(),
  repeat: repeat.optional(),
  /** Its texts, links and pictures in other languages, which move and are copied with it. */
  translations: blockTranslations.optional(),
};

const size = z.enum(['small', 'normal', 'large']);

export const textBlock = z.strictObject({
  ...every,
  type: z.literal('text'),
  content: richText,
  style: z.strictObject({ ...textStyle, size: size.default('normal') }).prefault({}),
});

export const headingBlock = z.strictObject({
  ...every,
  type: z.literal('heading'),
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
  content: richLine,
  style: z.strictObject({ ...textStyle }).prefault({}),
});

export const imageBlock = z.strictObject({
  ...every,
  type: z.literal('image'),
  picture,
  /** What it says to people who do not see it; empty for decoration. */
  alt: plainLine,
  link: link.nullable().default(null),
  style: z
    .strictObject({
      ...spacing,
      align: alignment.default('center'),
      /** Percent of the column. */
      width: z.int().min(5).max(100).default(100),
      corners: corners.default(0),
    })
    .prefault({}),
});

const buttonLook = {
  background: colorChoice.default('brand'),
  color: colorChoice.default('brand'),
  shape: cornerChoice.default('brand'),
  size: size.default('normal'),
};

export const buttonBlock = z.strictObject({
  ...every,
  type: z.literal('button'),
  label: plainLine,
  link,
  style: z
    .strictObject({
      ...spacing,
      ...buttonLook,
      align: alignment.default('start'),
      width: z.enum(['label', 'column']).default('label'),
    })
    .prefault({}),
});

export const dividerBlock = z.strictObject({
  ...every,
  type: z.literal('divider'),
  style: z
    .strictObject({
      ...spacing,
      color: colorChoice.default('brand'),
      thickness: z.int().min(1).max(20).default(1),
      width: z.int().min(5).max(100).default(100),
      align: alignment.default('center'),
    })
    .prefault({}),
});

export const spacerBlock = z.strictObject({
  ...every,
  type: z.literal('spacer'),
  style: z.strictObject({ height: z.int().min(1).max(200).default(24) }).prefault({}),
});

export const socialBlock = z.strictObject({
  ...every,
  type: z.literal('social'),
  /** `brand`: those of the brand kit. */
  links: z.union([z.literal('brand'), z.array(socialLink).max(documentLimits.links)]).default('brand'),
  style: z.strictObject({ ...textStyle, align: alignment.default('center') }).prefault({}),
});

export const menuBlock = z.strictObject({
  ...every,
  type: z.literal('menu'),
  items: z
    .array(z.strictObject({ label: plainLine, link }))
    .min(1)
    .max(documentLimits.links),
  style: z.strictObject({ ...textStyle, align: alignment.default('center') }).prefault({}),
});

const action = z.strictObject({ label: plainLine, link });

/** A picture with words and a button. Behind the words it fills the section that the block is in. */
export const heroBlock = z.strictObject({
  ...every,
  type: z.literal('hero'),
  picture: picture.nullable().default(null),
  alt: plainLine,
  heading: richLine,
  text: richText.nullable().default(null),
  button: action.nullable().default(null),
  style: z
    .strictObject({
      ...textStyle,
      align: alignment.default('center'),
      picture: z.enum(['above', 'behind']).default('above'),
      corners: corners.default(0),
      button: z.strictObject(buttonLook).prefault({}),
    })
    .prefault({}),
});

/** A product or an article; with a repeat, one of `item` each. */
export const cardBlock = z.strictObject({
  ...every,
  type: z.literal('card'),
  picture: picture.nullable().default(null),
  alt: plainLine,
  title: plainLine,
  text: richText.nullable().default(null),
  price: plainLine.nullable().default(null),
  button: action.nullable().default(null),
  style: z
    .strictObject({ ...textStyle, corners: corners.default(8), button: z.strictObject(buttonLook).prefault({}) })
    .prefault({}),
});

const tableRow = z.strictObject({
  cells: z.array(richLine).min(1).max(documentLimits.tableColumns),
  condition: condition.optional(),
  repeat: repeat.optional(),
});

export const tableBlock = z.strictObject({
  ...every,
  type: z.literal('table'),
  header: z.array(richLine).max(documentLimits.tableColumns).nullable().default(null),
  rows: z.array(tableRow).min(1).max(documentLimits.tableRows),
  style: z
    .strictObject({
      ...textStyle,
      /** Of the columns, in their order; the rest is aligned like the first. */
      columns: z.array(alignment).max(documentLimits.tableColumns).default([]),
      lines: z.enum(['rows', 'none']).default('rows'),
    })
    .prefault({}),
});

/** Mail programs do not play videos: a picture that leads to one. */
export const videoBlock = z.strictObject({
  ...every,
  type: z.literal('video'),
  picture,
  alt: plainLine,
  label: plainLine,
  link,
  style: z.strictObject({ ...spacing, corners: corners.default(0) }).prefault({}),
});

export const couponBlock = z.strictObject({
  ...every,
  type: z.literal('coupon'),
  /** May be a variable, where each person has a code of their own. */
  code: plainLine,
  note: richText.nullable().default(null),
  style: z
    .strictObject({ ...textStyle, align: alignment.default('center'), background: colorChoice.default('brand') })
    .prefault({}),
});

/** What bulk mail must have: who sends it, from where, and how to get no more of it. */
export const footerBlock = z.strictObject({
  ...every,
  type: z.literal('footer'),
  /** Why somebody gets this. */
  text: richText.nullable().default(null),
  unsubscribe: plainLine,
  preferences: plainLine.nullable().default(null),
  style: z.strictObject({ ...textStyle, align: alignment.default('center') }).prefault({}),
});

/** Source of the author's own: MJML elements that a column can have, or HTML. Liquid in it is Liquid. */
export const rawBlock = z
  .strictObject({
    ...every,
    type: z.literal('raw'),
    language: z.enum(['mjml', 'html']),
    source: z.string().max(documentLimits.rawCharacters),
  })
  .superRefine(({ language, source }, { addIssue }) => {
    const message = problemInSource(language, source);
    if (message) addIssue({ code: 'custom', path: ['source'], message });
  });

/** Blocks that are kept elsewhere, as they were published last. */
export const savedBlock = z.strictObject({ ...every, type: z.literal('saved'), savedBlockId: z.uuid() });

const anyBlock = z.discriminatedUnion('type', [
  textBlock,
  headingBlock,
  imageBlock,
  buttonBlock,
  dividerBlock,
  spacerBlock,
  socialBlock,
  menuBlock,
  heroBlock,
  cardBlock,
  tableBlock,
  videoBlock,
  couponBlock,
  footerBlock,
  rawBlock,
  savedBlock,
]);

export const block = anyBlock.superRefine((shown, { addIssue }) => {
  for (const [language, texts] of Object.entries(shown.translations ?? {}))
    for (const [place, { value }] of Object.entries(texts)) {
      const message = problemInTranslation(shown, place, value);
      if (message !== null) addIssue({ code: 'custom', path: ['translations', language, place, 'value'], message });
    }
});
block.register(z.globalRegistry, { id: 'Block' });
export type Block = z.output<typeof block>;
export type BlockInput = z.input<typeof block>;
export type BlockType = Block['type'];
export type BlockOf<Type extends BlockType> = Extract<Block, { type: Type }>;

function problemInTranslation(shown: z.output<typeof anyBlock>, place: string, value: unknown): string | null {
  const kind = kindOfPart(shown.type, place);
  if (!kind) return 'This block has nothing to translate there.';
  if (!fitsPart(kind, value)) return 'This does not fit into its place.';
  return shown.type === 'raw' && typeof value === 'string' ? problemInSource(shown.language, value) : null;
}

function problemInSource(language: 'mjml' | 'html', source: string): string | null {
  return language === 'mjml' ? problemInMjml(source) : problemInHtml(source);
}

export const blockTypes = [
  'text',
  'heading',
  'image',
  'button',
  'divider',
  'spacer',
  'social',
  'menu',
  'hero',
  'card',
  'table',
  'video',
  'coupon',
  'footer',
  'raw',
  'saved',
] as const satisfies readonly BlockType[];
