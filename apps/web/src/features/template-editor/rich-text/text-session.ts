import type { Editor } from '@tiptap/core';
import { createContext, use, useSyncExternalStore } from 'react';
import type { TextKind } from './extensions.ts';

/** The text with the cursor in it, for the toolbar above the canvas. */
export class TextSession {
  #now: { readonly editor: Editor; readonly kind: TextKind } | null = null;
  #version = 0;
  readonly #listeners = new Set<() => void>();

  get now() {
    return this.#now;
  }

  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  begin(editor: Editor, kind: TextKind): void {
    this.#now = { editor, kind };
    editor.on('transaction', () => this.#tell());
    this.#tell();
  }

  end(): void {
    this.#now = null;
    this.#tell();
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

const SessionContext = createContext<TextSession | null>(null);
export const TextSessionProvider = SessionContext.Provider;

export function useTextSession(): TextSession {
  const session = use(SessionContext);
  if (!session) throw new Error('useTextSession is only for what is inside the editor.');
  return session;
}

/** Draws again whenever the text or the selection in it changes. */
export function useActiveText(): TextSession['now'] {
  const session = useTextSession();
  useSyncExternalStore(session.subscribe, session.version);
  return session.now;
}
