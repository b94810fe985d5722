import { importsRoutes, type ImportRehearsal, type ImportView } from '@engagex/domain/contacts';
import { messageOf } from '../../../shared/api-error.ts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { LedgerBar } from '../../../ui/ledger-bar.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useAttributes } from '../../attributes/index.ts';
import { nameOfField } from './import-column.tsx';
import { BeyondPlan } from './beyond-plan.tsx';
import { ImportCells, ImportFindingsNotices } from './import-findings.tsx';
import { SharedIds } from './import-ids.tsx';
import { ImportNotes } from './import-notes.tsx';
import { ImportRejections } from './import-rejections.tsx';

interface ImportRehearsedProps {
  readonly view: ImportView;
  readonly rehearsal: ImportRehearsal;
  readonly onBack: () => void;
}

/** What will happen, in numbers and with samples; nothing has happened yet. */
export function ImportRehearsed({ view, rehearsal, onBack }: ImportRehearsedProps) {
  const start = useRouteMutation(importsRoutes.start, { touches: ['groups'] });
  const definitions = useAttributes();
  const {
    created,
    updated,
    unchanged,
    duplicates,
    invalid,
    hidden,
    blank,
    beyondPlan,
    blocked,
    changes,
    merged,
    findings,
  } = rehearsal;
  return (
    <>
      <Card>
        <CardHeader title="What this import will do" state="Nothing has been imported yet." />
        <CardBody className="flex flex-col gap-4">
          <LedgerBar
            label="Rows in the file"
            total={view.rows}
            segments={[
              { label: 'new', count: created, meaning: 'good' },
              { label: 'changed', count: updated, meaning: 'info' },
              { label: 'unchanged', count: unchanged, meaning: 'neutral' },
              { label: 'repeated in the file', count: duplicates, meaning: 'warning' },
              { label: 'invalid', count: invalid, meaning: 'danger' },
              { label: 'hidden in Excel', count: hidden, meaning: 'warning' },
              { label: 'beyond your plan', count: beyondPlan, meaning: 'danger' },
              { label: 'blank', count: blank, meaning: 'neutral' },
            ]}
          />
          <BeyondPlan count={beyondPlan} />
          {blocked > 0 && (
            <Notice meaning="warning" title={`${formatCount(blocked, 'person', 'people')} unsubscribed earlier`}>
              They stay unsubscribed, whatever the file says. They are listed below.
            </Notice>
          )}
          <ImportFindingsNotices findings={findings} />
          {merged && <MergedAway merged={merged} />}
          <SharedIds view={view} />
          <ImportNotes view={view} />
          {start.error && <Notice meaning="danger">{messageOf(start.error)}</Notice>}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onBack}>Change columns</Button>
            <Button variant="primary" loading={start.isPending} onClick={() => start.mutate({ id: view.id })}>
              Import {formatCount(created + updated + unchanged, 'person', 'people')}
            </Button>
          </div>
        </CardBody>
      </Card>
      {changes.length > 0 && (
        <Card>
          <CardHeader
            title="Contacts that change"
            state={
              changes.length < updated
                ? `The first ${formatNumber(changes.length)} of ${formatNumber(updated)}`
                : formatCount(updated, 'contact')
            }
          />
          <ul className="divide-y divide-line">
            {changes.map(({ line, email, fields }) => (
              <li key={line} className="flex flex-col gap-1 px-4 py-2 text-sm">
                <span className="font-medium wrap-anywhere">{email}</span>
                {fields.map(({ field, before, after }) => (
                  <span key={field} className="wrap-anywhere">
                    <span className="text-muted">{nameOfField(field, definitions)}: </span>
                    {shown(before)} <span aria-label="becomes">→</span> {shown(after)}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {findings.cells.length > 0 && <ImportCells view={view} />}
      {invalid + duplicates + hidden + beyondPlan > 0 && (
        <ImportRejections view={view} title="Rows that will not be imported" />
      )}
      {blocked > 0 && <ImportRejections view={view} title="People who stay unsubscribed" kind="unsubscribed" />}
    </>
  );
}

function MergedAway({ merged: { count, sample } }: { merged: NonNullable<ImportRehearsal['merged']> }) {
  return (
    <Notice
      meaning="info"
      title={`${formatCount(count, 'address', 'addresses')} ${count === 1 ? 'belongs' : 'belong'} to a contact that was merged into another`}
    >
      Their values in the file go to the contact that was kept.
      <ul className="mt-1">
        {sample.map(({ line, email, into }) => (
          <li key={line} className="wrap-anywhere">
            Line {formatNumber(line)}: {email} <span aria-label="goes to">→</span>{' '}
            {into ?? 'a contact without an address'}
          </li>
        ))}
      </ul>
      {sample.length < count && <p>These are the first {formatNumber(sample.length)}.</p>}
    </Notice>
  );
}

type Value = ImportRehearsal['changes'][number]['fields'][number]['before'];

function shown(value: Value): string {
  if (value === null || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
