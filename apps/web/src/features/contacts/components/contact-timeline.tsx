import { type AttributeDefinition, contactPageRoutes, type TimelineItem } from '@engagex/domain/contacts';
import { withStandIns } from '@engagex/domain/shared';
import { useInfiniteQuery } from '@tanstack/react-query';
import {
  BellOff,
  GitMerge,
  type LucideIcon,
  Mail,
  MailOpen,
  MousePointerClick,
  Pencil,
  ShoppingBag,
  Trash2,
  UserPlus,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { formatAmount, formatDuration } from '../../../shared/format.ts';
import { routePages } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';
import { outcomeInWords } from './contact-words.ts';

interface ContactTimelineProps {
  readonly id: string;
  readonly definitions: readonly AttributeDefinition[];
}

/** What happened to and with a contact, newest first. */
export function ContactTimeline({ id, definitions }: ContactTimelineProps) {
  const query = useInfiniteQuery(routePages(contactPageRoutes.timeline, { id, limit: 25 }));
  return (
    <Card>
      <CardHeader title="Timeline" />
      <CardBody className="flex flex-col gap-4">
        {query.error && !query.data && (
          <ErrorState
            error={query.error}
            what="The timeline could not be loaded."
            onRetry={() => void query.refetch()}
          />
        )}
        {query.isPending && <SkeletonLines label="Loading the timeline" lines={4} />}
        {query.data && (
          <ol className="flex flex-col gap-3">
            {query.data.map((item) => (
              <Item key={item.key} item={item} definitions={definitions} />
            ))}
          </ol>
        )}
        {query.hasNextPage && (
          <div>
            <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show earlier
            </Button>
          </div>
        )}
      </CardBody>
    </Card>
  );
}

function Item({ item, definitions }: { item: TimelineItem; definitions: readonly AttributeDefinition[] }) {
  const { icon: Icon, words } = lookOf(item, definitions);
  return (
    <li className="flex items-start gap-3">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 wrap-anywhere">{words}</div>
      <span className="shrink-0 text-sm text-muted">
        <Time value={item.at} />
      </span>
    </li>
  );
}

const changeWords: Readonly<Record<string, { icon: LucideIcon; words: string }>> = {
  'contacts.update': { icon: Pencil, words: 'changed' },
  'contacts.unsubscribe': { icon: BellOff, words: 'unsubscribed this contact' },
  'contacts.delete': { icon: Trash2, words: 'deleted this contact' },
  'contacts.restore': { icon: UserPlus, words: 'restored this contact' },
  'contacts.merge': { icon: GitMerge, words: 'merged another contact into this one' },
};

/** What is shown of each kind; another kind, such as an event, gets its case here. */
function lookOf(
  item: TimelineItem,
  definitions: readonly AttributeDefinition[],
): { icon: LucideIcon; words: ReactNode } {
  switch (item.kind) {
    case 'created':
      return { icon: UserPlus, words: 'Added' };
    case 'change': {
      const { icon, words } = changeWords[item.action] ?? { icon: Pencil, words: item.action };
      const isUpdate = item.action === 'contacts.update';
      return { icon, words: `${item.actorName} ${words}${isUpdate ? ` ${changedFields(item, definitions)}` : ''}` };
    }
    case 'message':
      return {
        icon: Mail,
        words: (
          <>
            {item.state === 'accepted' ? 'Was sent ' : 'Message of '}
            <OfCampaign item={item} />
            {item.state !== 'accepted' && `: ${outcomeInWords(item)}`}
          </>
        ),
      };
    case 'transactional':
      return {
        icon: Mail,
        words: (
          <>
            {item.state === 'accepted' ? 'Was sent the message ' : 'Message '}
            <Link href={`/campaigns/messages/${item.messageId}`} className="font-medium hover:underline">
              {item.subject}
            </Link>
            {item.state !== 'accepted' && `: ${outcomeInWords(item)}`}
          </>
        ),
      };
    case 'open':
      return { icon: MailOpen, words: <>Opened {<OfCampaign item={item} />}</> };
    case 'click':
      return {
        icon: MousePointerClick,
        words: (
          <>
            Clicked {item.url ? <span className="text-muted">{item.url}</span> : 'a link'} in <OfCampaign item={item} />
          </>
        ),
      };
    case 'unsubscribe':
      return { icon: BellOff, words: <>Unsubscribed through {<OfCampaign item={item} />}</> };
    case 'conversion':
      return { icon: ShoppingBag, words: <Conversion item={item} /> };
  }
}

function Conversion({ item }: { item: Extract<TimelineItem, { kind: 'conversion' }> }) {
  const { name, amount, currency, touch, touchedAt, at } = item;
  const paid = amount !== null && currency !== null ? ` of ${formatAmount(amount, currency)}` : '';
  const seconds = (Date.parse(at) - Date.parse(touchedAt)) / 1000;
  return (
    <>
      {name === 'purchase' ? 'Purchase' : name}
      {paid}, {formatDuration(seconds)} after {touch === 'click' ? 'a click in' : 'opening'} <OfCampaign item={item} />
    </>
  );
}

function OfCampaign({ item: { campaignId, campaignName } }: { item: { campaignId: string; campaignName: string } }) {
  return (
    <Link href={`/campaigns/${campaignId}`} className="font-medium hover:underline">
      {withStandIns(campaignName)}
    </Link>
  );
}

const fieldWords: Readonly<Record<string, string>> = {
  email: 'the email address',
  firstName: 'the first name',
  lastName: 'the last name',
  phone: 'the phone number',
  language: 'the language',
  timeZone: 'the time zone',
  country: 'the country',
  externalId: 'the external ID',
};

type Change = Extract<TimelineItem, { kind: 'change' }>;

function changedFields({ before, after }: Change, definitions: readonly AttributeDefinition[]): string {
  const fields = Object.keys({ ...before, ...after }).flatMap((name) =>
    name === 'attributes' ? changedAttributes(before?.[name], after?.[name], definitions) : [fieldWords[name] ?? name],
  );
  return fields.length > 0 ? fields.join(', ') : 'this contact';
}

function changedAttributes(before: unknown, after: unknown, definitions: readonly AttributeDefinition[]): string[] {
  const [old, now] = [recordOf(before), recordOf(after)];
  return Object.keys({ ...old, ...now })
    .filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
    .map((name) => definitions.find((each) => each.name === name)?.label ?? name);
}

function recordOf(value: unknown): Record<string, unknown> {
  return value && typeof value === 'object' ? { ...value } : {};
}
