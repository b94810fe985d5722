import type { EmailDocument } from '../document.ts';
import { announcement } from './announcement.ts';
import { blank } from './blank.ts';
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
  /** What a message made of it is called until somebody says better; with Liquid. */
  readonly subject: string;
  /** A new one each time, with the same ids. */
  readonly document: () => EmailDocument;
}

export const blankStarter: Starter = {
  id: 'blank',
  name: 'Blank',
  description: 'A headline, a few words and the footer',
  subject: 'Hello {{ contact.first_name | default: "there" }}',
  document: blank,
};

export const starters: readonly Starter[] = [
  {
    id: 'welcome',
    name: 'Welcome',
    description: 'Greets new people and gives them a first discount',
    subject: 'Welcome, {{ contact.first_name | default: "friend" }}',
    document: welcome,
  },
  {
    id: 'newsletter',
    name: 'Newsletter',
    description: 'One long story, two short ones and some links',
    subject: 'What we learned this month',
    document: newsletter,
  },
  {
    id: 'product-news',
    name: 'Product news',
    description: 'A release with a video and its main features',
    subject: 'What’s new this month',
    document: productNews,
  },
  {
    id: 'sale',
    name: 'Sale',
    description: 'An offer with a code and three products',
    subject: 'Our sale begins today',
    document: sale,
  },
  {
    id: 'event',
    name: 'Event invitation',
    description: 'When, where and who, with one button',
    subject: 'You’re invited',
    document: eventInvitation,
  },
  {
    id: 'receipt',
    name: 'Order confirmation',
    description: 'The items of an order, from event data',
    subject: 'Your order is confirmed',
    document: receipt,
  },
  {
    id: 're-engagement',
    name: 'Re-engagement',
    description: 'Asks people who went quiet whether to stay',
    subject: 'Would you like to stay in touch?',
    document: reEngagement,
  },
  {
    id: 'survey',
    name: 'Survey',
    description: 'One question that is answered by a click',
    subject: 'One question for you',
    document: survey,
  },
  {
    id: 'digest',
    name: 'Digest',
    description: 'A list of items from event data',
    subject: 'Your digest',
    document: digest,
  },
  {
    id: 'letter',
    name: 'Plain letter',
    description: 'Words only, as from one person to another',
    subject: 'A short note',
    document: letter,
  },
  {
    id: 'holiday',
    name: 'Holiday',
    description: 'Season’s greetings and opening hours',
    subject: 'Season’s greetings',
    document: holiday,
  },
  {
    id: 'announcement',
    name: 'Announcement',
    description: 'One piece of news, with a picture and what to do',
    subject: 'We have news',
    document: announcement,
  },
];
