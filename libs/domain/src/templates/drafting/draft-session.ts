import { type Choice, isSame } from '../../documents/index.ts';
import type { DraftContent } from '../template-drafts.contract.ts';
import { type DraftConflict, type DraftVersions, keyOf, mergeDrafts, resolveDrafts } from './merge-drafts.ts';

/** A revision as the server has it. */
export interface StoredDraft {
  readonly revision: number;
  readonly content: DraftContent;
}

/**
 * One editor of one template, as plain data: what is on the screen, what that was made from, and what is known of the
 * server. Nothing here waits or stores; the functions below say what becomes of it when something happens.
 */
export interface DraftSession {
  /** On the screen. */
  readonly content: DraftContent;
  /** What `content` was made from; a save is merged with it. */
  readonly base: StoredDraft;
  /** Sent to the server, and not known to be stored: sent again as it was, until an answer comes. */
  readonly sent: DraftContent | null;
  /** Newer than the base, and in conflict with what is on the screen. Nothing is sent until that is resolved. */
  readonly theirs: StoredDraft | null;
  /** What was chosen so far, by `keyOf` the conflict. */
  readonly choices: Readonly<Record<string, Choice>>;
}

/** What this device keeps of a session until the server has it. */
export type KeptSession = Pick<DraftSession, 'content' | 'base' | 'sent'>;

export function openDraft(base: StoredDraft): DraftSession {
  return { content: base.content, base, sent: null, theirs: null, choices: {} };
}

/** Takes up what a device kept, on what is stored by now. */
export function takeUp(kept: KeptSession, stored: StoredDraft): DraftSession {
  return arrive({ ...kept, theirs: null, choices: {} }, stored);
}

export function kept({ content, base, sent }: DraftSession): KeptSession {
  return { content, base, sent };
}

/** Whether there is anything the server is not known to have. */
export function isUnsaved({ content, base, sent, theirs }: DraftSession): boolean {
  return sent !== null || theirs !== null || !isSame(content, base.content);
}

/** What was chosen of a conflict counts no longer once my side of it is changed again. */
export function changeDraft(session: DraftSession, content: DraftContent, newId: () => string): DraftSession {
  const next = { ...session, content };
  if (!session.theirs) return next;
  const before = new Map(conflictsOf(session).map((conflict) => [keyOf(conflict), conflict.mine]));
  const choices = conflictsOf(next).flatMap((conflict) => {
    const choice = session.choices[keyOf(conflict)];
    return choice && isSame(before.get(keyOf(conflict)), conflict.mine) ? [[keyOf(conflict), choice] as const] : [];
  });
  return settled({ ...next, choices: Object.fromEntries(choices) }, newId);
}

/** What to send now; null when there is nothing to save, or a conflict to resolve first. */
export function startSave(session: DraftSession): DraftSession | null {
  if (session.theirs || !isUnsaved(session)) return null;
  return { ...session, sent: session.sent ?? session.content };
}

/** The server has what was sent, merged with what others saved meanwhile: `stored` is the result. */
export function saved(session: DraftSession, stored: StoredDraft): DraftSession {
  if (!session.sent) return arrive(session, stored);
  const base = { revision: session.base.revision, content: session.sent };
  return take({ ...session, base, sent: null }, stored);
}

/** The server refused what was sent for good, such as for its size: it is not stored. */
export function refused(session: DraftSession): DraftSession {
  return { ...session, sent: null };
}

/** The server refused what was sent because of what others saved: `stored` is that. */
export function outdated(session: DraftSession, stored: StoredDraft): DraftSession {
  return take({ ...session, sent: null }, stored);
}

/** Somebody saved. While something sent has no answer yet nothing is done: the answer will have this in it. */
export function arrive(session: DraftSession, stored: StoredDraft): DraftSession {
  if (stored.revision <= (session.theirs ?? session.base).revision) return session;
  if (!session.sent) return take(session, stored);
  return isSame(session.sent, stored.content) ? saved(session, stored) : session;
}

export function conflictsOf({ content, base, theirs }: DraftSession): readonly DraftConflict[] {
  return theirs ? mergeDrafts(versionsOf(content, base, theirs)).conflicts : [];
}

/** What to keep of one conflict. With the last one chosen, everything is merged and can be saved. */
export function choose(session: DraftSession, key: string, choice: Choice, newId: () => string): DraftSession {
  return settled({ ...session, choices: { ...session.choices, [key]: choice } }, newId);
}

function take(session: DraftSession, stored: StoredDraft): DraftSession {
  return settled({ ...session, theirs: stored, choices: {} }, noCopies);
}

/** Merged, once nothing is left to choose. */
function settled(session: DraftSession, newId: () => string): DraftSession {
  const { content, base, theirs, choices } = session;
  if (!theirs || conflictsOf(session).some((conflict) => !choices[keyOf(conflict)])) return session;
  const merged = resolveDrafts(versionsOf(content, base, theirs), (key) => choices[key], newId);
  // The same object where nothing changed, so that the editor is left alone.
  return { content: isSame(merged, content) ? content : merged, base: theirs, sent: null, theirs: null, choices: {} };
}

function versionsOf(mine: DraftContent, base: StoredDraft, theirs: StoredDraft): DraftVersions {
  return { base: base.content, mine, theirs: theirs.content };
}

function noCopies(): never {
  throw new Error('Nothing is copied where nothing was chosen.');
}
