import { domainReportsRoutes, reportLimits, type TakenReport } from '@engagex/domain/domain-reports';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { upload } from '../../../shared/files.ts';
import { formatCount, formatDate } from '../../../shared/format.ts';
import { invalidateNoun } from '../../../shared/query.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { DropZone } from '../../../ui/drop-zone.tsx';
import { Field } from '../../../ui/field.tsx';

interface UploadDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Takes the file that a receiver of mail attached to its report. */
export function UploadDialog({ open, onOpenChange }: UploadDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Upload a report">
      <UploadForm close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function UploadForm({ close }: { close: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | undefined>();
  const [taken, setTaken] = useState<readonly TakenReport[] | null>(null);
  const take = async (file: File) => {
    setRefusal(undefined);
    setBusy(true);
    try {
      setTaken((await upload(domainReportsRoutes.upload, { file })).reports);
      void invalidateNoun('domain-reports');
    } catch (error) {
      setRefusal(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <DialogBody>
        {taken ? (
          <ul className="divide-y divide-line">
            {taken.map((report) => (
              <TakenRow key={`${report.kind} ${report.domain} ${report.reportId}`} report={report} />
            ))}
          </ul>
        ) : (
          <Field
            label="DMARC or TLS report"
            error={refusal}
            help="As it was attached to the mail: XML or JSON, also as a zip or gzip file. The same report counts once."
          >
            <DropZone
              accept={['.xml', '.json', '.gz', '.zip']}
              maxBytes={reportLimits.fileBytes}
              disabled={isBusy}
              onFile={(file) => void take(file)}
              onRefuse={setRefusal}
            />
          </Field>
        )}
      </DialogBody>
      <DialogFooter>
        <Button variant={taken ? 'primary' : undefined} onClick={close}>
          {taken ? 'Done' : 'Cancel'}
        </Button>
      </DialogFooter>
    </>
  );
}

function TakenRow({ report: { kind, domain, reporter, beginsAt, count, isNew } }: { report: TakenReport }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-2">
      <div className="min-w-0">
        <p className="font-medium wrap-anywhere">{domain}</p>
        <p className="text-sm wrap-anywhere text-muted">
          {reporter}, {formatDate(beginsAt)}: {formatCount(count, kind === 'dmarc' ? 'message' : 'session')}
        </p>
      </div>
      <Badge meaning={isNew ? 'good' : 'neutral'}>{isNew ? 'Added' : 'Already there'}</Badge>
    </li>
  );
}
