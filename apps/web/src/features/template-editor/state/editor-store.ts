import {
  type Block,
  type Edit,
  type EmailDocument,
  extend,
  type History,
  historyOf,
  type Json,
  perform,
  type Place,
  placeOf,
  redo,
  undo,
} from '@engagex/domain/documents';
import { DomainError } from '@engagex/domain/shared';
import { propertyWith } from './at-path.ts';

/** A text that is being edited in place. */
export interface EditedText {
  readonly id: string;
  /** Where in the block it is: `content`, `button.label`. */
  readonly path: string;
  /** Where the pointer was; without it the cursor stands at the end. */
  readonly at?: { readonly x: number; readonly y: number };
}

export interface EditorState {
  readonly history: History;
  /** A section, column or block. */
  readonly selectedId: string | null;
  readonly text: EditedText | null;
  /** The last change was a letter, so what is beside the text may follow a moment later. */
  readonly isWriting: boolean;
  /** Counts up whenever what is selected should take the focus on the canvas. */
  readonly focusRequests: number;
}

export interface StoreAudience {
  readonly change: (document: EmailDocument) => void;
  /** An edit that cannot be done, in words. */
  readonly refused: (message: string) => void;
}

/** Letters that follow one another within this time are undone together. */
const typingPauseMs = 1_000;

/** The document on the screen with its history and selection. Blocks listen to what concerns them, so typing draws one block. */
export class EditorStore {
  #state: EditorState;
  readonly #listeners = new Set<() => void>();
  #audience: StoreAudience = { change: () => {}, refused: () => {} };
  #typed = { key: '', at: 0 };

  constructor(document: EmailDocument) {
    this.#state = { history: historyOf(document), selectedId: null, text: null, isWriting: false, focusRequests: 0 };
  }

  /** Who is told of what is done here. */
  tell(audience: StoreAudience): void {
    this.#audience = audience;
  }

  get state(): EditorState {
    return this.#state;
  }

  get document(): EmailDocument {
    return this.#state.history.document;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Does some edits as one step; says so and does nothing when they cannot be done. */
  do(...edits: readonly Edit[]): boolean {
    this.#typed = { key: '', at: 0 };
    return this.#changeTo(() => perform(this.#state.history, ...edits));
  }

  /** Changes one place of a section, column or block, such as `style.color`. Without a value the property is taken away. */
  set(id: string, path: string, value: unknown): void {
    const node = this.placeOf(id)?.node;
    if (node) this.do(editAt(node, path, value));
  }

  /** Several properties, as one step. */
  setAll(id: string, values: Readonly<Record<string, unknown>>): void {
    const node = this.placeOf(id)?.node;
    if (node) this.do(...Object.entries(values).map(([property, value]) => editAt(node, property, value)));
  }

  /** A letter of the text with the cursor in it. */
  write(id: string, path: string, value: unknown): void {
    this.type(id, path, value, { isWriting: true });
  }

  /** Changes one place with what is typed or dragged: changes that follow one another quickly are one step. */
  type(id: string, path: string, value: unknown, { isWriting = false } = {}): void {
    const node = this.placeOf(id)?.node;
    if (!node) return;
    const now = performance.now();
    const key = `${id} ${path}`;
    const isSameStep = this.#typed.key === key && now - this.#typed.at < typingPauseMs;
    this.#typed = { key, at: now };
    const step = isSameStep ? extend : perform;
    this.#changeTo(() => step(this.#state.history, editAt(node, path, value)), isWriting);
  }

  undo(): void {
    this.#typed = { key: '', at: 0 };
    this.#changeTo(() => undo(this.#state.history));
  }

  redo(): void {
    this.#typed = { key: '', at: 0 };
    this.#changeTo(() => redo(this.#state.history));
  }

  /** What others changed meanwhile; what was done here can still be undone. */
  replace(document: EmailDocument): void {
    if (document !== this.document) this.#show({ history: { ...this.#state.history, document } });
  }

  select(id: string | null, { focus = false } = {}): void {
    const { selectedId, text, focusRequests } = this.#state;
    if (id === selectedId && !text && !focus) return;
    this.#show({ selectedId: id, text: null, focusRequests: focusRequests + (focus ? 1 : 0) });
  }

  edit(text: EditedText): void {
    this.#show({ selectedId: text.id, text });
  }

  placeOf(id: string | null): Place | null {
    return id === null ? null : placeOf(this.document, id);
  }

  block(id: string | null): Block | null {
    const place = this.placeOf(id);
    return place?.kind === 'block' ? place.node : null;
  }

  #changeTo(make: () => History, isWriting = false): boolean {
    try {
      const history = make();
      if (history.document === this.document) return false;
      this.#show({ history, isWriting });
      this.#audience.change(history.document);
      return true;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.#audience.refused(error.message);
      return false;
    }
  }

  #show(part: Partial<EditorState>): void {
    const next = { ...this.#state, ...part };
    const isThere = (id: string) => placeOf(next.history.document, id) !== null;
    const selectedId = next.selectedId !== null && isThere(next.selectedId) ? next.selectedId : null;
    const text = next.text && isThere(next.text.id) ? next.text : null;
    this.#state = { ...next, selectedId, text };
    for (const listener of this.#listeners) listener();
  }
}

function editAt(node: Place['node'], path: string, value: unknown): Edit {
  const { property, value: whole } = propertyWith(node, path, value);
  return { do: 'set', id: node.id, property, value: whole as Json | undefined }; // parts of documents, which are JSON
}
