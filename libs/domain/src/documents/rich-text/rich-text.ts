import { z } from 'zod';
import { documentLimits } from '../limits.ts';
import { link } from '../link.ts';
import { colorChoice } from '../style.ts';
import { typedText } from '../text.ts';
import { variable } from '../variable.ts';

/**
 * Text as the editor holds it: the JSON of ProseMirror, with these nodes and marks and no other. What is not in the list
 * is refused rather than dropped.
 */

const bold = z.strictObject({ type: z.literal('bold') });
const italic = z.strictObject({ type: z.literal('italic') });
const underline = z.strictObject({ type: z.literal('underline') });
const strike = z.strictObject({ type: z.literal('strike') });
const linkMark = z.strictObject({ type: z.literal('link'), attrs: z.strictObject({ link }) });
const colorMark = z.strictObject({ type: z.literal('color'), attrs: z.strictObject({ color: colorChoice }) });

export const mark = z.discriminatedUnion('type', [bold, italic, underline, strike, linkMark, colorMark]);
export type Mark = z.output<typeof mark>;

const marks = z
  .array(mark)
  .max(6)
  .refine((list) => new Set(list.map(({ type }) => type)).size === list.length, 'A mark is there twice.')
  .optional();

const text = z.strictObject({
  type: z.literal('text'),
  text: typedText().min(1),
  marks,
});
const variableNode = z.strictObject({ type: z.literal('variable'), attrs: variable, marks });
const lineBreak = z.strictObject({ type: z.literal('hardBreak'), marks });

export const inline = z.discriminatedUnion('type', [text, variableNode, lineBreak]);
export type Inline = z.output<typeof inline>;
const inlines = z.array(inline).max(documentLimits.nodes).optional();

const paragraph = z.strictObject({ type: z.literal('paragraph'), content: inlines });
const headingNode = z.strictObject({
  type: z.literal('heading'),
  attrs: z.strictObject({ level: z.union([z.literal(1), z.literal(2), z.literal(3)]) }),
  content: inlines,
});

const bulletList = z.strictObject({
  type: z.literal('bulletList'),
  get content() {
    return z.array(listItem).min(1).max(documentLimits.nodes);
  },
});
const orderedList = z.strictObject({
  type: z.literal('orderedList'),
  attrs: z.strictObject({ start: z.int().min(0).max(10_000).default(1), type: z.null().optional() }).optional(),
  get content() {
    return z.array(listItem).min(1).max(documentLimits.nodes);
  },
});
const listItem = z.strictObject({
  type: z.literal('listItem'),
  get content(): z.ZodArray<
    z.ZodDiscriminatedUnion<[typeof paragraph, typeof bulletList, typeof orderedList], 'type'>
  > {
    return z
      .array(z.discriminatedUnion('type', [paragraph, bulletList, orderedList]))
      .min(1)
      .max(documentLimits.nodes);
  },
});

export const richBlock = z.discriminatedUnion('type', [paragraph, headingNode, bulletList, orderedList]);
export type RichBlock = z.output<typeof richBlock>;
export type List = Extract<RichBlock, { type: 'bulletList' | 'orderedList' }>;

/** Paragraphs, headings and lists. */
export const richText = z
  .strictObject({ type: z.literal('doc'), content: z.array(richBlock).min(1).max(documentLimits.nodes) })
  .refine(({ content }) => content.every((block) => listDepthOf(block) <= documentLimits.listDepth), {
    message: `Lists are nested deeper than the limit of ${documentLimits.listDepth}.`,
  });
richText.register(z.globalRegistry, { id: 'RichText' });
export type RichText = z.output<typeof richText>;

/** One line with marks, such as a heading or a cell. */
export const richLine = z.strictObject({ type: z.literal('doc'), content: z.tuple([paragraph]) });
richLine.register(z.globalRegistry, { id: 'RichLine' });
export type RichLine = z.output<typeof richLine>;

const plainParagraph = z.strictObject({
  type: z.literal('paragraph'),
  content: z
    .array(z.discriminatedUnion('type', [text.omit({ marks: true }), variableNode.omit({ marks: true })]))
    .max(documentLimits.nodes)
    .optional(),
});

/** One line of text and variables without marks, such as the label of a button or an alternative text. */
export const plainLine = z.strictObject({ type: z.literal('doc'), content: z.tuple([plainParagraph]) });
plainLine.register(z.globalRegistry, { id: 'PlainLine' });
export type PlainLine = z.output<typeof plainLine>;

function listDepthOf(block: RichBlock): number {
  if (block.type !== 'bulletList' && block.type !== 'orderedList') return 0;
  return 1 + Math.max(0, ...block.content.flatMap((item) => item.content.map(listDepthOf)));
}
