import { z } from 'zod';
import { block, nodeId } from './blocks/block.ts';
import { condition, repeat } from './condition.ts';
import { documentLanguages } from './languages/translation.ts';
import { documentLimits } from './limits.ts';
import { colorChoice, corners, sectionPadding } from './style.ts';

/** The version that is written. Older ones are read: see `read-document.ts`. */
export const documentVersion = 1;

/** Side by side on wide screens. Widths are shares: columns of 2 and 1 have two thirds and one third. */
export const column = z.strictObject({
  id: nodeId,
  width: z.int().min(1).max(12).default(1),
  blocks: z.array(block).max(documentLimits.blocks),
});
export type Column = z.output<typeof column>;

/** A band across the message. */
export const section = z.strictObject({
  id: nodeId,
  columns: z.array(column).min(1).max(documentLimits.columns),
  style: z
    .strictObject({
      background: colorChoice.default('brand'),
      /** How far the background goes: as wide as the message, or as the window. */
      width: z.enum(['content', 'window']).default('content'),
      padding: sectionPadding.prefault({}),
      corners: corners.default(0),
      /** What becomes of columns on phones: on top of each other from the first or the last, or side by side. */
      onPhones: z.enum(['first_on_top', 'last_on_top', 'side_by_side']).default('first_on_top'),
      /** How columns of unequal height stand. */
      columnsAt: z.enum(['top', 'middle']).default('top'),
    })
    .prefault({}),
  condition: condition.optional(),
  repeat: repeat.optional(),
});
section.register(z.globalRegistry, { id: 'Section' });
export type Section = z.output<typeof section>;

/** What a visual template is: the source that mail is made of. */
export const emailDocument = z
  .strictObject({
    version: z.literal(documentVersion),
    /** `brand`: as the brand kit says. */
    direction: z.enum(['brand', 'ltr', 'rtl']).default('brand'),
    /** Absent: in one language, and no word about which. */
    languages: documentLanguages.optional(),
    sections: z.array(section).max(documentLimits.sections),
  })
  .superRefine(({ sections }, { addIssue }) => {
    const seen = new Set<string>();
    let blocks = 0;
    const claim = (id: string, path: (string | number)[]) => {
      if (seen.has(id)) addIssue({ code: 'custom', path: [...path, 'id'], message: `The id ${id} is there twice.` });
      seen.add(id);
    };
    for (const [s, { id, columns }] of sections.entries()) {
      claim(id, ['sections', s]);
      for (const [c, each] of columns.entries()) {
        claim(each.id, ['sections', s, 'columns', c]);
        blocks += each.blocks.length;
        for (const [b, one] of each.blocks.entries()) claim(one.id, ['sections', s, 'columns', c, 'blocks', b]);
      }
    }
    if (blocks > documentLimits.blocks)
      addIssue({
        code: 'custom',
        path: ['sections'],
        message: `There are more blocks than the limit of ${documentLimits.blocks}.`,
      });
  });
emailDocument.register(z.globalRegistry, { id: 'EmailDocument' });
export type EmailDocument = z.output<typeof emailDocument>;
/** The same with everything left out that has a default. */
export type EmailDocumentInput = z.input<typeof emailDocument>;
