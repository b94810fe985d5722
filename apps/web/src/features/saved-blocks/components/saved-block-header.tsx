import { savedBlocksRoutes, type SavedBlockView } from '@engagex/domain/saved-blocks';
import { ChevronRight, Trash2, Undo2 } from 'lucide-react';
import { Fragment, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { trail } from '../trail.ts';
import { LanguageSwitcher } from '../../template-editor/index.ts';
import { useUndoRelease } from '../use-undo-release.ts';
import type { SavedBlockState } from '../use-saved-block-draft.ts';

interface SavedBlockHeaderProps {
  readonly stored: SavedBlockView;
  /** `empty`: nothing is left of it, which is not saved. */
  readonly state: SavedBlockState | { readonly kind: 'empty' };
  readonly onPublish: () => Promise<void>;
  readonly onOverwrite: () => void;
}

const words = {
  saved: 'Draft saved',
  unsaved: 'Saving soon',
  saving: 'Saving…',
  failed: 'Not saved',
  conflict: 'Not saved',
  empty: 'Not saved: a saved block needs at least one block',
};

export function SavedBlockHeader({ stored, state, onPublish, onOverwrite }: SavedBlockHeaderProps) {
  const { id, name } = stored;
  const canWrite = useCan('templates:write');
  const [isLeaving, setLeaving] = useState(false);
  return (
    <header className="flex flex-col gap-2 border-b border-line bg-surface px-4 py-2.5">
      <title>{`${name} · EngageX`}</title>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0">
          <nav aria-label="Breadcrumb" className="flex items-center gap-1 text-sm text-muted">
            {trail.map(({ name: page, href }) => (
              <Fragment key={href}>
                <Link href={href} className="rounded-sm hover:text-ink hover:underline">
                  {page}
                </Link>
                <ChevronRight aria-hidden className="size-3.5" />
              </Fragment>
            ))}
          </nav>
          <h1 className="text-lg font-semibold wrap-anywhere">{name}</h1>
        </div>
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <p role="status" className="text-sm text-muted">
            {words[state.kind]}
          </p>
          <LanguageSwitcher />
          {canWrite && stored.canUndo && <UndoRelease savedBlock={stored} />}
          {canWrite && <DeleteSavedBlock id={id} name={name} />}
          {canWrite && (
            <Button
              variant="primary"
              loading={isLeaving}
              disabled={state.kind === 'empty'}
              onClick={() => {
                setLeaving(true);
                void onPublish().finally(() => setLeaving(false));
              }}
            >
              Review and publish
            </Button>
          )}
        </div>
      </div>
      {state.kind === 'failed' && (
        <Notice meaning="danger" title="Your changes are not saved">
          {state.detail}
        </Notice>
      )}
      {state.kind === 'conflict' && (
        <Notice
          meaning="warning"
          title="Somebody else changed this saved block"
          action={
            <div className="flex gap-2">
              <Button size="small" onClick={() => location.reload()}>
                Use theirs
              </Button>
              <Button size="small" variant="primary" onClick={onOverwrite}>
                Keep mine
              </Button>
            </div>
          }
        >
          {state.detail}
        </Notice>
      )}
    </header>
  );
}

function UndoRelease({ savedBlock: { id, release } }: { savedBlock: SavedBlockView }) {
  const undo = useUndoRelease();
  return (
    <Button icon={Undo2} variant="ghost" loading={undo.isPending} onClick={() => undo.mutate({ id, release })}>
      Undo last release
    </Button>
  );
}

function DeleteSavedBlock({ id, name }: { id: string; name: string }) {
  const [, go] = useLocation();
  const restore = useRouteMutation(savedBlocksRoutes.restore, {
    onError: notifyFailure('The saved block was not restored'),
  });
  const remove = useRouteMutation(savedBlocksRoutes.delete, {
    onError: notifyFailure('The saved block was not deleted'),
    onSuccess: () => {
      notify(`“${name}” deleted`, { undo: () => restore.mutate({ id }) });
      go('/templates/saved-blocks');
    },
  });
  return (
    <Button icon={Trash2} variant="ghost" loading={remove.isPending} onClick={() => remove.mutate({ id })}>
      Delete
    </Button>
  );
}
