import type { SegmentChange } from '@engagex/domain/segment-memberships';

const messages: Readonly<Record<string, string>> = {
  sent: 'Was sent a campaign',
  open: 'Opened a campaign',
  click: 'Clicked in a campaign',
};

/** Why somebody entered or left. */
export function reasonWords({ reason, detail, eventId }: Pick<SegmentChange, 'reason' | 'detail' | 'eventId'>): string {
  switch (reason) {
    case 'contact':
      return 'Contact added, changed or deleted';
    case 'group':
      return 'Joined or left a group';
    case 'message':
      return messages[detail ?? ''] ?? 'Campaign activity';
    case 'event':
      return eventId === null ? `Events “${detail ?? ''}” moved or deleted` : `Event “${detail ?? ''}”`;
    case 'day':
      return 'A new day began';
    case 'time_zone':
      return 'The organization’s time zone changed';
    case 'definition':
      return 'The segment was edited';
    case 'resumed':
      return 'Changed while tracking was paused';
    case 'check':
      return 'Corrected by the daily check';
  }
}
