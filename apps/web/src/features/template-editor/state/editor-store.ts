import {
  type Block,
  type Edit,
  type EmailDocument,
  extend,
  type History,
  historyOf,
  type Json,
  kindOfPart,
  perform,
  type Place,
  placeOf,
  redo,
  type TranslatedValue,
  undo,
  withConfirmed,
  withTranslation,
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
  /** That is being translated into; null for the message's own. */
  readonly language: string | null;
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
    this.#state = {
      history: historyOf(document),
      selectedId: null,
      text: null,
      language: null,
      isWriting: false,
      focusRequests: 0,
    };
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

  /**
   * Changes one place of a section, column or block, such as `style.color`. Without a value the property is taken away. While
   * somebody translates, texts, links and pictures are changed in that language only.
   */
  set(id: string, path: string, value: unknown): void {
    const node = this.placeOf(id)?.node;
    if (node) this.do(...this.#edits(node, { [path]: value }));
  }

  /** Several properties, as one step. */
  setAll(id: string, values: Readonly<Record<string, unknown>>): void {
    const node = this.placeOf(id)?.node;
    if (node) this.do(...this.#edits(node, values));
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
    const key = `${id} ${path} ${this.#state.language}`;
    const isSameStep = this.#typed.key === key && now - this.#typed.at < typingPauseMs;
    this.#typed = { key, at: now };
    const step = isSameStep ? extend : perform;
    const [edit] = this.#edits(node, { [path]: value });
    if (edit) this.#changeTo(() => step(this.#state.history, edit), isWriting);
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

  /** Shows the message in one of its languages, to translate it; null for its own. */
  translateInto(language: string | null): void {
    if (language !== this.#state.language) this.#show({ language, text: null });
  }

  /** Takes a translation away, so that readers get the text of the message. */
  removeTranslation(id: string, path: string): void {
    const { language } = this.#state;
    const block = this.block(id);
    if (!block || language === null) return;
    this.do(translationsEdit(id, withTranslation(block, language, { path, value: null })));
  }

  /** Says of a translation that it fits the text as it is now. */
  confirmTranslation(id: string, path: string): void {
    const { language } = this.#state;
    const block = this.block(id);
    if (block && language !== null) this.do(translationsEdit(id, withConfirmed(block, language, path)));
  }

  placeOf(id: string | null): Place | null {
    return id === null ? null : placeOf(this.document, id);
  }

  block(id: string | null): Block | null {
    const place = this.placeOf(id);
    return place?.kind === 'block' ? place.node : null;
  }

  /** Each follows from the ones before it: a picture and its text are both translations of the block. */
  #edits(node: Place['node'], values: Readonly<Record<string, unknown>>): Edit[] {
    const { language } = this.#state;
    let current = node;
    return Object.entries(values).map(([path, value]) => {
      const isTranslated = language !== null && 'type' in current && kindOfPart(current.type, path) !== null;
      const edit =
        isTranslated && 'type' in current
          ? // The panel and the canvas give what belongs there; anything else is left out.
            translationsEdit(node.id, withTranslation(current, language, { path, value: value as TranslatedValue }))
          : editAt(current, path, value);
      if (edit.do === 'set') current = Object.assign({}, current, { [edit.property]: edit.value });
      return edit;
    });
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
    const { languages } = next.history.document;
    const isTranslated = next.language !== null && languages !== undefined && next.language in languages.others;
    this.#state = { ...next, selectedId, text, language: isTranslated ? next.language : null };
    for (const listener of this.#listeners) listener();
  }
}

function translationsEdit(id: string, translations: Block['translations']): Edit {
  return { do: 'set', id, property: 'translations', value: translations as Json | undefined }; // a part of a document
}

function editAt(node: Place['node'], path: string, value: unknown): Edit {
  const { property, value: whole } = propertyWith(node, path, value);
  return { do: 'set', id: node.id, property, value: whole as Json | undefined }; // parts of documents, which are JSON
}
