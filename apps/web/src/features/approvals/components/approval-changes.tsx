import type { ApprovalSheet, VersionField, VersionText } from '@engagex/domain/campaigns';
import { LineDiff } from '../../../ui/line-diff.tsx';
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
          <LineDiff lines={lines} />
        </figure>
      ))}
    </section>
  );
}
