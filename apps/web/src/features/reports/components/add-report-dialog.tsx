import { savedReportsRoutes, type SavedReportView } from '@engagex/domain/reports';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { SearchSelect } from '../../../ui/search-select.tsx';

const kinds = [
  { value: 'chart', name: 'Chart', help: 'The whole answer, with its table behind it.' },
  { value: 'number', name: 'Number', help: 'The total of a trend, or the share of people who complete a funnel.' },
] as const;

interface AddReportDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly add: (report: SavedReportView, kind: 'chart' | 'number') => void;
}

export function AddReportDialog({ open, onOpenChange, add }: AddReportDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Add report">
      <Choice add={add} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Choice({ add, close }: { add: AddReportDialogProps['add']; close: () => void }) {
  const { data } = useQuery(routeQuery(savedReportsRoutes.list, {}));
  const [report, setReport] = useState<SavedReportView | null>(null);
  const [kind, setKind] = useState<'chart' | 'number'>('chart');
  const items = data?.items ?? [];
  if (data && items.length === 0)
    return (
      <>
        <DialogBody>
          <p>There are no saved reports yet. Ask a question in Explore and save it as a report.</p>
        </DialogBody>
        <DialogFooter>
          <Button onClick={close}>Cancel</Button>
          <ButtonLink variant="primary" href="/explore">
            Open Explore
          </ButtonLink>
        </DialogFooter>
      </>
    );
  return (
    <>
      <DialogBody>
        <Field label="Report">
          <SearchSelect
            autoFocus
            options={items.map(({ id, name }) => ({ value: id, label: name }))}
            value={report && { value: report.id, label: report.name }}
            onChange={({ value }) => setReport(items.find(({ id }) => id === value) ?? null)}
          />
        </Field>
        <RadioCards label="Show as" options={kinds} value={kind} onChange={setKind} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button
          variant="primary"
          disabled={!report}
          onClick={() => {
            if (report) add(report, kind);
            close();
          }}
        >
          Add card
        </Button>
      </DialogFooter>
    </>
  );
}
