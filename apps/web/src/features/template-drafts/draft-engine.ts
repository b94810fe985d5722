import type { Choice } from '@engagex/domain/documents';
import {
  arrive,
  changeDraft,
  choose,
  type DraftContent,
  type DraftSession,
  draftContent,
  isUnsaved,
  kept,
  type KeptSession,
  openDraft,
  outdated,
  refused,
  saved,
  startSave,
  type StoredDraft,
  takeUp,
  templateDraft,
  type TemplateDraft,
} from '@engagex/domain/templates';
import { ApiError } from '../../shared/api-error.ts';
import { randomId } from '../../shared/random-id.ts';
import type { KeptDrafts } from './kept-drafts.ts';

export const keepEveryMs = 2_000;
export const saveEveryMs = 10_000;
const firstRetryMs = 2_000;
const lastRetryMs = 60_000;

/** What keeps a draft from being saved. `refused` waits for another change, `waiting` tries again by itself. */
export type Trouble =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'refused'; readonly detail: string };

export interface Snapshot {
  readonly session: DraftSession;
  /** The draft as the server last told it. */
  readonly stored: TemplateDraft;
  readonly isSaving: boolean;
  readonly trouble: Trouble | null;
}

export type Save = (
  input: Partial<DraftContent> & { baseRevision: number },
  options: { keepalive: boolean },
) => Promise<TemplateDraft>;

interface EngineOptions {
  readonly stored: TemplateDraft;
  readonly keeper: Pick<KeptDrafts, 'keep'>;
  readonly save: Save;
  /** After a 401: whether somebody is signed in after all. */
  readonly isStillSignedIn: () => Promise<boolean>;
  /** Something else than `change` changed what is on the screen. */
  readonly onMerged: (content: DraftContent) => void;
}

/** Saves one draft: waits, sends, tries again and keeps, for the plain data of `DraftSession`. */
export class DraftEngine {
  readonly #options: EngineOptions;
  readonly #listeners = new Set<() => void>();
  #snapshot: Snapshot;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;
  #underWay: Promise<void> | null = null;
  #retryMs = firstRetryMs;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { stored } = options;
    this.#snapshot = { session: openDraft(storedOf(stored)), stored, isSaving: false, trouble: null };
  }

  snapshot = (): Snapshot => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  change(content: DraftContent): void {
    const session = changeDraft(this.#snapshot.session, content, newId);
    const { trouble } = this.#snapshot;
    this.#become({ session, trouble: trouble?.kind === 'refused' ? null : trouble }, content);
    this.#schedule();
  }

  /** The server has told of a draft: at first, or because somebody saved. */
  arrive(stored: TemplateDraft): void {
    if (stored.revision < this.#snapshot.stored.revision) return;
    this.#become({ session: arrive(this.#snapshot.session, storedOf(stored)), stored });
    this.#schedule();
  }

  /** What is on the screen gives way to what the server has now. */
  replace(stored: TemplateDraft): void {
    this.#become({ session: openDraft(storedOf(stored)), stored, trouble: null });
    this.keepNow();
  }

  restore(session: KeptSession): void {
    this.#become({ session: takeUp(session, storedOf(this.#snapshot.stored)) });
    this.#schedule();
  }

  choose(key: string, choice: Choice): void {
    this.#become({ session: choose(this.#snapshot.session, key, choice, newId) });
    this.#schedule();
  }

  /** Resolves once everything is on the server, or to false where that is not possible now. */
  async saveNow({ keepalive = false } = {}): Promise<boolean> {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    this.keepNow();
    while (isUnsaved(this.#snapshot.session)) {
      if (this.#underWay) await this.#underWay;
      const session = startSave(this.#snapshot.session);
      if (!session || this.#snapshot.trouble?.kind === 'refused') return !isUnsaved(this.#snapshot.session);
      this.#underWay = this.#send(session, keepalive).finally(() => (this.#underWay = null));
      await this.#underWay;
      if (this.#snapshot.trouble) return false;
    }
    return true;
  }

  keepNow(): void {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    const { session } = this.#snapshot;
    this.#options.keeper.keep(isUnsaved(session) ? kept(session) : null);
  }

  close(): void {
    void this.saveNow({ keepalive: true });
    this.#listeners.clear();
  }

  async #send(session: DraftSession, keepalive: boolean): Promise<void> {
    this.#become({ session, isSaving: true });
    try {
      const stored = await this.#options.save(inputOf(session), { keepalive });
      this.#retryMs = firstRetryMs;
      this.#become({
        session: saved(this.#snapshot.session, storedOf(stored)),
        stored,
        isSaving: false,
        trouble: null,
      });
    } catch (error) {
      await this.#fail(error);
    }
    this.keepNow();
    this.#schedule();
  }

  async #fail(error: unknown): Promise<void> {
    const current = currentIn(error);
    if (current) {
      const session = outdated(this.#snapshot.session, storedOf(current));
      return this.#become({ session, stored: current, isSaving: false, trouble: null });
    }
    if (error instanceof ApiError && error.status === 401) {
      const isSignedIn = await this.#isStillSignedIn();
      return this.#become({ isSaving: false, trouble: { kind: isSignedIn ? 'waiting' : 'signed_out' } });
    }
    if (error instanceof ApiError && isForGood(error.status)) {
      const trouble = { kind: 'refused', detail: error.detail } as const;
      return this.#become({ session: refused(this.#snapshot.session), isSaving: false, trouble });
    }
    this.#become({ isSaving: false, trouble: { kind: 'waiting' } });
  }

  async #isStillSignedIn(): Promise<boolean> {
    try {
      return await this.#options.isStillSignedIn();
    } catch {
      return true; // not known: it is tried again
    }
  }

  /** Kept within two seconds, saved within ten; later where it did not work before. */
  #schedule(): void {
    const { session, trouble } = this.#snapshot;
    if (!isUnsaved(session)) return;
    this.#keeping ??= setTimeout(() => this.keepNow(), keepEveryMs);
    if (trouble && trouble.kind !== 'waiting') return;
    this.#saving ??= setTimeout(() => void this.saveNow(), this.#nextSaveMs());
  }

  #nextSaveMs(): number {
    if (this.#snapshot.trouble?.kind !== 'waiting') return saveEveryMs;
    const wait = this.#retryMs * (0.75 + Math.random() / 2);
    this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs);
    return wait;
  }

  #become(next: Partial<Snapshot>, typed?: DraftContent): void {
    const before = this.#snapshot.session.content;
    this.#snapshot = { ...this.#snapshot, ...next };
    const { content } = this.#snapshot.session;
    if (content !== (typed ?? before)) this.#options.onMerged(content);
    for (const listener of this.#listeners) listener();
  }
}

export function storedOf(draft: TemplateDraft): StoredDraft {
  return { revision: draft.revision, content: draftContent.parse(draft) };
}

/** What was changed, and nothing else: most saves are small enough to be sent while a page closes. */
function inputOf({ sent, content, base }: DraftSession): Partial<DraftContent> & { baseRevision: number } {
  const mine = sent ?? content;
  const changed = Object.entries(mine).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(base.content, field)),
  );
  return { ...Object.fromEntries(changed), baseRevision: base.revision };
}

/** The draft that stood in the way of a save. */
export function currentIn(error: unknown): TemplateDraft | null {
  if (!(error instanceof ApiError) || error.code !== 'template-draft.conflict') return null;
  return templateDraft.safeParse(error.current).data ?? null;
}

function isForGood(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function newId(): string {
  return randomId().slice(0, 8);
}
