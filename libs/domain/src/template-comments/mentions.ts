export interface Mentionable {
  readonly id: string;
  readonly name: string;
}

/** A piece of a comment; `person` where it is the mention of one of them. */
export interface CommentPart<Person extends Mentionable = Mentionable> {
  readonly text: string;
  readonly person: Person | null;
}

/** What a comment says, with the mentions of these people apart. Where one name begins another, the longer one counts. */
export function partsOfComment<Person extends Mentionable>(
  body: string,
  people: readonly Person[],
): CommentPart<Person>[] {
  const byLength = people.toSorted((a, b) => b.name.length - a.name.length);
  const parts: CommentPart<Person>[] = [];
  let plain = '';
  const endPlain = () => {
    if (plain !== '') parts.push({ text: plain, person: null });
    plain = '';
  };
  for (let at = 0; at < body.length;) {
    const person = body[at] === '@' ? byLength.find(({ name }) => isNamedAt(body, at + 1, name)) : undefined;
    if (!person) {
      plain += body[at];
      at += 1;
      continue;
    }
    endPlain();
    parts.push({ text: `@${person.name}`, person });
    at += person.name.length + 1;
  }
  endPlain();
  return parts;
}

/** The ids of those of these people whom a comment mentions. */
export function mentionedIn(body: string, people: readonly Mentionable[]): string[] {
  return [...new Set(partsOfComment(body, people).flatMap(({ person }) => (person ? [person.id] : [])))];
}

function isNamedAt(body: string, at: number, name: string): boolean {
  return name !== '' && body.startsWith(name, at) && !/^[\p{L}\p{N}]/u.test(body.slice(at + name.length));
}
