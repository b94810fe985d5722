import { canKeepBoth, type Choice, type Conflict, mergeDocuments, resolveConflicts } from '../../documents/index.ts';
import type { DraftContent } from '../template-drafts.contract.ts';

/** What is merged as a whole: a change on both sides is a conflict. */
export const draftFields = ['subject', 'preheader', 'format', 'body', 'textBody'] as const;
export type DraftField = (typeof draftFields)[number];

/** Something that two people changed differently: a part of the document, or a field. */
export type DraftConflict =
  | (Conflict & { readonly kind: 'block' })
  | {
      readonly kind: 'field';
      readonly id: DraftField;
      readonly base: string | null;
      readonly mine: string | null;
      readonly theirs: string | null;
    };

export interface DraftVersions {
  readonly base: DraftContent;
  readonly mine: DraftContent;
  readonly theirs: DraftContent;
}

/** With conflicts the content has everything else of both, and of what is in conflict my version. */
export interface DraftMerge {
  readonly content: DraftContent;
  readonly conflicts: readonly DraftConflict[];
}

/** Tells conflicts apart: a block may be called like a field. */
export function keyOf({ kind, id }: Pick<DraftConflict, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** Merges two versions of one draft: documents by block, everything else by field. */
export function mergeDrafts(versions: DraftVersions): DraftMerge {
  const documents = documentsOf(versions);
  const merge = documents && mergeDocuments(documents);
  const fields = fieldConflicts(versions);
  return {
    content: {
      ...withFields(versions, () => 'mine'),
      document: merge ? merge.document : versions.mine.document,
    },
    conflicts: [...fields, ...(merge?.conflicts ?? []).map((each) => ({ ...each, kind: 'block' as const }))],
  };
}

/** The changes of both, with what was chosen of each conflict; mine where nothing was. */
export function resolveDrafts(
  versions: DraftVersions,
  choiceOf: (key: string) => Choice | undefined,
  newId: () => string,
): DraftContent {
  const documents = documentsOf(versions);
  const choice = (kind: DraftConflict['kind'], id: string) => choiceOf(`${kind} ${id}`) ?? 'mine';
  return {
    ...withFields(versions, (field) => choice('field', field)),
    document: documents ? resolveConflicts(documents, ({ id }) => choice('block', id), newId) : versions.mine.document,
  };
}

/** What can be chosen of a conflict. */
export function choicesOf(conflict: DraftConflict): readonly Choice[] {
  return conflict.kind === 'block' && canKeepBoth(conflict) ? ['mine', 'theirs', 'both'] : ['mine', 'theirs'];
}

function fieldConflicts({ base, mine, theirs }: DraftVersions): DraftConflict[] {
  return draftFields
    .filter((field) => mine[field] !== theirs[field] && mine[field] !== base[field] && theirs[field] !== base[field])
    .map((id) => ({ kind: 'field', id, base: base[id], mine: mine[id], theirs: theirs[id] }));
}

function withFields(versions: DraftVersions, choiceOf: (field: DraftField) => Choice): Omit<DraftContent, 'document'> {
  const { base, mine, theirs } = versions;
  const take = <Field extends DraftField>(field: Field): DraftContent[Field] => {
    if (mine[field] === base[field]) return theirs[field];
    if (theirs[field] === base[field]) return mine[field];
    return choiceOf(field) === 'theirs' ? theirs[field] : mine[field];
  };
  return {
    subject: take('subject'),
    preheader: take('preheader'),
    format: take('format'),
    body: take('body'),
    textBody: take('textBody'),
  };
}

/** Null for code. A template never changes its kind. */
function documentsOf({ base, mine, theirs }: DraftVersions) {
  if (!base.document || !mine.document || !theirs.document) return null;
  return { base: base.document, mine: mine.document, theirs: theirs.document };
}
