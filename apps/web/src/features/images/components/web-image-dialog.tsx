import { imagesRoutes, type ImageView } from '@engagex/domain/images';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { uploadImage } from '../upload-image.ts';

interface WebImageDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onUploaded: (image: ImageView) => void;
}

/** Copies an image from the web into the library. */
export function WebImageDialog({ open, onOpenChange, onUploaded }: WebImageDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Add an image from a URL">
      <WebImageForm
        close={() => onOpenChange(false)}
        onUploaded={(image) => {
          onUploaded(image);
          onOpenChange(false);
        }}
      />
    </Dialog>
  );
}

function WebImageForm({ close, onUploaded }: { close: () => void; onUploaded: (image: ImageView) => void }) {
  const [url, setUrl] = useState('');
  const [problem, setProblem] = useState<string | undefined>();
  const [isPending, setPending] = useState(false);

  async function copy() {
    const parsed = imagesRoutes.fetch.body.safeParse({ url });
    if (!parsed.success) return setProblem(parsed.error.issues[0]?.message);
    setProblem(undefined);
    setPending(true);
    try {
      onUploaded(await uploadImage(parsed.data));
    } catch (error) {
      setProblem(messageOf(error));
      setPending(false);
    }
  }

  return (
    <DialogForm
      action="Add image"
      isPending={isPending}
      close={close}
      onSubmit={(event) => {
        event.preventDefault();
        void copy();
      }}
    >
      <Field
        label="Address of the image"
        error={problem}
        help="We store a copy, so it stays when the original is gone."
      >
        <Input
          type="url"
          autoFocus
          autoComplete="off"
          placeholder="https://example.com/summer.jpg"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
    </DialogForm>
  );
}
