import type { Mentionable } from '@engagex/domain/template-comments';
import { mentions } from '../../../shared/mentions.ts';

/** `@` and what is typed after it, with the cursor at its end. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

const most = 8;

/** What is being mentioned at the cursor; null when nothing is. */
export function mentionAt(text: string, cursor: number): Mention | null {
  const [, words] = /(?:^|[\s(“"'])@([^@\n]{0,40})$/.exec(text.slice(0, cursor)) ?? [];
  return words === undefined ? null : { start: cursor - words.length - 1, end: cursor, words };
}

/** Who may be meant: nobody once more was typed than a name. */
export function peopleFor<Person extends Mentionable>({ words }: Mention, people: readonly Person[]): Person[] {
  if (/^\s|\s{2}/.test(words)) return [];
  const isWritten = people.some(({ name }) => words.startsWith(`${name} `) || words === name);
  return isWritten ? [] : people.filter(({ name }) => mentions(name, words)).slice(0, most);
}

/** The text with this name mentioned, and where the cursor goes. */
export function withMention(text: string, { start, end }: Mention, name: string): { text: string; cursor: number } {
  const before = `${text.slice(0, start)}@${name} `;
  return { text: before + text.slice(end).replace(/^ /, ''), cursor: before.length };
}
