import { z } from 'zod';
import {
  id,
  optionalLine,
  problemWithAddress,
  route,
  shownName,
  spelledAddress,
  timeZone,
  timestamp,
  version,
} from '../shared/index.ts';
import { weekStarts } from '../shared/week-start.ts';
import { utmSettings } from '../campaigns/utm.ts';
import { organizationName } from './accounts.contract.ts';
import { colour } from './colour.ts';

/** Days in which the deletion of an organization can still be cancelled. */
export const deletionDays = 14;

export const logoLimits = { bytes: 100 * 1024, pixels: 512 } as const;
export const logoTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type LogoType = (typeof logoTypes)[number];

const percent = z
  .number('Enter a number.')
  .min(0.01, 'Enter at least 0.01 percent.')
  .max(100, 'Enter at most 100 percent.')
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, 'Use at most two decimals.');

/** When a campaign pauses automatically: at this percentage of answered messages, once this many were answered. */
export const pauseLimits = z.object({
  bounces: percent,
  complaints: percent,
  from: z
    .int('Enter a whole number.')
    .min(1, 'Enter at least 1 message.')
    .max(1_000_000, 'Enter at most 1,000,000 messages.'),
});

export const organizationView = z.object({
  id,
  name: z.string(),
  /** One line; shown in the footer of bulk mail. */
  postalAddress: z.string().nullable(),
  /** The defaults of new campaigns. */
  senderName: z.string().nullable(),
  senderEmail: z.string().nullable(),
  /** The time zone that decides where days in reports start. */
  timeZone: z.string(),
  /** The day that decides where weeks in reports start. */
  weekStart: z.enum(weekStarts),
  /** How long Send can be undone, in seconds. */
  undoSeconds: z.int(),
  /** What links of new campaigns are marked with for analytics programs; null for nothing. */
  utm: utmSettings.nullable(),
  /** Whether a second member approves campaigns before they are sent or scheduled. */
  requiresApproval: z.boolean(),
  pauseLimits,
  /** Where the logo is, for an image; null without one. */
  logo: z.string().nullable(),
  /** `#rrggbb`: of the pages its recipients see; null for the default. */
  colour: z.string().nullable(),
  /** Who requested its deletion and when it happens; null without a request. */
  deletion: z.object({ requestedAt: timestamp, requestedBy: z.string().nullable(), deletesAt: timestamp }).nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
organizationView.register(z.globalRegistry, { id: 'Organization' });

/** Every field of the organization that can be changed; an empty one is forgotten, but a time zone or week left out stays. */
export const organizationInput = z.object({
  name: organizationName,
  postalAddress: optionalLine(300),
  senderName: shownName()
    .nullish()
    .transform((text) => text || null),
  senderEmail: optionalLine(254)
    .transform((email) => email && spelledAddress(email))
    .superRefine((email, context) => {
      const message = email && problemWithAddress(email);
      if (message) context.addIssue({ code: 'custom', message });
    }),
  timeZone: timeZone.optional(),
  weekStart: z.enum(weekStarts).optional(),
});
export type OrganizationInput = z.output<typeof organizationInput>;

export const longestUndoSeconds = 600;

/** How the organization sends campaigns. */
export const sendingInput = z.object({
  undoSeconds: z
    .int('Enter whole seconds.')
    .min(0, 'Enter 0 or more seconds.')
    .max(longestUndoSeconds, `Enter at most ${longestUndoSeconds} seconds.`),
  requiresApproval: z.boolean(),
});

export type SendingInput = z.output<typeof sendingInput>;

export const organizationRoutes = {
  get: route({
    id: 'organization.get',
    method: 'GET',
    path: '/api/organization',
    summary: 'The organization',
    permission: 'organization:read',
    response: organizationView,
  }),
  update: route({
    id: 'organization.update',
    method: 'PUT',
    path: '/api/organization',
    summary: 'Change the settings of the organization; an empty field is cleared',
    permission: 'organization:write',
    body: organizationInput.extend({ version }),
    response: organizationView,
  }),
  updateSending: route({
    id: 'organization.update-sending',
    method: 'PUT',
    path: '/api/organization/sending',
    summary: 'Set how long Send can be undone and whether another member must approve first',
    permission: 'organization:write',
    body: sendingInput.extend({ version }),
    response: organizationView,
  }),
  setPauseLimits: route({
    id: 'organization.set-pause-limits',
    method: 'PUT',
    path: '/api/organization/pause-limits',
    summary: 'Set at which bounce and complaint rates a campaign pauses automatically',
    permission: 'organization:write',
    body: pauseLimits.extend({ version }),
    response: organizationView,
  }),
  setUtm: route({
    id: 'organization.set-utm',
    method: 'PUT',
    path: '/api/organization/utm',
    summary: 'Set the UTM parameters that links of new campaigns get; null for none',
    permission: 'organization:write',
    body: z.object({ utm: utmSettings.nullable(), version }),
    response: organizationView,
  }),
  setLogo: route({
    id: 'organization.set-logo',
    method: 'PUT',
    path: '/api/organization/logo',
    summary: 'Set the logo: PNG, JPEG or WebP as a `data:` URL, at most 100 kB and 512 × 512 pixels',
    permission: 'organization:write',
    body: z.object({ image: z.string('Choose a picture.').min(1, 'Choose a picture.') }),
    response: organizationView,
  }),
  removeLogo: route({
    id: 'organization.remove-logo',
    method: 'DELETE',
    path: '/api/organization/logo',
    summary: 'Remove the logo',
    permission: 'organization:write',
    response: organizationView,
  }),
  setColour: route({
    id: 'organization.set-colour',
    method: 'PUT',
    path: '/api/organization/colour',
    summary: 'Set the colour of the pages recipients see, as `#rrggbb`; null for the default',
    permission: 'organization:write',
    body: z.object({ colour: colour.nullable(), version }),
    response: organizationView,
  }),
  delete: route({
    id: 'organization.delete',
    method: 'POST',
    path: '/api/organization/deletion',
    summary: 'Delete the organization and everything in it, 14 days from now; `name` confirms which one is meant',
    permission: 'organization:own',
    body: z.object({ name: z.string('Type the name of the organization.') }),
    response: organizationView,
  }),
  keep: route({
    id: 'organization.keep',
    method: 'DELETE',
    path: '/api/organization/deletion',
    summary: 'Cancel the deletion of the organization',
    permission: 'organization:own',
    response: organizationView,
  }),
};
