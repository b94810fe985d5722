import fc from 'fast-check';
import {
  type Block,
  type Choice,
  type EmailDocument,
  type History,
  historyOf,
  isSame,
  perform,
  undo,
} from '../../documents/index.ts';
import { editOf } from '../../documents/testing/random-edits.ts';
import {
  arrive,
  changeDraft,
  choose,
  conflictsOf,
  type DraftSession,
  isUnsaved,
  kept,
  type KeptSession,
  openDraft,
  outdated,
  saved,
  startSave,
  type StoredDraft,
  takeUp,
} from '../drafting/draft-session.ts';
import { choicesOf, type DraftConflict, keyOf } from '../drafting/merge-drafts.ts';
import type { DraftContent } from '../template-drafts.contract.ts';

/** Where editors save to: the API, or what behaves like it. */
export interface DraftServer {
  get(): Promise<StoredDraft>;
  /** The result, or what stands in the way. */
  save(baseRevision: number, content: DraftContent): Promise<{ stored: StoredDraft } | { current: StoredDraft }>;
}

const deeds = [
  'edit',
  'edit',
  'edit',
  'edit',
  'undo',
  'keep',
  'save',
  'save',
  'save offline',
  'lose the answer',
  'hear news',
  'reload',
  'kill the tab',
  'choose',
] as const;

/** What several editors do, one after the other. */
export const work = fc.array(
  fc.record({
    editor: fc.nat(1),
    deed: fc.constantFrom(...deeds),
    draw: fc.tuple(fc.nat(99), fc.nat(99_999), fc.nat(99_999)),
  }),
  { maxLength: 40 },
);
type Work = typeof work extends fc.Arbitrary<infer Steps> ? Steps : never;

/**
 * Lets editors of one message do all this, then brings everybody online and resolves what is in conflict. Answers with the
 * blocks that were lost: those that somebody entered and that are neither in the result, nor were changed or removed by
 * somebody who saw them, nor given up in a conflict, nor typed just before a tab was killed.
 */
export async function lostBy(server: DraftServer, steps: Work): Promise<string[]> {
  const start = await server.get();
  const ledger = new Ledger(start.content);
  const editors = [new Editor('a', server, ledger, start), new Editor('b', server, ledger, start)];
  for (const [at, { editor, deed, draw }] of steps.entries()) await editors[editor]?.do(deed, draw, at);
  for (let round = 0; round < 6; round += 1) for (const editor of editors) await editor.finish(round);
  const end = await server.get();
  for (const editor of editors)
    if (!isSame(editor.content, end.content)) throw new Error('An editor shows something else than what is stored.');
  return ledger.lostIn(end.content);
}

/** What was entered, and what was given up knowingly. */
class Ledger {
  readonly #start: ReadonlySet<string>;
  readonly #entered = new Set<string>();
  readonly #givenUp = new Set<string>();

  /** What was there at the beginning is entered by nobody, even when it is brought back by undoing. */
  constructor(start: DraftContent) {
    this.#start = valuesIn(start.document);
  }

  /** Somebody who saw the one made the other of it. */
  note(before: DraftContent, after: DraftContent): void {
    const [old, now] = [valuesIn(before.document), valuesIn(after.document)];
    for (const value of now) if (!old.has(value) && !this.#start.has(value)) this.#entered.add(value);
    for (const value of old) if (!now.has(value)) this.#givenUp.add(value);
    for (const value of now) if (!old.has(value)) this.#givenUp.delete(value);
  }

  giveUp(values: Iterable<string>): void {
    for (const value of values) this.#givenUp.add(value);
  }

  lostIn({ document }: DraftContent): string[] {
    const there = valuesIn(document);
    return [...this.#entered].filter((value) => !there.has(value) && !this.#givenUp.has(value));
  }
}

class Editor {
  readonly #name: string;
  readonly #server: DraftServer;
  readonly #ledger: Ledger;
  #session: DraftSession;
  #history: History;
  #kept: KeptSession | null = null;
  #made = 0;

  constructor(name: string, server: DraftServer, ledger: Ledger, stored: StoredDraft) {
    this.#name = name;
    this.#server = server;
    this.#ledger = ledger;
    this.#session = openDraft(stored);
    this.#history = historyOf(documentOf(stored.content));
  }

  get content(): DraftContent {
    return this.#session.content;
  }

  async do(deed: (typeof deeds)[number], draw: readonly [number, number, number], at: number): Promise<void> {
    switch (deed) {
      case 'edit': {
        const edit = editOf(this.#history.document, draw, `${this.#name}${at}`);
        if (edit) this.#change(perform(this.#history, edit));
        return;
      }
      case 'undo':
        return this.#change(undo(this.#history));
      case 'keep':
        return this.#keep();
      case 'save':
        return this.#save();
      case 'save offline':
        this.#session = startSave(this.#session) ?? this.#session;
        return this.#keep();
      case 'lose the answer': {
        const session = startSave(this.#session);
        if (!session?.sent) return;
        this.#session = session;
        this.#keep();
        await this.#server.save(session.base.revision, session.sent);
        return;
      }
      case 'hear news':
        return this.#become(arrive(this.#session, await this.#server.get()));
      case 'reload':
        this.#keep();
        return this.#reopen();
      case 'kill the tab': {
        const before = this.#kept?.content ?? this.#session.base.content;
        const there = valuesIn(before.document);
        this.#ledger.giveUp([...valuesIn(this.content.document)].filter((value) => !there.has(value)));
        return this.#reopen();
      }
      case 'choose':
        return this.#choose(draw[1]);
    }
  }

  /** Online, with nothing better to do than to save and to choose. */
  async finish(turn: number): Promise<void> {
    this.#become(arrive(this.#session, await this.#server.get()));
    for (let tries = 0; isUnsaved(this.#session); tries += 1) {
      if (tries > 40) throw new Error('This is never saved.');
      while (this.#session.theirs) this.#choose(turn + tries);
      await this.#save();
    }
  }

  #change(history: History): void {
    if (history.document === this.#history.document) return;
    const before = this.content;
    const after = { ...before, document: history.document };
    this.#ledger.note(before, after);
    const conflicts = conflictsOf(this.#session);
    this.#history = history;
    this.#session = changeDraft(this.#session, after, this.#newId);
    if (!this.#session.theirs) this.#giveUpAmong(conflicts);
    if (this.content !== after) this.#history = historyOf(documentOf(this.content));
  }

  async #save(): Promise<void> {
    const session = startSave(this.#session);
    if (!session?.sent) return;
    this.#session = session;
    const answer = await this.#server.save(session.base.revision, session.sent);
    this.#become('stored' in answer ? saved(session, answer.stored) : outdated(session, answer.current));
    this.#keep();
  }

  #choose(number: number): void {
    const open = conflictsOf(this.#session).filter((conflict) => !this.#session.choices[keyOf(conflict)]);
    const conflict = open[number % Math.max(1, open.length)];
    if (!conflict) return;
    const choices = choicesOf(conflict);
    const choice: Choice = choices[number % choices.length] ?? 'mine';
    const all = conflictsOf(this.#session);
    this.#become(choose(this.#session, keyOf(conflict), choice, this.#newId));
    if (!this.#session.theirs) this.#giveUpAmong(all);
  }

  /** Whatever is in conflict was shown, and something else was chosen. */
  #giveUpAmong(conflicts: readonly DraftConflict[]): void {
    const there = valuesIn(this.content.document);
    const shown = conflicts.flatMap(({ kind, mine, theirs }) =>
      kind === 'block' ? [mine, theirs].flatMap((version) => [...valuesInside(version)]) : [],
    );
    this.#ledger.giveUp(shown.filter((value) => !there.has(value)));
  }

  #keep(): void {
    this.#kept = isUnsaved(this.#session) ? kept(this.#session) : null;
  }

  async #reopen(): Promise<void> {
    const stored = await this.#server.get();
    this.#become(this.#kept ? takeUp(this.#kept, stored) : openDraft(stored));
    this.#keep();
  }

  #become(session: DraftSession): void {
    if (session.content !== this.content) this.#history = historyOf(documentOf(session.content));
    this.#session = session;
  }

  readonly #newId = () => `${this.#name}-copy-${(this.#made += 1)}`;
}

function documentOf({ document }: DraftContent): EmailDocument {
  if (!document) throw new Error('Only visual templates are edited here.');
  return document;
}

function valuesIn(document: EmailDocument | null): Set<string> {
  return new Set(document?.sections.flatMap((section) => [...valuesInside(section)]));
}

function valuesInside(version: unknown): Set<string> {
  const values = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('columns' in node && Array.isArray(node.columns)) node.columns.forEach(visit);
    else if ('blocks' in node && Array.isArray(node.blocks)) node.blocks.forEach(visit);
    else if ('type' in node) for (const value of valuesOf(node as Block)) values.add(value); // only blocks have a type here
  };
  visit(version);
  return values;
}

/** A block and each of its translations, which are merged one by one. */
function valuesOf({ translations, ...block }: Block): string[] {
  const texts = Object.entries(translations ?? {}).flatMap(([language, own]) =>
    Object.entries(own).map(([path, { value }]) => valueOf({ id: block.id, language, path, value })),
  );
  return [valueOf(block), ...texts];
}

/** As it is, whatever the order of its properties. */
function valueOf(part: object): string {
  return JSON.stringify(part, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
