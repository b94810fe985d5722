import { type SuppressionImport, suppressionLimits, suppressionsRoutes } from '@engagex/domain/suppressions';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { upload } from '../../../shared/files.ts';
import { invalidateNoun } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { DropZone } from '../../../ui/drop-zone.tsx';
import { Field } from '../../../ui/field.tsx';
import { ImportedAddresses } from './imported-addresses.tsx';

interface ImportDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Every address of a file, at once or not at all. */
export function ImportDialog({ open, onOpenChange }: ImportDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Suppress addresses from a file">
      <ImportForm close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function ImportForm({ close }: { close: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | undefined>();
  const [result, setResult] = useState<SuppressionImport | null>(null);
  const take = async (file: File) => {
    setRefusal(undefined);
    setBusy(true);
    try {
      setResult(await upload(suppressionsRoutes.import, { file }));
      void invalidateNoun('suppressions');
    } catch (error) {
      setRefusal(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <DialogBody>
        {result ? (
          <ImportedAddresses result={result} />
        ) : (
          <Field
            label="CSV or Excel file"
            error={refusal}
            help="We use the column with email addresses. Hidden rows count too. Up to 100,000 rows."
          >
            <DropZone
              accept={['.csv', '.xlsx', '.txt', '.tsv']}
              maxBytes={suppressionLimits.fileBytes}
              disabled={isBusy}
              onFile={(file) => void take(file)}
              onRefuse={setRefusal}
            />
          </Field>
        )}
      </DialogBody>
      <DialogFooter>
        <Button variant={result ? 'primary' : undefined} onClick={close}>
          {result ? 'Done' : 'Cancel'}
        </Button>
      </DialogFooter>
    </>
  );
}
