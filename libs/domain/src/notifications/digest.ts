import { instantOf, onOneLine, wallTimeIn } from '../shared/index.ts';
import type { Digest } from './choices.ts';
import type { NotificationWords } from './words-for-notification.ts';

const hourMs = 3_600_000;
/** A mail that lists more is not read. */
const mostListed = 20;

interface Rhythm {
  readonly digest: Exclude<Digest, 'immediate'>;
  /** Of the member's day, for a daily digest. */
  readonly hour: number;
  readonly timeZone: string;
}

/** When the digest leaves that holds what happens now: the next full hour, or the next time the clocks of the zone show the hour. */
export function slotAfter(now: Date, { digest, hour, timeZone }: Rhythm): Date {
  if (digest === 'hourly') return new Date((Math.floor(now.getTime() / hourMs) + 1) * hourMs);
  const time = `T${String(hour).padStart(2, '0')}:00`;
  const today = wallTimeIn(timeZone, now).slice(0, 10);
  for (const days of [0, 1, 2]) {
    const day = new Date(Date.parse(`${today}T00:00Z`) + days * 24 * hourMs).toISOString().slice(0, 10);
    const slot = instantOf(`${day}${time}`, timeZone);
    if (slot > now) return slot;
  }
  throw new RangeError(`No day of ${timeZone} has ${time}`);
}

export interface DigestFacts {
  readonly organization: string;
  /** The person who is notified. */
  readonly name: string;
  /** The title of each, newest first. */
  readonly titles: readonly string[];
  readonly settingsUrl: string;
}

/** One mail about everything that is still unread. */
export function wordsForDigest({ organization, name, titles, settingsUrl }: DigestFacts): NotificationWords {
  const count = titles.length.toLocaleString('en');
  const more = titles.length - mostListed;
  const [only = ''] = titles;
  return {
    subject: titles.length === 1 ? onOneLine(only) : `${count} unread notifications in ${organization}`,
    paragraphs: [
      `Hello ${name}, this happened in ${organization} and is still unread:`,
      ...titles.slice(0, mostListed).map((title) => `• ${title}`),
      ...(more > 0 ? [`And ${more.toLocaleString('en')} more in your inbox.`] : []),
      `You get this because you chose a digest. To change it, go to “Notifications” in your settings: ${settingsUrl}`,
    ],
  };
}
