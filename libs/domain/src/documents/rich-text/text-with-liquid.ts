import { documentLimits } from '../limits.ts';
import { variableName } from '../variable.ts';
import type { Inline } from './rich-text.ts';

/** An output that a variable node can stand for: a name, and a text for when there is nothing. */
const output = /\{\{-?\s*([a-z_][a-z0-9_.]*)\s*(?:\|\s*default:\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*)?-?\}\}/g;

/** Text of a template as nodes: outputs become variables, all else stays text. `onLiquid` is told of Liquid that becomes text. */
export function nodesOfText(text: string, onLiquid: (source: string) => void = () => {}): Inline[] {
  const nodes: Inline[] = [];
  let at = 0;
  const addText = (part: string) => {
    for (const [found] of part.matchAll(/\{\{[^}]*\}\}\}?|\{%[^%]*%\}/g)) onLiquid(found);
    for (let start = 0; start < part.length; start += documentLimits.textCharacters)
      nodes.push({ type: 'text', text: part.slice(start, start + documentLimits.textCharacters) });
  };
  for (const { 0: found, 1: name = '', 2: double, 3: single, index } of text.matchAll(output)) {
    if (!variableName.safeParse(name).success) continue;
    if (index > at) addText(text.slice(at, index));
    nodes.push({ type: 'variable', attrs: { name, fallback: double ?? single ?? '' } });
    at = index + found.length;
  }
  if (at < text.length) addText(text.slice(at));
  return nodes;
}

/** The variable that a text is and nothing else. */
export function variableIn(text: string): string | null {
  const [only, ...more] = nodesOfText(text.trim());
  return only?.type === 'variable' && more.length === 0 && only.attrs.fallback === '' ? only.attrs.name : null;
}
