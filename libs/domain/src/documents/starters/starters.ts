import type { EmailDocument } from '../document.ts';
import { announcement } from './announcement.ts';
import { digest } from './digest.ts';
import { eventInvitation } from './event-invitation.ts';
import { holiday } from './holiday.ts';
import { letter } from './letter.ts';
import { newsletter } from './newsletter.ts';
import { productNews } from './product-news.ts';
import { reEngagement } from './re-engagement.ts';
import { receipt } from './receipt.ts';
import { sale } from './sale.ts';
import { survey } from './survey.ts';
import { welcome } from './welcome.ts';

/** Something to begin with; the document has no colors of its own, so it takes those of the brand. */
export interface Starter {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** A new one each time, with the same ids. */
  readonly document: () => EmailDocument;
}

export const starters: readonly Starter[] = [
  {
    id: 'welcome',
    name: 'Welcome',
    description: 'Greets new people and gives them a first discount',
    document: welcome,
  },
  {
    id: 'newsletter',
    name: 'Newsletter',
    description: 'One long story, two short ones and some links',
    document: newsletter,
  },
  {
    id: 'product-news',
    name: 'Product news',
    description: 'A release with a video and its main features',
    document: productNews,
  },
  { id: 'sale', name: 'Sale', description: 'An offer with a code and three products', document: sale },
  {
    id: 'event',
    name: 'Event invitation',
    description: 'When, where and who, with one button',
    document: eventInvitation,
  },
  {
    id: 'receipt',
    name: 'Order confirmation',
    description: 'The items of an order, from event data',
    document: receipt,
  },
  {
    id: 're-engagement',
    name: 'Re-engagement',
    description: 'Asks people who went quiet whether to stay',
    document: reEngagement,
  },
  { id: 'survey', name: 'Survey', description: 'One question that is answered by a click', document: survey },
  { id: 'digest', name: 'Digest', description: 'A list of items from event data', document: digest },
  { id: 'letter', name: 'Plain letter', description: 'Words only, as from one person to another', document: letter },
  { id: 'holiday', name: 'Holiday', description: 'Season’s greetings and opening hours', document: holiday },
  {
    id: 'announcement',
    name: 'Announcement',
    description: 'One piece of news, with a picture and what to do',
    document: announcement,
  },
];
