import { type PastedNode, styleOf, textOf } from './pasted-node.ts';

/** Word writes lists as paragraphs that say their level, with the bullet or number as text. */
export interface WordItem {
  readonly level: number;
  readonly isOrdered: boolean;
  readonly start: number;
}

/** What a paragraph of Word is in a list; null for any other. */
export function wordItemOf(node: PastedNode): WordItem | null {
  const list = styleOf(node)['mso-list'];
  const level = /level(\d+)/.exec(list ?? '')?.[1];
  if (level === undefined) return null;
  const marker = textOfMarker(node).trim();
  const number = /^(\d+)[.)]/.exec(marker)?.[1];
  const isOrdered = /^(\d+|[a-z]|[ivxlc]+)[.)]/i.test(marker);
  return { level: Number(level), isOrdered, start: number === undefined ? 1 : Number(number) };
}

/** The bullet or number itself, which the list of ours draws. */
export function isMarker(node: PastedNode): boolean {
  return styleOf(node)['mso-list'] === 'ignore';
}

function textOfMarker(node: PastedNode): string {
  return isMarker(node) ? textOf(node) : node.children.map(textOfMarker).join('');
}
