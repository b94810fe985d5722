import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { html, htmlLanguage } from '@codemirror/lang-html';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { TemplateFormat } from '@engagex/domain/templates';
import type { Variable } from '../components/variables.ts';
import { liquidFilters, liquidTags, placeInLiquid } from './liquid-words.ts';
import { mjmlTags } from './mjml-tags.ts';

/** Highlighting and completion of HTML or MJML with Liquid in it; `variables` is asked for each time. */
export function codeLanguage(format: TemplateFormat, variables: () => readonly Variable[]): Extension {
  return [
    html(format === 'mjml' ? { extraTags: mjmlTags, selfClosingTags: true } : {}),
    htmlLanguage.data.of({ autocomplete: (context: CompletionContext) => completionsIn(context, variables()) }),
    syntaxHighlighting(colors),
    liquidMarks,
  ];
}

const longestLiquid = 500; // characters looked back for the beginning of it

function completionsIn(context: CompletionContext, variables: readonly Variable[]): CompletionResult | null {
  const start = Math.max(0, context.pos - longestLiquid);
  const place = placeInLiquid(context.state.doc.sliceString(start, context.pos));
  if (!place) return null;
  return { from: start + place.from, options: optionsOf(place.words, variables), validFor: /^[\w.]*$/ };
}

function optionsOf(words: 'variables' | 'filters' | 'tags', variables: readonly Variable[]): Completion[] {
  if (words === 'filters') return liquidFilters.map((label) => ({ label, type: 'function' }));
  if (words === 'tags') return liquidTags.map((label) => ({ label, type: 'keyword' }));
  return variables.map(({ name, label }) => ({ label: name, detail: label, type: 'variable' }));
}

const colors = HighlightStyle.define([
  { tag: [tags.tagName, tags.keyword], color: 'var(--accent)' },
  { tag: [tags.attributeName, tags.propertyName], color: 'var(--info)' },
  { tag: [tags.string, tags.attributeValue, tags.number], color: 'var(--good)' },
  { tag: [tags.comment, tags.angleBracket, tags.punctuation, tags.documentMeta], color: 'var(--muted)' },
  { tag: tags.invalid, color: 'var(--danger)' },
]);

const matcher = new MatchDecorator({
  regexp: /\{\{.*?\}\}|\{%.*?%\}/g,
  decoration: Decoration.mark({ class: 'cm-liquid' }),
});

const liquidMarks = ViewPlugin.fromClass(
  class {
    marks: DecorationSet;

    constructor(view: EditorView) {
      this.marks = matcher.createDeco(view);
    }

    update(update: ViewUpdate): void {
      this.marks = matcher.updateDeco(update, this.marks);
    }
  },
  { decorations: ({ marks }) => marks },
);
