import type { Block } from '../blocks/block.ts';
import type { Column, EmailDocument, Section } from '../document.ts';
import { applyEdit, idsOf, placeOf } from './edit.ts';
import { type Conflict, languagesId, mergeDocuments } from './merge.ts';
import { copyOfBlock } from './moves.ts';
import { isSame } from './same.ts';

/** What is kept of something that two people changed differently; `both` puts theirs below mine. */
export type Choice = 'mine' | 'theirs' | 'both';

interface Versions {
  readonly base: EmailDocument;
  readonly mine: EmailDocument;
  readonly theirs: EmailDocument;
}

/** Both of a conflict can only be kept where each of them still has a block. */
export function canKeepBoth({ mine, theirs }: Pick<Conflict, 'mine' | 'theirs'>): boolean {
  return isBlock(mine) && isBlock(theirs);
}

/**
 * The changes of both, with what was chosen of each conflict, by its id; mine where nothing was. `newId` names the
 * copies that keeping both makes. A section or column that one of them removed goes once nothing is left in it.
 */
export function resolveConflicts(
  versions: Versions,
  choiceOf: (conflict: Conflict) => Choice,
  newId: () => string,
): EmailDocument {
  const { document, conflicts } = mergeDocuments(versions);
  const resolved = conflicts.reduce((current, conflict) => {
    const { id, mine, theirs } = conflict;
    switch (choiceOf(conflict)) {
      case 'mine':
        return withVersion(current, id, mine);
      case 'theirs':
        return isSameButForContents(mine, theirs) && isSection(theirs)
          ? withSection(current, theirs, versions)
          : withVersion(current, id, theirs);
      case 'both':
        return withBoth(current, conflict, newId);
    }
  }, document);
  return conflicts.length > 0 ? withoutEmptied(resolved, versions) : resolved;
}

function withVersion(document: EmailDocument, id: string, version: Conflict['mine']): EmailDocument {
  if (typeof version === 'string') return { ...document, direction: version };
  if (id === languagesId || isLanguages(version)) {
    const { languages: _, ...rest } = document;
    return isLanguages(version) ? { ...rest, languages: version } : rest;
  }
  const place = placeOf(document, id);
  if (!place) return document; // it went with what it was in
  if (version !== null) return withOwn(document, version);
  const isLast = place.kind === 'column' && place.section.columns.length === 1;
  return applyEdit(document, { do: 'remove', id: isLast ? place.section.id : id }).document;
}

function withBoth(document: EmailDocument, { id, mine, theirs }: Conflict, newId: () => string): EmailDocument {
  const kept = withVersion(document, id, mine ?? theirs);
  const place = placeOf(kept, id);
  if (place?.kind !== 'block' || !isBlock(mine) || !isBlock(theirs)) return kept;
  const block = copyOfBlock(theirs, newId);
  return applyEdit(kept, { do: 'insert-block', columnId: place.column.id, index: place.index + 1, block }).document;
}

/** The properties of this version, around what is in it now. */
function withOwn(document: EmailDocument, version: Section | Column | Block): EmailDocument {
  const column = (each: Column): Column => {
    if (isColumn(version) && each.id === version.id) return { ...version, blocks: each.blocks };
    return {
      ...each,
      blocks: each.blocks.map((block) => (isBlock(version) && block.id === version.id ? version : block)),
    };
  };
  const section = (each: Section): Section => {
    if (isSection(version) && each.id === version.id) return { ...version, columns: each.columns };
    return { ...each, columns: each.columns.map(column) };
  };
  return { ...document, sections: document.sections.map(section) };
}

/** A section in their order of columns. What is elsewhere by now stays there, and what they did not remove is kept. */
function withSection(document: EmailDocument, theirs: Section, versions: Versions): EmailDocument {
  const elsewhere = new Set(idsOf(document.sections.filter(({ id }) => id !== theirs.id)));
  const columns = theirs.columns
    .filter(({ id }) => !elsewhere.has(id))
    .map((column) => ({ ...column, blocks: column.blocks.filter(({ id }) => !elsewhere.has(id)) }));
  const there = new Set(columns.flatMap(({ blocks }) => blocks.map(({ id }) => id)));
  const isRemoved = (id: string) => placeOf(versions.base, id) !== null && placeOf(versions.theirs, id) === null;
  const left = document.sections
    .filter(({ id }) => id === theirs.id)
    .flatMap((section) => section.columns.flatMap(({ blocks }) => blocks))
    .filter(({ id }) => !there.has(id) && !isRemoved(id));
  const last = columns.pop();
  if (!last) return document;
  const section = { ...theirs, columns: [...columns, { ...last, blocks: [...last.blocks, ...left] }] };
  return { ...document, sections: document.sections.map((each) => (each.id === theirs.id ? section : each)) };
}

function withoutEmptied(document: EmailDocument, { base, mine, theirs }: Versions): EmailDocument {
  const wasRemoved = (id: string) => placeOf(base, id) !== null && !(placeOf(mine, id) && placeOf(theirs, id));
  const sections = document.sections.flatMap((section) => {
    const columns = section.columns.filter(({ id, blocks }) => blocks.length > 0 || !wasRemoved(id));
    if (columns.length === 0)
      return wasRemoved(section.id) ? [] : [{ ...section, columns: section.columns.slice(0, 1) }];
    const isEmpty = columns.every(({ blocks }) => blocks.length === 0);
    return isEmpty && wasRemoved(section.id) ? [] : [{ ...section, columns }];
  });
  return { ...document, sections };
}

function isBlock(version: Conflict['mine']): version is Block {
  return typeof version === 'object' && version !== null && 'type' in version;
}

function isLanguages(version: Conflict['mine']): version is NonNullable<EmailDocument['languages']> {
  return typeof version === 'object' && version !== null && 'others' in version;
}

function isSection(version: Conflict['mine']): version is Section {
  return typeof version === 'object' && version !== null && 'columns' in version;
}

function isColumn(version: Conflict['mine']): version is Column {
  return typeof version === 'object' && version !== null && 'blocks' in version;
}

function isSameButForContents(one: Conflict['mine'], other: Conflict['mine']): boolean {
  if (!isSection(one) || !isSection(other)) return false;
  return isSame({ ...one, columns: [] }, { ...other, columns: [] });
}
