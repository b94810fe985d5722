import { attributeName, contactInput } from '@engagex/domain/contacts';
import { z } from 'zod';

const attribute = z.object({
  name: attributeName,
  value: z.string().trim().min(1, 'Enter a value, or remove the attribute.').max(1000, 'Use at most 1,000 characters.'),
});

/** A contact as its form holds it: attributes in a row each, in the order they are shown. */
export const contactValues = contactInput.extend({
  firstName: z.string(),
  lastName: z.string(),
  attributes: z.array(attribute).superRefine((attributes, context) => {
    attributes.forEach(({ name }, index) => {
      if (attributes.findIndex((other) => other.name === name) < index)
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: 'There is already an attribute of this name.',
        });
    });
  }),
});
export type ContactValues = z.output<typeof contactValues>;

/** The same, as the API takes it. */
export function toInput({ attributes, ...fields }: ContactValues) {
  return { ...fields, attributes: Object.fromEntries(attributes.map(({ name, value }) => [name, value])) };
}
