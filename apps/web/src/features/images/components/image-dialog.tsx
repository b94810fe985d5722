import { imageInput, imagesRoutes, type ImageView } from '@engagex/domain/images';
import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { formatBytes, formatNumber } from '../../../shared/format.ts';
import { submitTo } from '../../../shared/form.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { UsedByList } from '../../../ui/used-by.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';

interface ImageDialogProps {
  readonly image: ImageView | null;
  readonly onClose: () => void;
}

/** One image: what it is called, what stands in for it, and what shows it. */
export function ImageDialog({ image, onClose }: ImageDialogProps) {
  const canWrite = useCan('templates:write');
  return (
    <Dialog open={image !== null} onOpenChange={onClose} title={image?.name ?? ''} className="sm:w-160">
      {image &&
        (canWrite ? (
          <ImageForm image={image} close={onClose} />
        ) : (
          <>
            <DialogBody>
              <Shown image={image} />
              <p>{image.alt || 'No alternative text'}</p>
              <Uses image={image} />
            </DialogBody>
            <DialogFooter>
              <Button onClick={onClose}>Close</Button>
            </DialogFooter>
          </>
        ))}
    </Dialog>
  );
}

const valuesOf = ({ name, alt }: ImageView) => ({ name, alt });

function ImageForm({ image, close }: { image: ImageView; close: () => void }) {
  const { id, name, updatedAt } = image;
  const form = useKeptForm(`image ${id}`, imageInput, valuesOf(image), { version: updatedAt });
  const version = useFormVersion(form, {
    stored: image,
    valuesOf,
    labels: { name: 'Name', alt: 'Alternative text' },
    save: (): void => submit(),
  });
  const update = useRouteMutation(imagesRoutes.update, {
    onSuccess: () => {
      notify('Image saved');
      close();
    },
    onError: version.onRefused(showFailure(form, 'The image was not saved')),
  });
  const submit = submitTo(form, (values) => update.mutate({ ...values, id, version: version.current() }));
  const restore = useRouteMutation(imagesRoutes.restore, { onError: notifyFailure('The image was not restored') });
  const remove = useRouteMutation(imagesRoutes.delete, {
    onSuccess: () => {
      notify(`“${name}” deleted`, { undo: () => restore.mutate({ id }) });
      close();
    },
    onError: notifyFailure('The image was not deleted'),
  });
  const { errors } = form.formState;
  return (
    <DialogForm
      onSubmit={submit}
      action="Save image"
      isPending={update.isPending}
      close={close}
      other={
        <Button icon={Trash2} loading={remove.isPending} onClick={() => remove.mutate({ id })}>
          Delete image
        </Button>
      }
    >
      <Shown image={image} />
      <Field
        label="Alternative text"
        error={errors.alt?.message}
        help="What people read when the image is not shown, or listen to. Leave it empty only for a decoration."
      >
        <Textarea rows={2} {...form.register('alt')} />
      </Field>
      <Field label="Name" error={errors.name?.message} help="Only your organization sees it.">
        <Input {...form.register('name')} />
      </Field>
      {version.notices}
      <Uses image={image} />
    </DialogForm>
  );
}

function Shown({ image: { url, alt, width, height, bytes, type, frames } }: { image: ImageView }) {
  const format = type.replace('image/', '').toUpperCase();
  return (
    <figure className="flex flex-col gap-2">
      <span className="flex max-h-72 items-center justify-center rounded-md border border-line bg-subtle p-3">
        <img src={url} alt={alt} width={width} height={height} className="max-h-64 w-auto object-contain" />
      </span>
      <figcaption className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        {formatNumber(width)} × {formatNumber(height)} · {format}
        {frames > 1 && `, ${formatNumber(frames)} frames`} · {formatBytes(bytes)}
        <CopyButton text={url} label="Copy the address of the image" />
      </figcaption>
    </figure>
  );
}

function Uses({ image: { id } }: { image: ImageView }) {
  const uses = useQuery(routeQuery(imagesRoutes.uses, { id }));
  return (
    <section aria-label="Where it is used">
      <h3 className="font-medium">Where it is used</h3>
      {uses.isPending && <SkeletonLines label="Looking where it is used" lines={1} />}
      {uses.error && <p className="text-muted">We could not find out where it is used. Try again later.</p>}
      {uses.data?.total === 0 && <p className="text-muted">Nowhere yet.</p>}
      {uses.data && uses.data.total > 0 && <UsedByList usedBy={uses.data.items} />}
      {uses.data && uses.data.total > uses.data.items.length && (
        <p className="text-muted">and {formatNumber(uses.data.total - uses.data.items.length)} more</p>
      )}
    </section>
  );
}
