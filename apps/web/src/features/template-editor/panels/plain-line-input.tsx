import { liquidOf, nodesOfText, type PlainLine } from '@engagex/domain/documents';
import { useState } from 'react';
import { Input } from '../../../ui/input.tsx';
import { cleanText } from '../rich-text/our-json.ts';
import { oneLine } from '../rich-text/paste/paste-into.ts';
import { plainLine } from '@engagex/domain/documents';

interface PlainLineInputProps {
  readonly value: PlainLine;
  readonly onChange: (value: PlainLine) => void;
  readonly placeholder?: string;
  readonly 'aria-label'?: string;
}

/** One line of text in a field; variables are written `{{ contact.first_name }}` there. */
export function PlainLineInput({ value, onChange, ...props }: PlainLineInputProps) {
  const [typed, setTyped] = useState(textOf(value));
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    if (textOf(lineOf(typed) ?? value) !== textOf(value)) setTyped(textOf(value));
  }
  return (
    <Input
      {...props}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        const line = lineOf(target.value);
        if (line) onChange(line);
      }}
    />
  );
}

function textOf({ content: [{ content = [] }] }: PlainLine): string {
  return content.map((node) => (node.type === 'text' ? node.text : liquidOf(node.attrs))).join('');
}

function lineOf(text: string): PlainLine | null {
  const content = oneLine([{ type: 'paragraph', content: nodesOfText(cleanText(text)) }], 'plain');
  return plainLine.safeParse({ type: 'doc', content: [{ type: 'paragraph', content }] }).data ?? null;
}
