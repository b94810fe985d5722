import type { Inline, Mark } from '@engagex/domain/documents';
import { type CSSProperties, Fragment, memo, type ReactNode } from 'react';
import type { OurText } from './our-json.ts';
import { variableTitle, variableWords } from './variable-words.ts';

type TextBlock = OurText['content'][number] | Extract<OurText['content'][number], { type: 'bulletList' }>;

/** A text as it is in the message, while nobody edits it. The same elements and classes as in the text editor. */
export const StaticText = memo(function StaticText({ text, placeholder }: { text: OurText; placeholder: string }) {
  if (isEmpty(text)) return <p className="mail-placeholder">{placeholder}</p>;
  return text.content.map((block, at) => <Block key={at} block={block} />);
});

function Block({ block }: { block: TextBlock }): ReactNode {
  switch (block.type) {
    case 'paragraph':
      return <p>{inlines(block.content)}</p>;
    case 'heading': {
      const Level = `h${block.attrs.level}` as const;
      return <Level>{inlines(block.content)}</Level>;
    }
    case 'bulletList':
      return <ul>{items(block)}</ul>;
    case 'orderedList':
      return <ol start={block.attrs?.start ?? 1}>{items(block)}</ol>;
  }
}

type List = Extract<TextBlock, { type: 'bulletList' | 'orderedList' }>;

const items = ({ content }: List) =>
  content.map((item, at) => (
    <li key={at}>
      {item.content.map((block, index) => (
        <Block key={index} block={block} />
      ))}
    </li>
  ));

function inlines(content: readonly Inline[] | undefined): ReactNode {
  if (!content || content.length === 0) return <br />;
  return content.map((node, at) => <Fragment key={at}>{marked(nodeOf(node), node.marks ?? [])}</Fragment>);
}

function nodeOf(node: Inline): ReactNode {
  if (node.type === 'hardBreak') return <br />;
  if (node.type === 'text') return node.text;
  const { name, fallback } = node.attrs;
  return (
    <span className="mail-variable" title={variableTitle(name, fallback)}>
      {variableWords(name)}
    </span>
  );
}

function marked(inside: ReactNode, marks: readonly Mark[]): ReactNode {
  return marks.reduceRight((children, mark) => {
    switch (mark.type) {
      case 'bold':
        return <strong>{children}</strong>;
      case 'italic':
        return <em>{children}</em>;
      case 'underline':
        return <u>{children}</u>;
      case 'strike':
        return <s>{children}</s>;
      case 'color':
        return <span style={colorStyle(mark.attrs.color)}>{children}</span>;
      case 'link':
        return <span data-link="">{children}</span>;
    }
  }, inside);
}

function colorStyle(color: string): CSSProperties {
  return color === 'brand' ? {} : { color: color.startsWith('#') ? color : `var(--mail-${color})` };
}

function isEmpty(text: OurText): boolean {
  return text.content.every((block) => block.type === 'paragraph' && (block.content ?? []).length === 0);
}
