import { isRecipientLanguage, languageFor, type Speech, speechIn } from '@engagex/domain/recipients';
import type { FastifyRequest } from 'fastify';

/** The language that somebody chose on a page (`?lang=de`); null when they have not. */
function chosenLanguage({ query }: FastifyRequest): unknown {
  return query !== null && typeof query === 'object' && 'lang' in query ? query.lang : null;
}

/** How a page speaks: as its reader chose, else in the language of the contact, else in one of their browser's. */
export function speechFor(request: FastifyRequest, own: string | null = null): Speech {
  const accepted = request.headers['accept-language'];
  return speechIn(languageFor({ chosen: chosenLanguage(request), own, accepted }));
}

/** To be added to links between pages, so that a choice is kept: `?lang=de`, or nothing. */
export function keptChoice(request: FastifyRequest): string {
  const chosen = chosenLanguage(request);
  return isRecipientLanguage(chosen) ? `?lang=${chosen}` : '';
}
