import type { BounceClass, ReceiptView } from '@engagex/domain/receipts';
import { Badge } from '../../../ui/badge.tsx';
import { Time } from '../../../ui/time.tsx';

/** What was heard of a message after it was handed over, in the words of whoever reported it. Nothing when nothing was. */
export function Receipts({ receipts }: { receipts: readonly ReceiptView[] }) {
  if (receipts.length === 0) return null;
  return (
    <ol aria-label="Reports about this message" className="flex flex-col gap-1 border-l-2 border-line pl-3 text-sm">
      {receipts.map((receipt, index) => (
        <li key={index} className="wrap-anywhere">
          <span className="text-muted">
            <Time value={receipt.at} />, {sourceWords[receipt.source]}{' '}
          </span>
          {kindWords[receipt.kind]}
          {receipt.class && ` (${classWords[receipt.class]})`}
          {receipt.words && (
            <>
              : <q className="font-mono text-xs">{receipt.words}</q>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

/** What became of a message after it was accepted, in one word: the worst that was reported. Nothing when nothing was. */
export function ReceiptBadge({ receipts }: { receipts: readonly ReceiptView[] }) {
  const isReported = (kind: ReceiptView['kind']) => receipts.some((receipt) => receipt.kind === kind);
  if (isReported('complained')) return <Badge meaning="danger">Reported as spam</Badge>;
  if (isReported('bounced')) return <Badge meaning="danger">Bounced</Badge>;
  return isReported('delivered') ? <Badge meaning="good">Delivered</Badge> : null;
}

const kindWords: Readonly<Record<ReceiptView['kind'], string>> = {
  delivered: 'delivered',
  delayed: 'delayed',
  bounced: 'bounced',
  complained: 'reported as spam',
};

const sourceWords: Readonly<Record<ReceiptView['source'], string>> = {
  smtp: 'server’s answer:',
  dsn: 'bounce message:',
  arf: 'complaint report:',
  sendgrid: 'SendGrid:',
  ses: 'Amazon SES:',
  postmark: 'Postmark:',
  mailgun: 'Mailgun:',
  webhook: 'webhook:',
};

export const classWords: Readonly<Record<BounceClass, string>> = {
  hard: 'the address does not exist',
  full: 'mailbox full',
  domain: 'the domain takes no mail',
  soft: 'temporary problem',
  policy: 'server policy',
  content: 'content of the message',
  auth: 'SPF, DKIM or DMARC',
  unclear: 'no reason given',
};
