import type { FormEventHandler, ReactNode } from 'react';
import { Button } from './button.tsx';
import { DialogBody, DialogFooter } from './dialog.tsx';

interface DialogFormProps {
  readonly onSubmit: FormEventHandler<HTMLFormElement>;
  /** What the button at the end does. */
  readonly action: string;
  readonly isPending: boolean;
  /** Beside that button: leaving, or another way. */
  readonly close?: () => void;
  readonly other?: ReactNode;
  readonly children: ReactNode;
}

/**
 * A form that is all of a dialog: fields, a way out, and the button that sends it.
 *
 *     <Dialog …><DialogForm onSubmit={submitTo(form, save)} action="Create group" isPending={…} close={close}>
 *       <Field …/>
 *     </DialogForm></Dialog>
 */
export function DialogForm({ onSubmit, action, isPending, close, other, children }: DialogFormProps) {
  return (
    <form noValidate className="contents" onSubmit={onSubmit}>
      <DialogBody>{children}</DialogBody>
      <DialogFooter>
        {close && <Button onClick={close}>Cancel</Button>}
        {other}
        <Button type="submit" variant="primary" loading={isPending}>
          {action}
        </Button>
      </DialogFooter>
    </form>
  );
}
