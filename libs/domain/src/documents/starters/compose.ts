import type { z } from 'zod';
import type { placeholderMotifs } from '../blocks/pictures.ts';
import type { Block, BlockInput, blockTypes } from '../blocks/block.ts';
import { type EmailDocument, emailDocument, type section } from '../document.ts';
import type { Link } from '../link.ts';
import { address, bold, paragraph, plain, rich, richLineOf, value, type Words } from '../rich-text/compose.ts';

/** A block that has no id yet, by its type. */
export type Part = {
  [Type in (typeof blockTypes)[number]]: Omit<Extract<BlockInput, { type: Type }>, 'id'>;
}[Block['type']];

type SectionInput = z.input<typeof section>;

/** A section without ids. */
export interface Band extends Pick<SectionInput, 'style' | 'condition' | 'repeat'> {
  readonly columns: readonly { readonly width?: number; readonly parts: readonly Part[] }[];
}

/** A document of these bands; ids are the starter's name and a number. */
export function documentOfBands(name: string, bands: readonly Band[]): EmailDocument {
  let count = 0;
  const id = () => `${name}-${(count += 1)}`;
  const sections = bands.map(({ columns, ...rest }) => ({
    id: id(),
    ...rest,
    columns: columns.map(({ width = 1, parts }) => ({
      id: id(),
      width,
      blocks: parts.map((part) => ({ id: id(), ...part })),
    })),
  }));
  return emailDocument.parse({ version: 1, sections });
}

/** Where a starter's links lead until somebody says where: the checks of links remark on it. */
export const somewhere: Link = address('https://example.com/');

export const firstName = value('contact.first_name', 'there');

/** A band with one column. */
export function band(parts: readonly Part[], style: SectionInput['style'] = {}): Band {
  return { columns: [{ parts }], style };
}

export function heading(
  level: 1 | 2 | 3,
  content: readonly Words[],
  style: Extract<Part, { type: 'heading' }>['style'] = {},
): Part {
  return { type: 'heading', level, content: richLineOf(...content), style };
}

/** A small line above a heading. */
export function label(text: string, align: 'start' | 'center' = 'start'): Part {
  return {
    type: 'text',
    content: rich(paragraph(bold(text))),
    style: { size: 'small', color: 'primary', align, padding: { bottom: 6 } },
  };
}

export function button(text: string, style: Extract<Part, { type: 'button' }>['style'] = {}): Part {
  return { type: 'button', label: plain(text), link: somewhere, style };
}

export function placeholder(
  motif: (typeof placeholderMotifs)[number],
  ratio: number,
  tint: 'primary' | 'accent' = 'primary',
) {
  return { from: 'placeholder', motif, ratio, tint } as const;
}

export const header = (align: 'start' | 'center' = 'start'): Band =>
  band([{ type: 'image', picture: { from: 'logo' }, alt: plain(), style: { align, padding: { top: 0, bottom: 0 } } }], {
    padding: { top: 28, bottom: 20 },
  });

/** The end of every message: where people find the sender, and how to get no more. */
export function footer(why: string): Band {
  return band(
    [
      { type: 'social', style: { padding: { bottom: 20 } } },
      {
        type: 'footer',
        text: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: why }] }] },
        unsubscribe: plain('Unsubscribe'),
        preferences: plain('Email preferences'),
      },
    ],
    { background: 'page', padding: { top: 32, bottom: 40 } },
  );
}
