import type { AttributeDefinition } from '@engagex/domain/contacts';
import type { JourneyItem } from '@engagex/domain/explore';
import { Activity, Eye, Fingerprint, Link2, type LucideIcon, ShoppingCart, Unlink, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { timelineWords } from '../../contacts/index.ts';

interface Words {
  readonly icon: LucideIcon;
  readonly words: ReactNode;
}

/** What is shown of something in a journey. */
export function wordsOfItem(item: JourneyItem, definitions: readonly AttributeDefinition[]): Words {
  switch (item.of) {
    case 'person':
      return { icon: iconOf(item.event), words: <EventWords event={item.event} /> };
    case 'link':
      return { icon: item.link.what === 'joined' ? Link2 : Unlink, words: <LinkWords link={item.link} /> };
    case 'contact':
      return timelineWords(item.item, definitions);
  }
}

type Deed = Extract<JourneyItem, { of: 'person' }>['event'];

function iconOf({ kind, name }: Deed): LucideIcon {
  if (kind === 'identify' || kind === 'alias') return Fingerprint;
  if (kind === 'group') return UsersRound;
  if (kind === 'page' || name === 'page_view') return Eye;
  return name === 'purchase' || name === 'add_to_cart' ? ShoppingCart : Activity;
}

function EventWords({ event: { kind, name, properties, isTrusted } }: { event: Deed }) {
  const entries = Object.entries(properties);
  const title = kind === 'identify' ? 'Identified' : kind === 'alias' ? 'Two IDs were joined by an alias call' : name;
  return (
    <>
      <span className="font-medium">{title}</span>
      {!isTrusted && <span className="text-sm text-muted"> · from a browser</span>}
      {entries.length > 0 && (
        <details className="text-sm text-muted">
          <summary className="w-fit max-w-full cursor-pointer truncate rounded-sm hover:text-ink">
            {entries.map(([key, value]) => `${key}: ${textOf(value)}`).join(', ')}
          </summary>
          <dl className="mt-1 grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-0.5">
            {entries.map(([key, value]) => (
              <div key={key} className="contents">
                <dt className="wrap-anywhere">{key}</dt>
                <dd className="text-ink wrap-anywhere">{textOf(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

function LinkWords({ link }: { link: Extract<JourneyItem, { of: 'link' }>['link'] }) {
  const { what, personId, personKey, intoId, intoKey, reason, by } = link;
  const [one, other] = [
    <PersonLink key="one" id={personId} name={personKey} />,
    <PersonLink key="other" id={intoId} name={intoKey} />,
  ];
  if (what === 'separated')
    return (
      <>
        {one} was separated from {other}
        <span className="text-muted"> · {by ? `by ${by}` : 'because of an earlier event'}</span>
      </>
    );
  return (
    <>
      {one} turned out to be {other}
      <span className="text-muted"> · {reason === 'alias' ? 'alias call' : 'an event named both IDs'}</span>
    </>
  );
}

function PersonLink({ id, name }: { id: string; name: string }) {
  return (
    <Link href={`/people/${id}`} className="font-medium hover:underline">
      {name}
    </Link>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
