import { suppressionLimits, suppressionsRoutes } from '@engagex/domain/suppressions';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { upload } from '../../../shared/files.ts';
import { formatCount } from '../../../shared/format.ts';
import { invalidateNoun } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { DropZone } from '../../../ui/drop-zone.tsx';
import { Field } from '../../../ui/field.tsx';
import { notify } from '../../../ui/toast.tsx';

interface ImportDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Every address of a file, at once or not at all. */
export function ImportDialog({ open, onOpenChange }: ImportDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Suppress the addresses of a file">
      <ImportForm close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function ImportForm({ close }: { close: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | undefined>();
  const take = async (file: File) => {
    setRefusal(undefined);
    setBusy(true);
    try {
      const { added, present, rejected } = await upload(suppressionsRoutes.import, { file });
      void invalidateNoun('suppressions');
      notify(`${formatCount(added, 'address', 'addresses')} suppressed`, {
        detail: `${present} were on the list already, ${rejected} rows had no address or the same one again.`,
      });
      close();
    } catch (error) {
      setRefusal(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <DialogBody>
        <Field
          label="CSV file"
          error={refusal}
          help="The column named email counts, or the first one. Up to 100,000 rows."
        >
          <DropZone
            accept={['.csv', '.txt', '.tsv']}
            maxBytes={suppressionLimits.fileBytes}
            disabled={isBusy}
            onFile={(file) => void take(file)}
            onRefuse={setRefusal}
          />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
      </DialogFooter>
    </>
  );
}
