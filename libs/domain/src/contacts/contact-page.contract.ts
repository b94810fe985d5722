import { z } from 'zod';
import { id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { consentSources } from '../preferences/preferences.contract.ts';
import { changeKinds, changeReasons } from '../segment-memberships/segment-memberships.contract.ts';
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
    /** What was heard of a message: that it arrived, bounced, or was reported as spam. Of a campaign, or a single one. */
    z.object({
      kind: z.literal('receipt'),
      what: z.enum(['delivered', 'bounced', 'complained']),
      campaignId: id.nullable(),
      messageId: id.nullable(),
      /** Name of the campaign, or subject of the message. */
      name: z.string(),
    }),
    /** A change of what they want to get that is neither a member’s nor an unsubscribe link’s: those are told above. */
    z.object({
      kind: z.literal('preference'),
      about: z.enum(['subscription', 'topic', 'suppression', 'pause']),
      topic: z.string().nullable(),
      became: z.string().nullable(),
      source: z.enum(consentSources),
    }),
    /** Entered or left a watched segment, and why. */
    z.object({
      kind: z.literal('segment'),
      segmentId: id,
      segmentName: z.string(),
      change: z.enum(changeKinds),
      reason: z.enum(changeReasons),
      /** The name of the event; for messages `sent`, `open` or `click`. */
      detail: z.string().nullable(),
      eventId: id.nullable(),
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
