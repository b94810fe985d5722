import type { PersonLink, PersonView, RefusedMerge } from '@engagex/domain/people';

export const kindWords = { anonymous: 'Anonymous', known: 'Known' } as const satisfies Record<
  PersonView['kind'],
  string
>;

/** Why an anonymous ID belongs to a known person. */
export const reasonWords = {
  identify: 'An identify call or a signed-in event named both IDs.',
  alias: 'An alias call joined both IDs.',
} as const satisfies Record<PersonLink['reason'], string>;

export function refusalWords({ reason, other }: RefusedMerge): string {
  const name = other ?? 'a person who no longer exists';
  switch (reason) {
    case 'both_known':
      return `An alias call tried to merge this person with ${name}. Two known people are never merged.`;
    case 'shared_device':
      return `${name} signed in on this device too. It stays with the person who signed in first.`;
    case 'undone_by_member':
      return `Events still connect this ID with ${name}, but a member separated them.`;
    case 'other_contact':
      return `A server identified this person with the address of another contact, ${name}. The contact was not changed.`;
  }
}
