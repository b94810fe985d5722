import type { Block } from '@engagex/domain/documents';
import { savedBlocksRoutes, type SavedBlockView } from '@engagex/domain/saved-blocks';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { ApiError, messageOf } from '../../shared/api-error.ts';
import { request } from '../../shared/http.ts';
import { invalidateNoun } from '../../shared/query.ts';

const saveAfterMs = 1_500;
const retryAfterMs = 5_000;

export type SavedBlockState =
  | { readonly kind: 'saved' | 'unsaved' | 'saving' }
  | { readonly kind: 'failed'; readonly detail: string }
  /** Somebody else saved it since; nothing is overwritten until a person says so. */
  | { readonly kind: 'conflict'; readonly detail: string };

/** Saves the draft of a saved block soon after each change, and as the page is left. */
export function useSavedBlockDraft(stored: SavedBlockView) {
  const [state, setState] = useState<SavedBlockState>({ kind: 'saved' });
  const version = useRef<string | undefined>(stored.updatedAt);
  const waiting = useRef<readonly Block[] | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const underWay = useRef<Promise<void> | null>(null);

  async function send(keepalive: boolean): Promise<void> {
    const blocks = waiting.current;
    if (!blocks) return;
    waiting.current = null;
    setState({ kind: 'saving' });
    try {
      const input = { id: stored.id, blocks: [...blocks], version: version.current };
      const saved = await request(savedBlocksRoutes.update, input, { keepalive });
      version.current = saved.updatedAt;
      setState({ kind: waiting.current ? 'unsaved' : 'saved' });
      void invalidateNoun('saved-blocks');
    } catch (error) {
      waiting.current ??= blocks;
      const isConflict = error instanceof ApiError && error.code === 'conflict.changed';
      setState({ kind: isConflict ? 'conflict' : 'failed', detail: messageOf(error) });
      const mayPass = error instanceof ApiError && (error.status === 0 || error.status >= 500);
      if (mayPass) timer.current = setTimeout(() => void save(), retryAfterMs);
    }
  }

  /** One at a time. Whether everything is saved. */
  async function save({ keepalive = false } = {}): Promise<boolean> {
    clearTimeout(timer.current);
    await underWay.current;
    underWay.current = send(keepalive).finally(() => (underWay.current = null));
    await underWay.current;
    return waiting.current === null;
  }

  function change(blocks: readonly Block[]): void {
    waiting.current = blocks;
    clearTimeout(timer.current);
    if (state.kind === 'conflict') return;
    setState({ kind: 'unsaved' });
    timer.current = setTimeout(() => void save(), saveAfterMs);
  }

  /** What is on the screen replaces what somebody else saved. */
  function overwrite(): void {
    version.current = undefined;
    void save();
  }

  const leave = useEffectEvent(() => void save({ keepalive: true }));
  useEffect(() => {
    const onHide = () => document.visibilityState === 'hidden' && leave();
    document.addEventListener('visibilitychange', onHide);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      leave();
    };
  }, []);

  return { state, change, save, overwrite };
}
