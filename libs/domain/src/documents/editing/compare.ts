import { diffArrays, diffWordsWithSpace } from 'diff';
import type { Block } from '../blocks/block.ts';
import type { Column, EmailDocument, Section } from '../document.ts';
import { plainTextOf } from '../rich-text/rich-text-text.ts';
import type { RichText } from '../rich-text/rich-text.ts';
import { flatten, type FlatNode, top } from './flat-document.ts';
import { isSame } from './same.ts';

/** A run of words that both versions have, or only one of them. */
export interface WordPiece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** What became of a section, column or block; without what is in it. Null where it is not. */
export interface PartChange {
  readonly id: string;
  readonly before: Omit<Section, 'columns'> | Omit<Column, 'blocks'> | Block | null;
  readonly after: Omit<Section, 'columns'> | Omit<Column, 'blocks'> | Block | null;
  /** Somewhere else, or in another order. */
  readonly isMoved: boolean;
  /** Empty where no words changed. */
  readonly words: readonly WordPiece[];
  /** What else changed, by the names of properties: `picture`, `style`. */
  readonly properties: readonly string[];
}

/** The most changes that are looked for among the words of one block; beyond, all of them count as changed. */
const mostChanges = 4_000;

/** The parts of two versions of a document that differ, in the order of the later one; removed ones where they were. */
export function compareDocuments(before: EmailDocument, after: EmailDocument): PartChange[] {
  const [old, now] = [flatten(before), flatten(after)];
  const moved = new Set([...now.orders].flatMap(([parent, order]) => reordered(old.orders.get(parent) ?? [], order)));
  const changeOf = (id: string): PartChange[] => {
    const [was, is] = [old.nodes.get(id), now.nodes.get(id)];
    const isMoved = was !== undefined && is !== undefined && (was.parent !== is.parent || moved.has(id));
    if (!isMoved && isSame(was?.own, is?.own)) return [];
    const texts = [was, is].map((node) => (node ? wordsOf(node.own) : ''));
    return [
      {
        id,
        before: was?.own ?? null,
        after: is?.own ?? null,
        isMoved,
        words: texts[0] === texts[1] ? [] : compareWords(texts[0] ?? '', texts[1] ?? ''),
        properties: was && is ? changedProperties(was, is) : [],
      },
    ];
  };
  const visit = (parent: string): string[] => {
    const inside = diffArrays([...(old.orders.get(parent) ?? [])], [...(now.orders.get(parent) ?? [])]);
    const ids = inside.flatMap(({ value, removed }) => (removed ? value.filter((id) => !now.nodes.has(id)) : value));
    return ids.flatMap((id) => [id, ...visit(id)]);
  };
  return visit(top).flatMap(changeOf);
}

/** How a text changed, word by word. */
export function compareWords(before: string, after: string): WordPiece[] {
  const pieces = diffWordsWithSpace(before, after, { maxEditLength: mostChanges });
  if (!pieces)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  return pieces.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

/** Everything one can read in a block, each text on lines of its own; empty for a section, a column or a spacer. */
export function wordsOf(part: NonNullable<PartChange['before']>): string {
  if ('source' in part) return part.source;
  return textsIn(part).join('\n');
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  if (isRichText(value)) return [plainTextOf(value)].filter(Boolean);
  return Object.values(value).flatMap(textsIn);
}

function isRichText(value: object): value is RichText {
  return 'type' in value && value.type === 'doc';
}

/** What both have, but not in the same order; as few as explain it. */
function reordered(before: readonly string[], after: readonly string[]): string[] {
  const common = new Set(before.filter((id) => after.includes(id)));
  const isCommon = (id: string) => common.has(id);
  return diffArrays(before.filter(isCommon), after.filter(isCommon)).flatMap(({ value, added }) =>
    added ? value : [],
  );
}

/** Those that are not merely texts: they are told word by word. */
function changedProperties({ own: before }: FlatNode, { own: after }: FlatNode): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => {
    const [was, is] = [before, after].map((each) => withoutTexts(Reflect.get(each, name)));
    return name !== 'source' && !isSame(was, is);
  });
}

function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== 'object' || value === null) return value;
  if (isRichText(value)) return marksIn(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutTexts(each)]));
}

/** What a rich text has besides its words: a change of a link or of bold is a change, too. */
function marksIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.flatMap(marksIn);
  if (typeof value !== 'object' || value === null) return [];
  const marks: unknown[] = 'marks' in value && Array.isArray(value.marks) ? value.marks : [];
  return [...marks, ...('content' in value ? [marksIn(value.content)] : [])].flat(3);
}
