import { incidentsRoutes, type IncidentView } from '@engagex/domain/incidents';
import { useState } from 'react';
import { z } from 'zod';
import { showServerErrors, submitTo, useZodForm } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

const touches = ['deliverability'] as const;

/** Saying that somebody looks into it, and closing it; each with a note and a way back. */
export function IncidentActions({ incident }: { incident: IncidentView }) {
  const { id, state, acknowledgedAt } = incident;
  const [asked, setAsked] = useState<'acknowledge' | 'close' | null>(null);
  const reopen = useRouteMutation(incidentsRoutes.reopen, {
    touches,
    onSuccess: () => notify('Incident open again'),
    onError: notifyFailure('The incident was not reopened'),
  });
  const unacknowledge = useRouteMutation(incidentsRoutes.unacknowledge, {
    onSuccess: () => notify('Acknowledgement removed'),
    onError: notifyFailure('The acknowledgement was not removed'),
  });
  const acknowledge = useRouteMutation(incidentsRoutes.acknowledge, {
    onSuccess: () => {
      setAsked(null);
      notify('Incident acknowledged', { undo: () => unacknowledge.mutate({ id }) });
    },
  });
  const close = useRouteMutation(incidentsRoutes.close, {
    touches,
    onSuccess: () => {
      setAsked(null);
      notify('Incident closed', { undo: () => reopen.mutate({ id }) });
    },
  });
  if (state === 'closed')
    return (
      <Button loading={reopen.isPending} onClick={() => reopen.mutate({ id })}>
        Reopen incident
      </Button>
    );
  return (
    <>
      {acknowledgedAt ? (
        <Button loading={unacknowledge.isPending} onClick={() => unacknowledge.mutate({ id })}>
          Remove acknowledgement
        </Button>
      ) : (
        <Button onClick={() => setAsked('acknowledge')}>Acknowledge</Button>
      )}
      <Button variant="primary" onClick={() => setAsked('close')}>
        Close incident
      </Button>
      <NoteDialog
        open={asked === 'acknowledge'}
        onOpenChange={(isOpen) => setAsked(isOpen ? 'acknowledge' : null)}
        title="Acknowledge incident"
        description="Other members see that you look into it. The incident stays open."
        action="Acknowledge"
        note={incident.note}
        isPending={acknowledge.isPending}
        save={(note) => acknowledge.mutateAsync({ id, note })}
      />
      <NoteDialog
        open={asked === 'close'}
        onOpenChange={(isOpen) => setAsked(isOpen ? 'close' : null)}
        title="Close incident"
        description="If messages are refused again, a new incident opens. Others who manage sending domains are told after a minute."
        action="Close incident"
        note={incident.note}
        isPending={close.isPending}
        save={(note) => close.mutateAsync({ id, note })}
      />
    </>
  );
}

interface NoteDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description: string;
  readonly action: string;
  readonly note: string;
  readonly isPending: boolean;
  readonly save: (note: string) => Promise<unknown>;
}

function NoteDialog({ open, onOpenChange, title, description, ...form }: NoteDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={description}>
      <NoteForm {...form} cancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

const input = z.object({ note: z.string().trim().max(1_000, 'Enter at most 1,000 characters.') });

type NoteFormProps = Pick<NoteDialogProps, 'action' | 'note' | 'isPending' | 'save'> & { readonly cancel: () => void };

function NoteForm({ action, note, isPending, save, cancel }: NoteFormProps) {
  const form = useZodForm(input, { note });
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (text: string) => {
    setRefusal(null);
    try {
      await save(text);
    } catch (error) {
      setRefusal(showServerErrors(form, error));
    }
  };
  return (
    <DialogForm
      onSubmit={submitTo(form, (values) => submit(values.note))}
      action={action}
      isPending={isPending}
      close={cancel}
    >
      <Field label="Note" optional error={form.formState.errors.note?.message ?? refusal ?? undefined}>
        <Textarea {...form.register('note')} />
      </Field>
    </DialogForm>
  );
}
