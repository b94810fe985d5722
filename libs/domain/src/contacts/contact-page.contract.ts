import { z } from 'zod';
import { id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { contactView } from './contacts.contract.ts';
import { contactField } from './contact-filter.ts';

const fields = z.record(z.string(), z.unknown()).nullable();
const campaign = { campaignId: id, campaignName: z.string() };

/** Something that happened to or with a contact. Other kinds will come, such as events. */
export const timelineItem = z.intersection(
  z.object({ key: z.string(), at: timestamp }),
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('created') }),
    z.object({ kind: z.literal('change'), action: z.string(), actorName: z.string(), before: fields, after: fields }),
    z.object({ kind: z.literal('message'), ...campaign, state: z.string(), reason: z.string().nullable() }),
    z.object({
      kind: z.literal('transactional'),
      messageId: id,
      subject: z.string(),
      state: z.string(),
      reason: z.string().nullable(),
    }),
    z.object({ kind: z.enum(['open', 'click', 'unsubscribe']), ...campaign, url: z.string().nullable() }),
    z.object({
      kind: z.literal('conversion'),
      ...campaign,
      name: z.string(),
      amount: z.string().nullable(),
      currency: z.string().nullable(),
      touch: z.enum(['click', 'open']),
      touchedAt: z.string(),
    }),
  ]),
);
export type TimelineItem = z.output<typeof timelineItem>;

/** What the page of one contact needs beside the contact itself. */
export const contactPageRoutes = {
  timeline: route({
    id: 'contacts.timeline',
    method: 'GET',
    path: '/api/contacts/:id/timeline',
    summary: 'The timeline of a contact, newest first',
    permission: 'contacts:read',
    params: idParams,
    query: pageQuery,
    response: pageOf(timelineItem),
  }),
  merge: route({
    id: 'contacts.merge',
    method: 'POST',
    path: '/api/contacts/:id/merge',
    summary: 'Merge another contact for the same person into this one; cannot be undone',
    permission: 'contacts:write',
    params: idParams,
    body: z.object({
      otherId: id,
      /** Fields and `attribute:<name>` whose value comes from the other; a value only one of them has is kept anyway. */
      take: z.array(contactField).max(200).default([]),
    }),
    response: contactView,
  }),
};
