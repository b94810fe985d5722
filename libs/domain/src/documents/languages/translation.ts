import { z } from 'zod';
import { type Picture, picture } from '../blocks/pictures.ts';
import { documentLimits } from '../limits.ts';
import { type Link, link } from '../link.ts';
import { type PlainLine, type RichLine, type RichText, richText } from '../rich-text/rich-text.ts';
import { languageTag } from './language-tag.ts';

/** Something of a block in another language: a text, where a link leads, a picture, or code. */
export type TranslatedValue = RichText | RichLine | PlainLine | Link | Picture | string;

/** `of` is the fingerprint of what it was translated from. Where that is another by now, the translation is outdated. */
export interface Translation {
  readonly of: string;
  readonly value: TranslatedValue;
}

const fingerprintOf = z.string().regex(/^[0-9a-f]{16}$/, 'This is no fingerprint of a text.');

export const translation: z.ZodType<Translation> = z.strictObject({
  of: fingerprintOf,
  value: z.union([richText, link, picture, z.string().max(documentLimits.rawCharacters)]),
});
translation.register(z.globalRegistry, { id: 'Translation' });

/** Of one block into one language, by the place in the block: `content`, `rows.2.cells.0`. */
export type BlockTranslation = Readonly<Record<string, Translation>>;
/** By language. */
export type BlockTranslations = Readonly<Record<string, BlockTranslation>>;

const place = z.string().regex(/^[a-z]{1,20}(\.([a-z]{1,20}|\d{1,3})){0,4}$/, 'This is no place of a block.');

export const blockTranslations: z.ZodType<BlockTranslations> = z.record(languageTag, z.record(place, translation));

/** A line of the message itself, with Liquid in it. */
const translatedLine = z.strictObject({ of: fingerprintOf, value: z.string().max(500) });
export type TranslatedLine = z.output<typeof translatedLine>;

export const translatedLines = ['subject', 'preheader'] as const;
export type LineName = (typeof translatedLines)[number];

/** The language the blocks are written in, and those they are translated into, each with the lines around the document. */
export const documentLanguages = z
  .strictObject({
    base: languageTag,
    others: z
      .record(languageTag, z.strictObject({ subject: translatedLine.optional(), preheader: translatedLine.optional() }))
      .default({}),
  })
  .superRefine(({ base, others }, { addIssue }) => {
    const tags = Object.keys(others);
    if (tags.includes(base))
      addIssue({ code: 'custom', path: ['others', base], message: 'This is the language of the message itself.' });
    if (tags.length > documentLimits.languages)
      addIssue({
        code: 'custom',
        path: ['others'],
        message: `There are more languages than the limit of ${documentLimits.languages}.`,
      });
  });
documentLanguages.register(z.globalRegistry, { id: 'DocumentLanguages' });
export type DocumentLanguages = z.output<typeof documentLanguages>;
