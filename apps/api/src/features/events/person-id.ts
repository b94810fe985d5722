import { hash } from 'node:crypto';
import { personIdOf as personIdBy, type PersonKey } from '@engagex/domain/events';

/** The id of the person whom events with this id belong to. */
export function personIdOf(person: PersonKey): string {
  return personIdBy(person, (text) => hash('sha256', text));
}
