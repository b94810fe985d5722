import { z } from 'zod';
import { emailDocument } from '../documents/index.ts';
import { count, route } from '../shared/index.ts';
import { templateInput } from './templates.contract.ts';

/**
 * Why something of the code is not in the document as it was. liquid: it is text now, since conditions and loops are
 * properties of blocks. address: a link or picture whose address no document can have; its words are there. hidden: words that
 * the HTML hides. element: a video, a form field or the like, that no block can be. plain_text: the author's own plain text; that of a visual template is made of its blocks.
 */
export const conversionLosses = ['liquid', 'address', 'hidden', 'element', 'plain_text'] as const;

export const conversionReceipt = z.object({
  losses: z.array(
    z.object({
      kind: z.enum(conversionLosses),
      words: z.string(),
      /** Counted from 1; null where MJML was compiled first. */
      line: z.int().nullable(),
    }),
  ),
  /** Tables whose columns and cells stood beside each other and are below each other now. */
  tables: count,
  /** Whether colors, fonts and sizes were left out: those of the brand are used. */
  hasStyles: z.boolean(),
});
export type ConversionReceipt = z.output<typeof conversionReceipt>;

export const convertedTemplate = z.object({
  document: emailDocument,
  /** The given one, or else the words that the code hides at its beginning. */
  preheader: z.string(),
  receipt: conversionReceipt,
});
export type ConvertedTemplate = z.output<typeof convertedTemplate>;

export const templateConversionRoutes = {
  convert: route({
    id: 'templates.convert',
    method: 'POST',
    reads: true,
    path: '/api/templates/convert',
    summary:
      'Convert code into the document of a visual template, in reading order and in the look of the brand, and say what could not be carried over; nothing is stored: create the copy from the result',
    permission: 'templates:read',
    body: templateInput.pick({ preheader: true, format: true, body: true, textBody: true }),
    response: convertedTemplate,
  }),
};
