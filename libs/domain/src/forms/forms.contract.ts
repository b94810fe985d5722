import { z } from 'zod';
import { count, id, idParams, line, optionalLine, emailAddress, route, timestamp, version } from '../shared/index.ts';

/** What a form may ask besides the address. */
export const formFields = ['firstName', 'lastName'] as const;

/** The field people do not see; whoever fills it in is a program. */
export const trapField = 'fax';

export const confirmationDays = 7;

export const longestName = 100;

/** The default thank-you messages, shown in the person's language. The first is that of new forms. */
export const usualThanks: readonly [string, ...string[]] = [
  'Thank you. Check your inbox to confirm your email address.',
  'Thank you. Look into your inbox and confirm your address.',
];

const redirectUrl = z
  .url({ protocol: /^https$/, message: 'Enter a URL that starts with https://.' })
  .max(2000)
  .nullish()
  .or(z.literal(''))
  .transform((url) => url || null);

const formShape = {
  name: line('a name for the form', 100),
  fields: z.array(z.enum(formFields)).max(formFields.length),
  groupIds: z.array(id).max(20, 'Choose at most 20 groups.'),
  topicId: id.nullable(),
  /** What people agree to; the ledger keeps it with each consent. */
  wording: line('what people agree to', 1000),
  doubleOptIn: z.boolean(),
  redirectUrl,
  thanks: line('a thank-you message', 500),
};

export const formInput = z.object({
  ...formShape,
  fields: formShape.fields.default([]),
  groupIds: formShape.groupIds.default([]),
  topicId: formShape.topicId.default(null),
  doubleOptIn: formShape.doubleOptIn.default(true),
  thanks: formShape.thanks.default(usualThanks[0]),
});

export const formView = z.object({
  id,
  name: z.string(),
  fields: z.array(z.enum(formFields)),
  groupIds: z.array(id),
  topicId: id.nullable(),
  wording: z.string(),
  /** Goes up whenever the wording changes. */
  wordingVersion: count,
  doubleOptIn: z.boolean(),
  redirectUrl: z.string().nullable(),
  thanks: z.string(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
formView.register(z.globalRegistry, { id: 'Form' });
export type FormView = z.output<typeof formView>;

/** What a static page sends: urlencoded, whatever else is in it. */
export const formSubmission = z.object({
  email: emailAddress,
  firstName: optionalLine(longestName),
  lastName: optionalLine(longestName),
});

export const formsRoutes = {
  list: route({
    id: 'forms.list',
    method: 'GET',
    path: '/api/forms',
    summary: 'All sign-up forms, newest first',
    permission: 'contacts:read',
    response: z.object({ items: z.array(formView) }),
  }),
  create: route({
    id: 'forms.create',
    method: 'POST',
    path: '/api/forms',
    summary: 'Create a sign-up form',
    permission: 'contacts:write',
    body: formInput,
    response: formView,
    status: 201,
  }),
  update: route({
    id: 'forms.update',
    method: 'PATCH',
    path: '/api/forms/:id',
    summary: 'Change a sign-up form; a new wording creates a new version',
    permission: 'contacts:write',
    params: idParams,
    body: z.object(formShape).partial().extend({ version }),
    response: formView,
  }),
  delete: route({
    id: 'forms.delete',
    method: 'DELETE',
    path: '/api/forms/:id',
    summary: 'Delete a sign-up form: pages that still show it get an error; it can be restored',
    permission: 'contacts:write',
    params: idParams,
  }),
  restore: route({
    id: 'forms.restore',
    method: 'POST',
    path: '/api/forms/:id/restore',
    summary: 'Restore a deleted form',
    permission: 'contacts:write',
    params: idParams,
    response: formView,
  }),
};
