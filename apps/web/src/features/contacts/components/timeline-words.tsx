import type { AttributeDefinition, TimelineItem } from '@engagex/domain/contacts';
import { withStandIns } from '@engagex/domain/shared';
import {
  BellOff,
  BellRing,
  Flag,
  GitMerge,
  LogIn,
  LogOut,
  type LucideIcon,
  Mail,
  MailCheck,
  MailOpen,
  MailX,
  MousePointerClick,
  Pencil,
  ShoppingBag,
  Trash2,
  UserPlus,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { formatAmount, formatDuration } from '../../../shared/format.ts';
import { reasonWords } from '../../segment-memberships/index.ts';
import { consentInWords, outcomeInWords, sourceInWords } from './contact-words.ts';

const changeWords: Readonly<Record<string, { icon: LucideIcon; words: string }>> = {
  'contacts.update': { icon: Pencil, words: 'changed' },
  'contacts.unsubscribe': { icon: BellOff, words: 'unsubscribed this contact' },
  'contacts.delete': { icon: Trash2, words: 'deleted this contact' },
  'contacts.restore': { icon: UserPlus, words: 'restored this contact' },
  'contacts.merge': { icon: GitMerge, words: 'merged another contact into this one' },
};

/** What is shown of each kind of thing that happened with a contact. */
export function timelineWords(
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
    case 'receipt':
      return { icon: receiptWords[item.what].icon, words: <Receipt item={item} /> };
    case 'preference':
      return {
        icon: item.about === 'subscription' && item.became === 'subscribed' ? BellRing : BellOff,
        words: (
          <>
            {consentInWords({ ...item, kind: item.about })}
            <span className="text-muted"> · {sourceInWords(item.source)}</span>
          </>
        ),
      };
    case 'segment':
      return { icon: item.change === 'entered' ? LogIn : LogOut, words: <SegmentChange item={item} /> };
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

const receiptWords = {
  delivered: { icon: MailCheck, words: 'Delivered:' },
  bounced: { icon: MailX, words: 'Bounced:' },
  complained: { icon: Flag, words: 'Reported as spam:' },
} as const;

function Receipt({ item }: { item: Extract<TimelineItem, { kind: 'receipt' }> }) {
  const { what, campaignId, messageId, name } = item;
  const href = campaignId ? `/campaigns/${campaignId}` : `/campaigns/messages/${messageId ?? ''}`;
  return (
    <>
      {receiptWords[what].words}{' '}
      <Link href={href} className="font-medium hover:underline">
        {withStandIns(name)}
      </Link>
    </>
  );
}

function SegmentChange({ item }: { item: Extract<TimelineItem, { kind: 'segment' }> }) {
  return (
    <>
      {item.change === 'entered' ? 'Entered the segment ' : 'Left the segment '}
      <Link href={`/segments/${item.segmentId}`} className="font-medium hover:underline">
        {item.segmentName}
      </Link>
      <span className="text-muted"> · {reasonWords(item)}</span>
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
