import { type ColumnFacts, type MailField, mailMeanings, type MailMeaning, valuesIn } from '@engagex/domain/contacts';
import { formatCount } from '../../../shared/format.ts';
import { Select } from '../../../ui/select.tsx';
import { meaningWords, wordsOfValue } from './mail-words.ts';

interface ImportMailValuesProps {
  readonly column: string;
  readonly field: MailField;
  readonly facts: ColumnFacts | undefined;
  /** What a value means; null when nobody can tell yet. */
  readonly meaningOf: (value: string) => MailMeaning | null;
  readonly onMeaning: (value: string, means: MailMeaning) => void;
}

const options = mailMeanings.map((value) => ({ value, label: meaningWords[value] }));

/** Each value of a column about mail, in how many rows it stands and what it means. */
export function ImportMailValues({ column, field, facts, meaningOf, onMeaning }: ImportMailValuesProps) {
  const values = valuesIn(facts, field);
  const rowsOf = (...meanings: readonly MailMeaning[]) =>
    values.reduce(
      (sum, { value, count }) => sum + (meanings.includes(meaningOf(value) ?? 'nothing') ? (count ?? 0) : 0),
      0,
    );
  const unsubscribed = rowsOf('unsubscribed', 'unconfirmed');
  const suppressed = rowsOf('bounced', 'complained');
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line p-3">
      <ul aria-label={`Values of ${column}`} className="flex flex-col gap-2">
        {values.map(({ value, count }) => {
          const means = meaningOf(value);
          return (
            <li key={value} className="grid grid-cols-[minmax(0,1fr)_10rem] items-center gap-3">
              <span className="min-w-0">
                <span className="block wrap-anywhere">{wordsOfValue(value)}</span>
                {count !== null && <span className="text-muted">{formatCount(count, 'row')}</span>}
                {means === null && <span className="block text-danger">Choose what it means</span>}
              </span>
              <Select
                aria-label={`${wordsOfValue(value)} in ${column} means`}
                options={options}
                value={means}
                onChange={(next) => onMeaning(value, next)}
              />
            </li>
          );
        })}
      </ul>
      {facts?.values && (
        <p className="text-muted">
          {unsubscribed + suppressed === 0
            ? 'This column makes nobody unsubscribed or suppressed.'
            : `This column makes ${formatCount(unsubscribed, 'row')} unsubscribed and ${formatCount(suppressed, 'row')} suppressed.`}
        </p>
      )}
    </div>
  );
}
