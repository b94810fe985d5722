import { type DnsHost, fieldsFor, type RecordView } from '@engagex/domain/domains';
import { CopiedValue } from './copied-value.tsx';

interface RecordFieldsProps {
  readonly record: RecordView;
  readonly host: DnsHost;
  readonly of: string;
}

/** A record in the field names of a DNS host, and in the other forms that some hosts ask for. */
export function RecordFields({ record, host, of }: RecordFieldsProps) {
  const { name, value, priority } = fieldsFor(host, record);
  const { fields } = host;
  const isCut = record.faults.some(({ code }) => code === 'cut_at_255'); // the strings are what helps
  return (
    <div className="flex flex-col gap-2">
      <dl className="grid gap-x-6 gap-y-2 md:grid-cols-[4.5rem_minmax(0,2fr)_minmax(0,3fr)]">
        <div>
          <dt className="text-xs font-medium text-muted">{fields.type}</dt>
          <dd className="pt-1 font-mono text-sm">{record.type}</dd>
        </div>
        <CopiedValue label={fields.name} text={name} of={of} />
        <CopiedValue label={fields.value} text={value} of={of} />
        {priority !== null && (
          <CopiedValue label={fields.priority} text={priority} of={of} className="md:col-start-3" />
        )}
      </dl>
      <details className="text-sm" open={isCut || undefined}>
        <summary className="w-fit cursor-pointer text-muted">Other forms of this record</summary>
        <dl className="mt-2 flex flex-col gap-2">
          <CopiedValue label="Whole name" text={record.name} of={of} />
          <CopiedValue label="Name below the domain" text={record.relativeName} of={of} />
          {record.value !== value && <CopiedValue label="Plain value" text={record.value} of={of} />}
          {record.strings.length > 1 && (
            <CopiedValue
              label="Value in strings of at most 255 characters"
              text={record.strings.map((string) => `"${string}"`).join(' ')}
              of={of}
            />
          )}
          <CopiedValue label="Line of a zone file" text={record.zoneLine} of={of} />
        </dl>
      </details>
    </div>
  );
}
