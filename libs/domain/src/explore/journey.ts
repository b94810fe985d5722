import { z } from 'zod';
import { timelineItem } from '../contacts/contact-page.contract.ts';
import { personEvent, personView } from '../people/people.contract.ts';
import { id, pageQuery, timestamp } from '../shared/index.ts';

/** Something a person did, in the place of the timeline where it happened. */
const deed = personEvent.extend({ key: z.string(), at: timestamp });

/** Events of a person, and what happened with their contact: messages, opens and clicks, changes. One order, latest first. */
export const journeyItem = z.discriminatedUnion('of', [
  z.object({ of: z.literal('person'), event: deed }),
  z.object({ of: z.literal('contact'), item: timelineItem }),
]);
journeyItem.register(z.globalRegistry, { id: 'JourneyItem' });
export type JourneyItem = z.output<typeof journeyItem>;

export const journeyQuery = pageQuery.extend({ only: z.enum(['events', 'messages', 'changes']).optional() });

export const journeyPage = z.object({
  person: personView,
  items: z.array(journeyItem),
  nextCursor: z.string().nullable(),
});
export type JourneyPage = z.output<typeof journeyPage>;
export const journeyParams = z.object({ id });
