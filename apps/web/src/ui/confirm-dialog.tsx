import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { useState, type ReactNode } from 'react';
import { messageOf } from '../shared/api-error.ts';
import { Button } from './button.tsx';
import { cn } from './class-names.ts';
import { backdropClass } from './dialog.tsx';
import { Field } from './field.tsx';
import { finalFocus } from './final-focus.ts';
import { Input } from './input.tsx';
import { Notice } from './notice.tsx';

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The question: "Delete 48 contacts?" */
  readonly title: string;
  /** What will happen, with the numbers that will happen. */
  readonly consequence: ReactNode;
  /** The verb on the button: "Delete 48 contacts". */
  readonly action: string;
  /** Does it; the dialog closes when it succeeds and shows the refusal when it does not. */
  readonly onConfirm: () => Promise<unknown>;
  readonly variant?: 'danger' | 'primary';
  /** A name to type first, for what cannot be undone. */
  readonly typeToConfirm?: string;
  readonly cancel?: string;
  /** For consequences that need room, such as pictures. */
  readonly wide?: boolean;
}

/**
 *     <ConfirmDialog open={open} onOpenChange={setOpen} title="Cancel this campaign?" action="Cancel campaign" cancel="Keep sending"
 *       consequence="188 people who have not been mailed are skipped. This cannot be undone." onConfirm={() => cancel.mutateAsync({ id })} />
 */
export function ConfirmDialog({ open, onOpenChange, wide = false, ...props }: ConfirmDialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center sm:items-center sm:p-6">
          <Base.Popup
            finalFocus={finalFocus}
            className={cn(
              'max-h-[90dvh] w-full overflow-y-auto rounded-t-md border border-line bg-raised p-5 shadow-raised outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0 sm:rounded-md',
              wide ? 'sm:w-220' : 'sm:w-110',
            )}
          >
            <Question {...props} close={() => onOpenChange(false)} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

type QuestionProps = Omit<ConfirmDialogProps, 'open' | 'onOpenChange' | 'wide'> & { close: () => void };

function Question({
  title,
  consequence,
  action,
  onConfirm,
  close,
  variant = 'danger',
  typeToConfirm,
  cancel = 'Cancel',
}: QuestionProps) {
  const [typed, setTyped] = useState('');
  const [step, setStep] = useState<{ running: boolean; refusal: string | null }>({
    running: false,
    refusal: null,
  });
  const isConfirmed = typeToConfirm === undefined || typed.trim() === typeToConfirm;

  async function confirm() {
    setStep({ running: true, refusal: null });
    try {
      await onConfirm();
      close();
    } catch (error) {
      setStep({ running: false, refusal: messageOf(error) });
    }
  }

  return (
    <div className="flex flex-col gap-4">
      <div>
        <Base.Title className="text-lg font-semibold wrap-anywhere">{title}</Base.Title>
        <Base.Description render={<div />} className="mt-1 text-muted">
          {consequence}
        </Base.Description>
      </div>
      {step.refusal && <Notice meaning="danger">{step.refusal}</Notice>}
      {typeToConfirm !== undefined && (
        <Field label={<span className="wrap-anywhere">Type “{typeToConfirm}” to confirm</span>}>
          <Input autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Base.Close render={<Button>{cancel}</Button>} />
        <Button variant={variant} loading={step.running} disabled={!isConfirmed} onClick={() => void confirm()}>
          {action}
        </Button>
      </div>
    </div>
  );
}
