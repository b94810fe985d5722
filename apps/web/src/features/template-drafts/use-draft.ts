import { randomId } from '../../shared/random-id.ts';
import type { Choice } from '@engagex/domain/documents';
import {
  conflictsOf,
  type DraftConflict,
  type DraftContent,
  isUnsaved,
  templateDraftsRoutes,
  type TemplateDraft,
  type TemplateEditor,
} from '@engagex/domain/templates';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { request } from '../../shared/http.ts';
import { useKeys } from '../../shared/keys.ts';
import { invalidateNoun, isStillSignedIn, routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { currentIn, DraftEngine, type Save, type Snapshot, type Trouble } from './draft-engine.ts';
import { type KeptDrafts, keptDraftsOf, type KeptOfTab } from './kept-drafts.ts';
import { useEditors } from './use-editors.ts';

export interface DraftState {
  readonly kind: 'read_only' | 'saved' | 'unsaved' | 'saving' | 'conflict' | Trouble['kind'];
  /** For the state line of the page. */
  readonly words: string;
}

export interface DraftOffer {
  /** When it was last typed into. */
  readonly at: Date;
  readonly restore: () => void;
  readonly discard: () => void;
}

export interface OpenDraft {
  /** As the server last told it. */
  readonly draft: TemplateDraft;
  /** What is on the screen. */
  readonly content: DraftContent;
  readonly change: (next: DraftContent) => void;
  readonly state: DraftState;
  /** Resolves to whether the server has everything. */
  readonly saveNow: () => Promise<boolean>;
  /** Saves, then publishes. Resolves to whether it is published; false while it cannot be saved. Throws what the API refuses. */
  readonly publish: () => Promise<boolean>;
  /** Saves, so that it stays among the versions, then goes back to what is published. */
  readonly discard: () => Promise<boolean>;
  /** What somebody else changed at the same time, to choose from; empty when nothing is in conflict. */
  readonly conflict: readonly DraftConflict[];
  /** By `keyOf(conflict)`. With the last one chosen, everything is merged and saved. */
  readonly resolve: (key: string, choice: Choice) => void;
  readonly choices: Readonly<Record<string, Choice>>;
  /** Others who have the editor open. */
  readonly people: readonly TemplateEditor[];
  /** What this device kept of an editor that was closed before it could save. */
  readonly offer: DraftOffer | null;
}

interface DraftOptions {
  /** Something else than `change` changed the content: a merge, a choice, a restored version. */
  readonly onMerged?: (content: DraftContent) => void;
}

/**
 * The draft of one template: kept on this device every two seconds and on the server every ten, on ⌘S, when the window
 * is left and when the page is closed. `draft` is null until it is there. Mount it with the template's id as key.
 */
export function useDraft(
  templateId: string,
  { onMerged }: DraftOptions = {},
): { readonly draft: OpenDraft | null; readonly error: Error | null; readonly retry: () => void } {
  const query = useQuery({ ...routeQuery(templateDraftsRoutes.get, { id: templateId }), staleTime: 0 });
  const canWrite = useCan('templates:write');
  const tab = useMemo(randomId, []);
  const [keeper, setKeeper] = useState<KeptDrafts | null>(null);
  const [engine, setEngine] = useState<DraftEngine | null>(null);
  const [left, setLeft] = useState<readonly KeptOfTab[]>([]);
  const told = useRef(onMerged);
  told.current = onMerged;
  const people = useEditors(templateId, tab, canWrite);
  const isThere = query.data !== undefined;
  useEffect(() => {
    if (!query.data) return;
    const kept = keptDraftsOf(templateId, tab);
    const save: Save = (input, { keepalive }) =>
      request(templateDraftsRoutes.save, { ...input, id: templateId }, { keepalive: keepalive && isSmall(input) });
    const begun = new DraftEngine({
      stored: query.data,
      keeper: kept,
      save,
      isStillSignedIn,
      onMerged: (content) => told.current?.(content),
    });
    const stopListening = listen(begun);
    setKeeper(kept);
    setEngine(begun);
    if (canWrite) void kept.leftBehind().then(setLeft);
    return () => {
      stopListening();
      begun.close();
      kept.close();
      setEngine(null);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- begins with what is read first; later news arrive below
  }, [templateId, isThere]);
  useEffect(() => {
    if (query.data) engine?.arrive(query.data);
  }, [engine, query.data]);
  const snapshot = useSyncExternalStore(
    useCallback((listener) => engine?.subscribe(listener) ?? (() => {}), [engine]),
    () => engine?.snapshot() ?? null,
  );
  useKeys({ 'mod+s': () => void engine?.saveNow() });
  const retry = () => void query.refetch();
  if (!engine || !snapshot || !keeper) return { draft: null, error: query.error, retry };
  const { session, stored, trouble } = snapshot;
  const conflict = conflictsOf(session);
  const leftUnsaved = left.find(
    ({ session: each }) => JSON.stringify(each.content) !== JSON.stringify(session.content),
  );
  const forget = ({ key }: KeptOfTab) => {
    keeper.forget(key);
    setLeft((all) => all.filter((each) => each.key !== key));
  };
  const act = async (route: typeof templateDraftsRoutes.publish | typeof templateDraftsRoutes.discard) => {
    if (!(await engine.saveNow())) return false;
    try {
      await request(route, { id: templateId, revision: engine.snapshot().session.base.revision });
    } catch (error) {
      const current = currentIn(error); // somebody saved in between: that is shown first
      if (current) engine.arrive(current);
      throw error;
    }
    const now = await request(templateDraftsRoutes.get, { id: templateId });
    if (route === templateDraftsRoutes.discard) engine.replace(now);
    else engine.arrive(now);
    for (const noun of ['templates', 'template-drafts']) void invalidateNoun(noun);
    return true;
  };
  return {
    error: null,
    retry,
    draft: {
      draft: stored,
      content: session.content,
      change: (next) => canWrite && engine.change(next),
      state: canWrite ? stateOf(snapshot, conflict.length, trouble) : { kind: 'read_only', words: 'View only' },
      saveNow: () => engine.saveNow(),
      publish: () => act(templateDraftsRoutes.publish),
      discard: () => act(templateDraftsRoutes.discard),
      conflict,
      resolve: (key, choice) => engine.choose(key, choice),
      choices: session.choices,
      people,
      offer: leftUnsaved
        ? {
            at: leftUnsaved.at,
            restore: () =>
              void engine.saveNow().then(() => {
                engine.restore(leftUnsaved.session);
                engine.keepNow();
                forget(leftUnsaved);
              }),
            discard: () => forget(leftUnsaved),
          }
        : null,
    },
  };
}

/** Saves when the window is left, the page closed, or the connection back. */
function listen(engine: DraftEngine): () => void {
  const save = () => void engine.saveNow();
  const hide = () => {
    engine.keepNow();
    void engine.saveNow({ keepalive: true });
  };
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') hide();
  };
  window.addEventListener('blur', save);
  window.addEventListener('online', save);
  window.addEventListener('pagehide', hide);
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    window.removeEventListener('blur', save);
    window.removeEventListener('online', save);
    window.removeEventListener('pagehide', hide);
    document.removeEventListener('visibilitychange', onVisibility);
  };
}

/** Beyond this, browsers refuse what is to outlive its page; the copy on this device has to do. */
function isSmall(input: object): boolean {
  return new TextEncoder().encode(JSON.stringify(input)).length < 60_000;
}

function stateOf({ session, stored, isSaving }: Snapshot, conflicts: number, trouble: Trouble | null): DraftState {
  if (conflicts > 0) return { kind: 'conflict', words: 'Not saved: choose what to keep' };
  if (trouble) return { kind: trouble.kind, words: wordsOf(trouble) };
  if (isSaving) return { kind: 'saving', words: 'Saving…' };
  if (isUnsaved(session)) return { kind: 'unsaved', words: 'Unsaved changes' };
  return { kind: 'saved', words: stored.hasChanges ? 'Draft saved, not published' : 'Published' };
}

function wordsOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'waiting':
      return 'Cannot save right now. Your changes are kept on this device and saved as soon as possible.';
    case 'signed_out':
      return 'You are signed out. Your changes are kept on this device: sign in again to save them.';
    case 'refused':
      return `Not saved: ${trouble.detail} Your changes are kept on this device.`;
  }
}
