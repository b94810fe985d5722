import type { MergeEvidence, PersonKind } from '@engagex/domain/people';
import type { StageEvent } from '../event-stages/index.ts';
import { personIdOf } from '../events/index.ts';

/** A person as an event names them. */
export interface NamedPerson {
  readonly id: string;
  readonly kind: PersonKind;
  readonly key: string;
}

export interface Evidence extends MergeEvidence {
  /** The anonymous person that is the known one. */
  readonly personId: string;
}

/** What one event says about people. */
export interface Told {
  readonly event: StageEvent;
  /** Who did it. */
  readonly person: NamedPerson;
  /** The other people it names. */
  readonly others: readonly NamedPerson[];
  /** Whose traits it tells, if it does: those of servers are taken for true. */
  readonly traits: { readonly of: 'trusted' | 'claimed'; readonly values: Readonly<Record<string, unknown>> } | null;
  readonly evidence: readonly Evidence[];
  /** The id that `alias` says the person had before. */
  readonly previous: { readonly anonymous: NamedPerson; readonly known: NamedPerson } | null;
  /** Whether a server said it with a secret key: a signature vouches for the user id and for nothing else. */
  readonly isServer: boolean;
}

interface Context {
  readonly organizationId: string;
  /** The ids of secret keys. */
  readonly secretKeys: ReadonlySet<string>;
}

/** Null for an event that nobody vouches for and that is stored under a known person all the same. */
export function toldBy(event: StageEvent, { organizationId, secretKeys }: Context): Told | null {
  const named = (kind: 'anonymous' | 'user', key: string): NamedPerson => ({
    id: personIdOf({ organizationId, kind, id: key }),
    kind: kind === 'user' ? 'known' : 'anonymous',
    key,
  });
  const { anonymousId, userId, isTrusted } = event;
  const user = userId === null ? null : named('user', userId);
  const device = anonymousId === null ? null : named('anonymous', anonymousId);
  const isServer = isTrusted && event.keyId !== null && secretKeys.has(event.keyId);
  if (!isTrusted || user === null) {
    if (event.personId === user?.id) return null;
    const person: NamedPerson = { id: event.personId, kind: 'anonymous', key: anonymousId ?? userId ?? event.personId };
    return { event, person, others: [], traits: claimedTraits(event), evidence: [], previous: null, isServer };
  }
  const previousKey = event.kind === 'alias' ? previousIdOf(event) : null;
  const previous =
    previousKey === null ? null : { anonymous: named('anonymous', previousKey), known: named('user', previousKey) };
  const { id: eventId, receivedAt: eventAt } = event;
  return {
    event,
    person: user,
    others: device ? [device] : [],
    traits: event.kind === 'identify' ? { of: isServer ? 'trusted' : 'claimed', values: event.properties } : null,
    evidence: device ? [{ personId: device.id, intoId: user.id, reason: 'identify', eventId, eventAt }] : [],
    previous: previous?.known.id === user.id ? null : previous,
    isServer,
  };
}

/** Of somebody whom nobody vouches for, the user id is a claim like the rest. */
function claimedTraits(event: StageEvent): Told['traits'] {
  const told = event.kind === 'identify' ? event.properties : {};
  const claim = event.userId === null ? {} : { user_id: event.userId };
  return event.kind === 'identify' || event.userId !== null ? { of: 'claimed', values: { ...told, ...claim } } : null;
}

function previousIdOf({ properties, context }: StageEvent): string | null {
  const previous = properties['previousId'] ?? context['previousId'];
  return typeof previous === 'string' && previous !== '' ? previous : null;
}
