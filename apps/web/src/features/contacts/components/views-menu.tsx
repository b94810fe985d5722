import { contactViewInput, contactViewsRoutes } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { Bookmark, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { submitTo } from '../../../shared/form.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import type { ListState } from './list-state.ts';

const everyone = 'everyone';

/** The saved views of the organization: open one, save what is shown as one, change or delete the open one. */
export function ViewsMenu({ state }: { state: ListState }) {
  const [isSaving, setSaving] = useState(false);
  const canWrite = useCan('contacts:write');
  const { data } = useQuery(routeQuery(contactViewsRoutes.list, {}));
  const views = data?.items ?? [];
  const open = views.find(({ id }) => id === state.viewId);
  const { filter, sort, columns } = state;
  const update = useRouteMutation(contactViewsRoutes.update, {
    onSuccess: ({ name }) => notify(`“${name}” saved`),
    onError: notifyFailure('The view was not saved'),
  });
  const restore = useRouteMutation(contactViewsRoutes.restore, {
    onError: notifyFailure('The view was not restored'),
  });
  const remove = useRouteMutation(contactViewsRoutes.delete, {
    onError: notifyFailure('The view was not deleted'),
  });
  const deleteOpen = (id: string, name: string) =>
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          state.show(null);
          notify(`“${name}” deleted`, { undo: () => restore.mutate({ id }) });
        },
      },
    );
  return (
    <>
      <Menu trigger={<Button icon={Bookmark}>{open?.name ?? 'Views'}</Button>}>
        <MenuChoice
          label="Views"
          value={open?.id ?? everyone}
          options={[
            { value: everyone, label: 'All contacts' },
            ...views.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(id) => state.show(views.find((view) => view.id === id) ?? null)}
        />
        {canWrite && (
          <>
            <MenuSeparator />
            {open && (
              <>
                <MenuItem
                  icon={Save}
                  onSelect={() => update.mutate({ id: open.id, filter, sort, columns: [...columns] })}
                >
                  Save changes to “{open.name}”
                </MenuItem>
                <MenuItem icon={Trash2} danger onSelect={() => deleteOpen(open.id, open.name)}>
                  Delete “{open.name}”
                </MenuItem>
              </>
            )}
            <MenuItem icon={Bookmark} onSelect={() => setSaving(true)}>
              Save as new view
            </MenuItem>
          </>
        )}
      </Menu>
      <Dialog
        open={isSaving}
        onOpenChange={setSaving}
        title="Save as new view"
        description="Everyone in the organization sees it: filters, order and columns."
      >
        <SaveForm state={state} close={() => setSaving(false)} />
      </Dialog>
    </>
  );
}

const nameInput = contactViewInput.pick({ name: true });

function SaveForm({ state: { filter, sort, columns, set }, close }: { state: ListState; close: () => void }) {
  const form = useKeptForm('contact view new', nameInput, { name: '' });
  const create = useRouteMutation(contactViewsRoutes.create, {
    onSuccess: ({ id, name }) => {
      notify(`“${name}” saved`);
      set({ view: id });
      close();
    },
    onError: showFailure(form, 'The view was not saved'),
  });
  return (
    <form
      noValidate
      className="contents"
      onSubmit={submitTo(form, ({ name }) => create.mutate({ name, filter, sort, columns: [...columns] }))}
    >
      <DialogBody>
        <Field label="Name" error={form.formState.errors.name?.message}>
          <Input autoFocus {...form.register('name')} />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={create.isPending}>
          Save view
        </Button>
      </DialogFooter>
    </form>
  );
}
