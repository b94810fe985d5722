import type { ImportView } from '@engagex/domain/contacts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { LedgerBar } from '../../../ui/ledger-bar.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { BeyondPlan } from './beyond-plan.tsx';
import { ImportCells, ImportFindingsNotices } from './import-findings.tsx';
import { ImportNotes } from './import-notes.tsx';
import { ImportRejections } from './import-rejections.tsx';
import { UndoImport } from './undo-import.tsx';

/** The file added up: new, changed, unchanged and rejected rows make all of it. */
export function ImportResult({ view }: { view: ImportView }) {
  const rejected = view.rejected - view.hidden - view.beyondPlan - view.blank;
  return (
    <>
      <Card>
        <CardHeader
          title="Every row is accounted for"
          action={
            <div className="flex flex-wrap gap-2">
              {view.undoUntil && <UndoImport view={view} undoUntil={view.undoUntil} />}
              <ButtonLink variant="primary" href={view.groupId ? `/contacts?group=${view.groupId}` : '/contacts'}>
                View contacts
              </ButtonLink>
            </div>
          }
        />
        <CardBody className="flex flex-col gap-4">
          <LedgerBar
            label="Rows in the file"
            total={view.rows}
            segments={[
              { label: 'new', count: view.created, meaning: 'good' },
              { label: 'changed', count: view.updated, meaning: 'info' },
              { label: 'unchanged', count: view.unchanged, meaning: 'neutral' },
              { label: 'rejected', count: rejected, meaning: 'danger' },
              { label: 'hidden in Excel', count: view.hidden, meaning: 'warning' },
              { label: 'beyond your plan', count: view.beyondPlan, meaning: 'danger' },
              { label: 'blank', count: view.blank, meaning: 'neutral' },
            ]}
          />
          <BeyondPlan count={view.beyondPlan} />
          <ImportNotes view={view} />
          {view.difference && (
            <Notice meaning="info" title="Different from the check">
              {view.difference}
            </Notice>
          )}
          {view.findings && <ImportFindingsNotices findings={view.findings} />}
          {view.consent && <p className="text-sm text-muted wrap-anywhere">Consent: {view.consent}</p>}
        </CardBody>
      </Card>
      {view.findings && view.findings.cells.length > 0 && <ImportCells view={view} />}
      {rejected + view.hidden + view.beyondPlan > 0 && <ImportRejections view={view} title="Rejected rows" />}
      {view.blocked > 0 && <ImportRejections view={view} title="People who stay unsubscribed" kind="unsubscribed" />}
    </>
  );
}
