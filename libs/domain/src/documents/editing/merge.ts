import type { Block } from '../blocks/block.ts';
import type { Column, EmailDocument, Section } from '../document.ts';
import { mergeLanguages, mergeTranslations } from '../languages/merge-translations.ts';
import { documentLimits } from '../limits.ts';
import { placeOf } from './edit.ts';
import { type FlatDocument, flatten, type FlatNode, top, unflatten } from './flat-document.ts';
import type { DocumentLanguages } from '../languages/translation.ts';
import { isSame } from './same.ts';

type ConflictVersion = Section | Column | Block | EmailDocument['direction'] | DocumentLanguages | null;

/** The id of a conflict about the languages of the document, which no block can have. */
export const languagesId = 'document.languages';

/** Something that two people changed differently; null where it is not. The direction of the document has the id `document`. */
export interface Conflict {
  readonly id: string;
  readonly base: ConflictVersion;
  readonly mine: ConflictVersion;
  readonly theirs: ConflictVersion;
}

/**
 * What became of two versions of the same base. Without conflicts the document has the changes of both. With conflicts
 * it has everything else of both, and of what is in conflict my version, or theirs where I removed it.
 */
export interface Merge {
  readonly document: EmailDocument;
  readonly conflicts: readonly Conflict[];
}

interface Versions<T> {
  readonly base: T;
  readonly mine: T;
  readonly theirs: T;
}

/**
 * Merges by section, column and block. Nothing that one of them changed or added is lost unless it is among the
 * conflicts; what both moved is where I moved it. The result may be larger than a document may be.
 */
export function mergeDocuments(documents: Versions<EmailDocument>): Merge {
  const flat = {
    base: flatten(documents.base),
    mine: flatten(documents.mine),
    theirs: flatten(documents.theirs),
  };
  const inConflict = new Set<string>();
  const kept = keptNodes(flat, inConflict);
  keepContainers(kept, flat, inConflict);
  keepColumnsInBounds(kept, flat, inConflict);
  const orders = new Map([top, ...kept.keys()].map((parent) => [parent, orderIn(parent, kept, flat)] as const));
  const { direction } = chosen(documents, 'direction', () => inConflict.add('document'));
  const { languages: _, ...mine } = documents.mine;
  const languages = languagesOf(documents, flat, 'mine', () => inConflict.add(languagesId));
  const document = {
    ...mine,
    direction,
    ...(languages && { languages }),
    sections: unflatten({ nodes: kept, orders }),
  };
  return { document, conflicts: [...inConflict].map((id) => conflictAbout(id, documents, flat)) };
}

/** Sections, then columns, then blocks, each with what it is to be and where. */
function keptNodes({ base, mine, theirs }: Versions<FlatDocument>, inConflict: Set<string>): Map<string, FlatNode> {
  const kept = new Map<string, FlatNode>();
  const ids = new Set([...mine.nodes.keys(), ...theirs.nodes.keys()]);
  const kinds = ['section', 'column', 'block'] as const;
  /** Containers that are there although somebody removed them. */
  const restored = new Set<string>();
  for (const kind of kinds)
    for (const id of ids) {
      const nodes = { base: base.nodes.get(id), mine: mine.nodes.get(id), theirs: theirs.nodes.get(id) };
      if ((nodes.mine ?? nodes.theirs)?.kind !== kind) continue;
      const node = mergeNode(nodes, restored, (isRemoved) => {
        inConflict.add(id);
        if (isRemoved) restored.add(id);
      });
      if (node) kept.set(id, node);
      if (node && restored.has(node.parent) && !(nodes.mine && nodes.theirs)) restored.add(id);
    }
  return kept;
}

function mergeNode(
  { base, mine, theirs }: Versions<FlatNode | undefined>,
  restored: ReadonlySet<string>,
  conflict: (isRemoved: boolean) => void,
): FlatNode | null {
  if (mine && theirs) {
    const node = mergedOwn({ base, mine, theirs }, 'mine', () => conflict(false));
    return { ...node, parent: base && mine.parent === base.parent ? theirs.parent : mine.parent };
  }
  const left = mine ?? theirs;
  if (!left) return null;
  if (!base || restored.has(left.parent)) return left;
  if (isSame(left, base)) return null; // removed by one, and the other did nothing to it
  conflict(true);
  return left;
}

/** Of a block, its translations apart from all else: two people may translate it into different languages. */
function mergedOwn(
  { base, mine, theirs }: { readonly base: FlatNode | undefined; readonly mine: FlatNode; readonly theirs: FlatNode },
  prefer: 'mine' | 'theirs',
  conflict: () => void,
): FlatNode {
  if (isSame(mine.own, theirs.own)) return mine;
  const translations = mergeTranslations(
    { base: base && translationsIn(base), mine: translationsIn(mine), theirs: translationsIn(theirs) },
    prefer,
    conflict,
  );
  const [first, second] = prefer === 'mine' ? [mine, theirs] : [theirs, mine];
  const bare = { base: base && untranslated(base), mine: untranslated(first), theirs: untranslated(second) };
  const node = chosen(bare, 'own', conflict);
  return node.kind === 'block' && translations ? { ...node, own: { ...node.own, translations } } : node;
}

function translationsIn(node: FlatNode): Block['translations'] {
  return node.kind === 'block' ? node.own.translations : undefined;
}

function untranslated(node: FlatNode): FlatNode {
  if (node.kind !== 'block' || !node.own.translations) return node;
  const { translations: _, ...own } = node.own;
  return { ...node, own };
}

/** Of two versions the one whose property was changed; mine when both did, which is a conflict unless they did the same. */
function chosen<T extends object>(
  { base, mine, theirs }: { readonly base: T | undefined; readonly mine: T; readonly theirs: T },
  property: keyof T,
  conflict: () => void,
): T {
  if (isSame(mine[property], theirs[property])) return mine;
  if (base && isSame(theirs[property], base[property])) return mine;
  if (base && isSame(mine[property], base[property])) return theirs;
  conflict();
  return mine;
}

/** A column or section that one of them removed stays for what the other put into it, or changed there. */
function keepContainers(
  kept: Map<string, FlatNode>,
  { mine, theirs }: Versions<FlatDocument>,
  inConflict: Set<string>,
): void {
  const told = new Set(inConflict);
  for (const kind of ['block', 'column'] as const)
    for (const [id, node] of kept) {
      if (node.kind !== kind || kept.has(node.parent)) continue;
      const parent = mine.nodes.get(node.parent) ?? theirs.nodes.get(node.parent);
      if (!parent) continue;
      kept.set(node.parent, parent);
      if (!told.has(id)) inConflict.add(node.parent);
      told.add(node.parent);
    }
}

/** As they ordered it, unless I did; what only the other has comes after what it came after there. */
function orderIn(
  parent: string,
  kept: ReadonlyMap<string, FlatNode>,
  { base, mine, theirs }: Versions<FlatDocument>,
): string[] {
  const isHere = (id: string) => kept.get(id)?.parent === parent;
  const [before, my, their] = [base, mine, theirs].map(({ orders }) => (orders.get(parent) ?? []).filter(isHere));
  if (!before || !my || !their) return [];
  const common = new Set(before.filter((id) => my.includes(id)));
  const isReordered = !isSame(
    my.filter((id) => common.has(id)),
    before.filter((id) => common.has(id)),
  );
  return isReordered ? woven(my, their) : woven(their, my);
}

function woven(order: readonly string[], other: readonly string[]): string[] {
  const result = [...order];
  for (const [at, id] of other.entries()) {
    if (result.includes(id)) continue;
    const previous = other.slice(0, at).findLast((each) => result.includes(each));
    result.splice(previous === undefined ? 0 : result.indexOf(previous) + 1, 0, id);
  }
  return result;
}

/** Both may remove, add or move other columns of a section, and leave it with none or too many. Then it is as one of them has it. */
function keepColumnsInBounds(
  kept: Map<string, FlatNode>,
  { mine, theirs }: Versions<FlatDocument>,
  inConflict: Set<string>,
): void {
  const columnsOf = (id: string) => [...kept].filter(([, node]) => node.kind === 'column' && node.parent === id);
  const isOutOfBounds = (id: string) => columnsOf(id).length === 0 || columnsOf(id).length > documentLimits.columns;
  const sections = [...kept].filter(([, { kind }]) => kind === 'section').map(([id]) => id);
  // Taking a column back may leave another section without one.
  for (let left = sections.filter(isOutOfBounds), turn = 0; left.length > 0 && turn < sections.length; turn += 1) {
    for (const id of left) {
      inConflict.add(id);
      const version = mine.nodes.has(id) ? mine : theirs;
      const own = new Set(version.orders.get(id));
      for (const column of own) takeBack(column, version, kept);
      if (columnsOf(id).length > documentLimits.columns)
        for (const [column] of columnsOf(id)) if (!own.has(column)) dropColumn(column, kept, mine);
    }
    left = sections.filter(isOutOfBounds);
  }
}

function takeBack(id: string, version: FlatDocument, kept: Map<string, FlatNode>): void {
  const node = version.nodes.get(id);
  if (node) kept.set(id, { ...(kept.get(id) ?? node), parent: node.parent });
}

/** What was moved into it goes back to where I have it. */
function dropColumn(id: string, kept: Map<string, FlatNode>, mine: FlatDocument): void {
  kept.delete(id);
  for (const [block, node] of kept) {
    if (node.parent !== id) continue;
    const back = mine.nodes.get(block)?.parent;
    if (back !== undefined && kept.has(back)) kept.set(block, { ...node, parent: back });
    else kept.delete(block);
  }
}

function languagesOf(
  { base, mine, theirs }: Versions<EmailDocument>,
  flat: Versions<FlatDocument>,
  prefer: 'mine' | 'theirs',
  conflict: () => void,
): DocumentLanguages | undefined {
  const isUsed = (language: string, by: 'mine' | 'theirs') =>
    [...flat[by].nodes].some(([id, node]) => {
      const before = flat.base.nodes.get(id);
      return !isSame(translationsIn(node)?.[language], before && translationsIn(before)?.[language]);
    });
  const versions = { base: base.languages, mine: mine.languages, theirs: theirs.languages };
  return mergeLanguages(versions, { prefer, conflict, isUsed });
}

/** What can be chosen from: each side with everything that both did and that is not in conflict. */
function conflictAbout(id: string, documents: Versions<EmailDocument>, flat: Versions<FlatDocument>): Conflict {
  const { base, mine, theirs } = documents;
  if (id === languagesId) {
    const side = (prefer: 'mine' | 'theirs') => languagesOf(documents, flat, prefer, () => {}) ?? null;
    return { id, base: base.languages ?? null, mine: side('mine'), theirs: side('theirs') };
  }
  const nodes = { base: flat.base.nodes.get(id), mine: flat.mine.nodes.get(id), theirs: flat.theirs.nodes.get(id) };
  const versionIn = (document: EmailDocument, side: 'base' | 'mine' | 'theirs'): ConflictVersion => {
    if (id === 'document') return document.direction;
    const { mine: my, theirs: their } = nodes;
    if (side !== 'base' && my?.kind === 'block' && their)
      return mergedOwn({ base: nodes.base, mine: my, theirs: their }, side, () => {}).own as Block; // both are blocks
    return placeOf(document, id)?.node ?? null;
  };
  return { id, base: versionIn(base, 'base'), mine: versionIn(mine, 'mine'), theirs: versionIn(theirs, 'theirs') };
}
