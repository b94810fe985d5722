import { z } from 'zod';
import { timelineItem } from '../contacts/contact-page.contract.ts';
import { mergeReasons } from '../people/merge-evidence.ts';
import { personEvent, personView } from '../people/people.contract.ts';
import { id, pageQuery, timestamp } from '../shared/index.ts';
import { day } from './period.ts';

/** Something a person did, in the place of the timeline where it happened. */
const deed = personEvent.extend({ key: z.string(), at: timestamp });

/** That two ids turned out to be one person, or that a member said they are not. */
const link = z.object({
  key: z.string(),
  at: timestamp,
  what: z.enum(['joined', 'separated']),
  personId: id,
  personKey: z.string(),
  intoId: id,
  intoKey: z.string(),
  reason: z.enum(mergeReasons),
  /** The member who separated them. */
  by: z.string().nullable(),
});

/** What a person did, who they turned out to be, and what happened with their contact. One order, latest first. */
export const journeyItem = z.discriminatedUnion('of', [
  z.object({ of: z.literal('person'), event: deed }),
  z.object({ of: z.literal('link'), link }),
  z.object({ of: z.literal('contact'), item: timelineItem }),
]);
journeyItem.register(z.globalRegistry, { id: 'JourneyItem' });
export type JourneyItem = z.output<typeof journeyItem>;

export const journeyKinds = ['events', 'messages', 'changes'] as const;
export type JourneyKind = (typeof journeyKinds)[number];

/** Without an event for so long, a visit is over. */
export const visitGapMinutes = 30;

export const journeyQuery = pageQuery.extend({
  only: z.enum(journeyKinds).optional(),
  /** The first page begins with this day of the organization, and what happened before it. */
  on: day.optional(),
});

export const journeyPage = z.object({
  person: personView,
  /** Of the organization: its days are those of the journey. */
  timeZone: z.string(),
  items: z.array(journeyItem),
  /** The page of what happened earlier; null at the end. */
  nextCursor: z.string().nullable(),
  /** The page of what happened later, also when there is nothing yet; null when nothing happened at all. */
  previousCursor: z.string().nullable(),
  /** Whether nothing happened later. */
  isLatest: z.boolean(),
});
export type JourneyPage = z.output<typeof journeyPage>;
