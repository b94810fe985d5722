import { type Inline, nodesOfText, type RichBlock, richText } from '@engagex/domain/documents';
import { Fragment, type Schema, Slice } from '@tiptap/pm/model';
import type { TextKind } from '../extensions.ts';
import { cleanText } from '../our-json.ts';
import { cleanPaste } from './clean-paste.ts';
import { pastedNodes } from './pasted-node.ts';

/** What the clipboard holds as it can stand in a text of this kind; null when it is ours, or nothing. */
export function pastedSlice(data: DataTransfer, schema: Schema, kind: TextKind): Slice | null {
  const html = data.getData('text/html');
  if (html.includes('data-pm-slice')) return null; // copied here: nothing to clean
  const cleaned = html === '' ? [] : cleanPaste(pastedNodes(html));
  const blocks = isFine(cleaned) ? cleaned : paragraphsOf(data.getData('text/plain'));
  if (!isFine(blocks)) return null;
  const fitting: RichBlock[] = kind === 'rich' ? blocks : [{ type: 'paragraph', content: oneLine(blocks, kind) }];
  return Slice.maxOpen(Fragment.from(fitting.map((each) => schema.nodeFromJSON(each))));
}

function isFine(blocks: readonly RichBlock[]): boolean {
  return richText.safeParse({ type: 'doc', content: blocks }).success;
}

export function paragraphsOf(text: string): RichBlock[] {
  return text.split(/\r?\n/).flatMap((line): RichBlock[] => {
    const content = nodesOfText(cleanText(line));
    return content.length > 0 ? [{ type: 'paragraph', content }] : [];
  });
}

/** Everything on one line, without marks where there are none. */
export function oneLine(blocks: readonly RichBlock[], kind: 'line' | 'plain'): Inline[] {
  const parts = blocks.flatMap((block, at) => [...(at > 0 ? [space] : []), ...inlinesOf(block)]);
  if (kind === 'line') return parts;
  return parts.map(({ marks: _marks, ...node }) => (node.type === 'hardBreak' ? space : node));
}

const space: Inline = { type: 'text', text: ' ' };

function inlinesOf(block: RichBlock): Inline[] {
  if (block.type === 'paragraph' || block.type === 'heading') return block.content ?? [];
  return block.content.flatMap((item, at) => [
    ...(at > 0 ? [space] : []),
    ...item.content.flatMap((part) => inlinesOf(part)),
  ]);
}
