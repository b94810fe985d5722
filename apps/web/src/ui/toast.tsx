import { Toaster as Sonner, toast } from 'sonner';
import { ApiError, messageOf } from '../shared/api-error.ts';
import { useTheme } from '../shared/theme.ts';
import { UsedByList } from './used-by.tsx';

/** Where toasts appear; once, in the app. */
export function Toaster() {
  const [theme] = useTheme();
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      duration={6000}
      style={{ fontFamily: 'inherit' }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-2 rounded-md border border-line bg-raised px-4 py-3 text-base text-ink shadow-raised sm:w-89',
          title: 'font-medium',
          description: 'text-muted',
          content: 'flex-1',
          icon: '[&_svg]:size-4 data-[type=error]:text-danger',
          actionButton: 'h-7 shrink-0 rounded-md border border-line px-2 font-medium hover:bg-hover',
          success: '[&_[data-icon]]:text-good',
          error: '[&_[data-icon]]:text-danger',
        },
      }}
    />
  );
}

/** Says that something is done, with a way back where there is one: `notify('48 contacts deleted', { undo: restore })` */
export function notify(message: string, options: { detail?: string; undo?: () => void } = {}): void {
  toast.success(message, {
    ...(options.detail && { description: options.detail }),
    ...(options.undo && { action: { label: 'Undo', onClick: leaving(options.undo) }, duration: 10_000 }),
  });
}

/** Gives the focus back before the toast is gone: sonner would do it when the last toast is, and take it from whoever types by then. */
function leaving(act: () => void): () => void {
  return () => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    act();
  };
}

/** Says that something failed where no form or dialog is left to say it: `onError: notifyFailure('The group was not deleted')` */
export function notifyFailure(what: string): (error: unknown) => void {
  return (error) => {
    if (error instanceof ApiError && error.usedBy.length > 0) notifyInUse(what, error);
    else notifyProblem(what, messageOf(error));
  };
}

/** Stays until it is closed: it leads to everything that has to be changed first. */
function notifyInUse(what: string, { detail, usedBy }: ApiError): void {
  const description = (
    <>
      <p>{detail}</p>
      <UsedByList usedBy={usedBy} />
    </>
  );
  const id = toast.error(what, {
    description,
    duration: Number.POSITIVE_INFINITY,
    action: { label: 'Close', onClick: leaving(() => toast.dismiss(id)) },
  });
}

/** Says what went wrong beside something that worked, in words from elsewhere, such as a mail server's. */
export function notifyProblem(what: string, detail: string): void {
  toast.error(what, { description: detail, duration: 12_000 });
}
