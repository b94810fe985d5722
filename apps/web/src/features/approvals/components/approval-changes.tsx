import type { ApprovalSheet, VersionField, VersionText } from '@engagex/domain/campaigns';
import { cn } from '../../../ui/class-names.ts';
import { Time } from '../../../ui/time.tsx';

export const fieldNames: Readonly<Record<VersionField | VersionText, string>> = {
  name: 'Name',
  audience: 'Audience',
  topic: 'Topic',
  sender: 'From',
  replyTo: 'Reply-to address',
  campaignPreheader: 'Preheader of the campaign',
  utm: 'UTM parameters',
  plan: 'When',
  template: 'Template',
  segments: 'Segments',
  format: 'Format',
  firstStage: 'A/B test',
  variants: 'Variants',
  subject: 'Subject',
  preheader: 'Preheader',
  body: 'Content',
  textBody: 'Plain text',
};

const marks = { same: ' ', removed: '−', added: '+', gap: '⋯' } as const;
const looks = { same: '', removed: 'bg-danger-soft', added: 'bg-good-soft', gap: 'text-muted' } as const;
const spoken = { same: '', removed: 'Removed: ', added: 'Added: ', gap: '' } as const;

/** What differs from what was approved last. */
export function ApprovalChanges({ changes }: { changes: NonNullable<ApprovalSheet['changes']> }) {
  const { since, fields, texts } = changes;
  if (fields.length + texts.length === 0) {
    return (
      <p className="text-muted">
        Nothing has changed since it was approved <Time value={since} as="date-time" />.
      </p>
    );
  }
  return (
    <section aria-label="What changed" className="flex flex-col gap-3">
      <h3 className="font-medium">
        Changed since it was approved <Time value={since} as="date-time" />
      </h3>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
        {fields.map(({ field, before, after }) => (
          <div key={field} className="contents">
            <dt className="text-muted">{fieldNames[field]}</dt>
            <dd>
              <del>{before}</del> → <ins className="no-underline">{after}</ins>
            </dd>
          </div>
        ))}
      </dl>
      {texts.map(({ field, lines }) => (
        <figure key={field} className="min-w-0">
          <figcaption className="mb-1 text-muted">{fieldNames[field]}</figcaption>
          <pre
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long lines are scrolled by keyboard, too
            tabIndex={0}
            className="max-h-96 overflow-auto rounded-md border border-line py-1 text-xs"
          >
            {lines.map(({ kind, text }, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- the lines of a diff have no other identity
              <div key={index} className={cn('px-3 whitespace-pre', looks[kind])}>
                <span aria-hidden>{marks[kind]} </span>
                <span className="sr-only">{spoken[kind]}</span>
                {text}
              </div>
            ))}
          </pre>
        </figure>
      ))}
    </section>
  );
}
