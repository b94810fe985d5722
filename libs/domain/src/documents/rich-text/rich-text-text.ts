import { withoutLiquidMeaning } from '../text.ts';
import { liquidOf } from '../variable.ts';
import type { Inline, List, PlainLine, RichBlock, RichLine, RichText } from './rich-text.ts';

/** The words of a text as plain text with Liquid for its variables; where links lead is left out. */
export function plainTextOf(text: RichText | RichLine | PlainLine): string {
  return text.content.map((block) => textOfBlock(block)).join('\n\n');
}

function textOfBlock(block: RichBlock): string {
  if (block.type === 'bulletList' || block.type === 'orderedList') return textOfList(block, '');
  return textOfInline(block.content);
}

function textOfInline(content: readonly Inline[] = []): string {
  return content
    .map((node) => {
      if (node.type === 'hardBreak') return '\n';
      return node.type === 'variable' ? liquidOf(node.attrs) : withoutLiquidMeaning(node.text);
    })
    .join('');
}

function textOfList(list: List, indent: string): string {
  const first = list.type === 'orderedList' ? (list.attrs?.start ?? 1) : null;
  return list.content
    .map(({ content }, index) => {
      const bullet = first === null ? '* ' : `${first + index}. `;
      const parts = content.map((part) =>
        part.type === 'paragraph' ? textOfInline(part.content) : `\n${textOfList(part, `${indent}  `)}`,
      );
      return indent + bullet + parts.join('');
    })
    .join('\n');
}
