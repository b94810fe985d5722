import type { Request, Response } from 'express';
import { htmlOf, languageFor, page, speechIn, type WordKey } from '@engagex/domain/recipients';

/** Where people come who were sent a message, or who sign up: from links, and from forms on other pages. */
const recipientPaths = /^\/[tuf]\//;

/**
 * Whether somebody reads the answer: a recipient whose browser asks for a page. Mailbox providers that unsubscribe in one
 * click (RFC 8058), pictures and scripts do not ask for one, and are told as programs are.
 */
export function isRead({ originalUrl, headers }: Request): boolean {
  return recipientPaths.test(originalUrl) && /text\/html|application\/xhtml\+xml/i.test(headers.accept ?? '');
}

/** Says in the language of the reader's browser that this was refused; the status says the same to programs. */
export function sendRefusal(response: Response, status: number): void {
  const { query, headers } = response.req;
  const speech = speechIn(languageFor({ chosen: query['lang'], accepted: headers['accept-language'] }));
  const html = htmlOf(speech);
  const [heading, text] = wordsFor(status);
  const content = `<h1>${html(heading)}</h1><p>${html(text)}</p>`;
  response
    .status(status)
    .set('cache-control', 'no-store')
    .vary('Accept, Accept-Language')
    .type('html')
    .send(page({ title: speech.say('refusedTitle'), content, speech }));
}

type PlainWord = Extract<WordKey, `${'busy' | 'tooMany' | 'tooLarge' | 'refused'}${'Heading' | 'Text'}`>;

function wordsFor(status: number): readonly [PlainWord, PlainWord] {
  if (status === 429) return ['tooManyHeading', 'tooManyText'];
  if (status === 413) return ['tooLargeHeading', 'tooLargeText'];
  if (status >= 500 || status === 408) return ['busyHeading', 'busyText'];
  return ['refusedHeading', 'refusedText'];
}
