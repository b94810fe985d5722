/** What people say about a file: what its columns become, and how its values are read. */
import { z } from 'zod';
import { isCountry, line } from '../../shared/index.ts';
import { attributeName } from '../attributes.contract.ts';
import { attributeTypes } from '../attributes.ts';
import { importFields, importLimits, type ImportTarget } from '../import.ts';
import { dayOrders } from './dates.ts';
import { isMailField, mailMeanings } from './mail-meanings.ts';
import { decimalMarks } from './numbers.ts';

const attributePrefix = 'attribute:';

/** What a column becomes: a field, or `attribute:<name>`. */
export const importTarget = z
  .custom<ImportTarget>((value) => {
    if (typeof value !== 'string') return false;
    if (value.startsWith(attributePrefix)) return attributeName.safeParse(value.slice(attributePrefix.length)).success;
    return importFields.some((field) => field === value);
  }, 'Choose a field or an attribute, or leave the column out.')
  .meta({ type: 'string' });

/** What each column becomes, in their order. */
export const importMapping = z
  .array(importTarget)
  .min(1)
  .max(importLimits.columns)
  .superRefine((targets, context) => {
    const used = targets.filter((target) => target !== 'ignore');
    if (!used.includes('email'))
      context.addIssue({ code: 'custom', message: 'Choose which column is the email address.' });
    const twice = used.find(
      (target, index) => !isMailField(target) && target !== 'undecided' && used.indexOf(target) !== index,
    );
    if (twice)
      context.addIssue({
        code: 'custom',
        message: `Two columns are mapped to ${wordsFor(twice)}. Leave one of them out.`,
      });
  });

/** An attribute that does not exist yet and is made by the import. */
export const newAttribute = z.object({
  name: attributeName,
  label: line('a label for the attribute', 100),
  type: z.enum(attributeTypes),
});

function wordsFor(target: string): string {
  return target.startsWith(attributePrefix) ? `the attribute ${target.slice(attributePrefix.length)}` : target;
}

/** What is said about the values of a file. `column` counts from 0, `value` is one of the column's `facts`. */
export const importReading = z.object({
  decimalMark: z.enum(decimalMarks).nullable(),
  dayOrder: z.enum(dayOrders).nullable(),
  phoneCountry: z
    .string()
    .toUpperCase()
    .refine(isCountry, 'Enter a country code of two letters, such as CH.')
    .nullable(),
  mailValues: z
    .array(z.object({ column: z.int().min(0), value: z.string().max(100), means: z.enum(mailMeanings) }))
    .max(2_000)
    .readonly(),
  everyone: z.enum(mailMeanings).nullable(),
});
