import { contactViewInput, contactViewsRoutes, groupsRoutes, type SavedView } from '@engagex/domain/contacts';
import { segmentsRoutes } from '@engagex/domain/segments';
import { useQuery } from '@tanstack/react-query';
import { Bookmark, Save, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
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
import { useVersion } from '../../../ui/use-version.tsx';
import { useAttributes } from '../../attributes/index.ts';
import type { ListState } from './list-state.ts';
import { viewInWords, viewLabels } from './view-words.ts';

const everyone = 'everyone';
const none: readonly never[] = [];
const valuesOf = ({ filter, sort, columns }: SavedView) => ({ filter, sort, columns });

/** The saved views of the organization: open one, save what is shown as one, change or delete the open one. */
export function ViewsMenu({ state }: { state: ListState }) {
  const [isSaving, setSaving] = useState(false);
  const canWrite = useCan('contacts:write');
  const { data } = useQuery(routeQuery(contactViewsRoutes.list, {}));
  const views = data?.items ?? [];
  const open = views.find(({ id }) => id === state.viewId);
  const { filter, sort, columns } = state;
  const version = useOpenView(state, open ?? null, (): void => saveOpen());
  const update = useRouteMutation(contactViewsRoutes.update, {
    onSuccess: (view) => {
      version.settle(view);
      notify(`“${view.name}” saved`);
    },
    onError: version.onRefused(notifyFailure('The view was not saved')),
  });
  const restore = useRouteMutation(contactViewsRoutes.restore, {
    onError: notifyFailure('The view was not restored'),
  });
  const remove = useRouteMutation(contactViewsRoutes.delete, {
    onError: notifyFailure('The view was not deleted'),
  });
  function saveOpen() {
    if (open) update.mutate({ id: open.id, filter, sort, columns: [...columns], version: version.current() });
  }
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
          onChange={(id) => {
            const view = views.find((each) => each.id === id) ?? null;
            if (view) version.settle(view);
            state.show(view);
          }}
        />
        {canWrite && (
          <>
            <MenuSeparator />
            {open && (
              <>
                <MenuItem icon={Save} onSelect={saveOpen}>
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
      {version.notices}
      <Dialog
        open={isSaving}
        onOpenChange={setSaving}
        title="Save as new view"
        description="Saves the filters, sort order and columns for everyone in the organization."
      >
        <SaveForm state={state} close={() => setSaving(false)} />
      </Dialog>
    </>
  );
}

/**
 * The version of the open view that the list shows, or began from. It does not follow what others save meanwhile: what is
 * listed, and may be selected, stays as it is until somebody opens the view again.
 */
function useOpenView(state: ListState, open: SavedView | null, save: () => void) {
  const [begun, setBegun] = useState(open);
  if (open?.id !== begun?.id) setBegun(open);
  const latest = useRef(open);
  const current = () => (latest.current?.id === begun?.id ? latest.current : begun);
  const settle = (view: SavedView) => {
    latest.current = view;
    setBegun(view);
  };
  const definitions = useAttributes() ?? none;
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  const segments = useQuery(routeQuery(segmentsRoutes.list, {}));
  const named = [...(groups.data?.items ?? []), ...(segments.data?.items ?? [])];
  const mine = () => ({ filter: state.filter, sort: state.sort, columns: [...state.columns] });
  const version = useVersion({
    stored: begun,
    valuesOf,
    labels: viewLabels,
    show: (part, value) => viewInWords(part, value, { definitions, named }),
    mine,
    base: () => {
      const view = current();
      return { values: view ? valuesOf(view) : mine(), version: view?.updatedAt };
    },
    begin: ({ values, version: updatedAt }) => {
      const view = current();
      if (view && updatedAt) settle({ ...view, ...values, updatedAt });
    },
    take: (stored, theirs) => {
      const chosen = Object.entries(stored).filter(([part]) => theirs.has(part));
      state.show({ id: state.viewId, ...mine(), ...Object.fromEntries(chosen) });
    },
    save,
  });
  return { ...version, settle };
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
