import { compareTexts, type DnsHost, type RecordView } from '@engagex/domain/domains';
import { CircleAlert } from 'lucide-react';
import { Time } from '../../../ui/time.tsx';
import { ComparedText } from './compared-text.tsx';
import { StandingBadge } from './domain-state.tsx';
import { purposeWords } from './domain-words.ts';
import { RecordFields } from './record-fields.tsx';

/** One record: whether it is published, what is wrong with what is, and what to enter. */
export function RecordItem({ record, host }: { record: RecordView; host: DnsHost }) {
  const { name, why } = purposeWords[record.purpose];
  const title = record.purpose === 'dkim' ? `${name} ${record.name.split('.', 1)[0]}` : name;
  const isDone = record.standing === 'published';
  return (
    <li className="flex flex-col gap-3 px-4 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <h3 className="font-medium">
            {title} <span className="font-normal text-muted">· {record.type}</span>
          </h3>
          <p className="text-sm text-muted">
            {why} {record.isRequired ? 'Required.' : 'Recommended.'}
          </p>
        </div>
        <div className="flex items-center gap-2 text-sm text-muted">
          <StandingBadge standing={record.standing} />
          {record.checkedAt && <Time value={record.checkedAt} />}
        </div>
      </div>
      <Faults record={record} />
      {isDone ? (
        <details className="text-sm">
          <summary className="w-fit max-w-full cursor-pointer text-muted wrap-anywhere">{record.name}</summary>
          <div className="mt-2">
            <RecordFields record={record} host={host} of={title} />
          </div>
        </details>
      ) : (
        <RecordFields record={record} host={host} of={title} />
      )}
    </li>
  );
}

/** What is wrong, in words, and what was found, with every difference marked. */
function Faults({ record: { faults, found, name, standing } }: { record: RecordView }) {
  if (faults.length === 0) return null;
  const isWrong = standing !== 'published';
  return (
    <div
      className={
        isWrong
          ? 'flex flex-col gap-2 rounded-md border border-danger-line bg-surface px-3 py-2'
          : 'flex flex-col gap-2 rounded-md border border-warning-line bg-surface px-3 py-2'
      }
    >
      {faults.map(({ code, words }) => (
        <p key={code} className="flex gap-2 wrap-anywhere">
          <CircleAlert aria-hidden className={`mt-0.5 size-4 shrink-0 ${isWrong ? 'text-danger' : 'text-warning'}`} />
          {words}
        </p>
      ))}
      {isWrong &&
        found.map((each) => (
          <div key={`${each.name} ${each.type} ${each.value}`}>
            {each.name !== name && (
              <>
                <p className="text-xs font-medium text-muted">Name found</p>
                <ComparedText parts={compareTexts(name, each.name)} />
              </>
            )}
            <p className="text-xs font-medium text-muted">{each.type} found</p>
            <ComparedText parts={each.compared} />
          </div>
        ))}
    </div>
  );
}
