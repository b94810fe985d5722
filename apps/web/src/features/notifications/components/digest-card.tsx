import type { Digest, NotificationSettings } from '@engagex/domain/notifications';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { Select } from '../../../ui/select.tsx';

const digests: readonly { readonly value: Digest; readonly name: string; readonly help: string }[] = [
  { value: 'immediate', name: 'Immediately', help: 'One email for each notification.' },
  {
    value: 'hourly',
    name: 'Hourly digest',
    help: 'At most one email an hour with what is still unread. Nothing is sent when you have read everything.',
  },
  { value: 'daily', name: 'Daily digest', help: 'At most one email a day with what is still unread.' },
];
const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

interface DigestCardProps {
  readonly settings: NotificationSettings;
  readonly onChange: (change: { digest?: Digest; digestHour?: number }) => void;
}

/** When email leaves: at once, or together with others. */
export function DigestCard({ settings: { digest, digestHour, timeZone }, onChange }: DigestCardProps) {
  return (
    <Card>
      <CardHeader title="When you get email" state="What you cannot turn off is mailed immediately." />
      <CardBody className="flex flex-col gap-4">
        <RadioCards label="Email" options={digests} value={digest} onChange={(value) => onChange({ digest: value })} />
        {digest === 'daily' && (
          <div className="flex flex-wrap items-center gap-2">
            <span>Sent at</span>
            <Select
              aria-label="Hour of the daily digest"
              className="w-28"
              options={hours}
              value={String(digestHour)}
              onChange={(value) => onChange({ digestHour: Number(value) })}
            />
            <span className="text-muted">{timeZone}</span>
          </div>
        )}
      </CardBody>
    </Card>
  );
}
