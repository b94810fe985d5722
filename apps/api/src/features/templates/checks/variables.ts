import { type TemplateProblem, variablesIn } from '@engagex/domain/templates';
import type { TemplateContent } from '../template-content.ts';
import { type Check, problemIn } from './checked-message.ts';
import { named } from './not-filled-in.ts';

const knownVariables =
  /^(contact\.(email|first_name|last_name|phone|language|country|attributes(\.[a-z0-9_]+|\[.+\])*)|contact|organization(\.(name|postal_address))?|campaign(\.name)?|event(\..+|\[.+\])*|unsubscribe_url|preferences_url|view_in_browser_url)$/;

const parts = ['subject', 'preheader', 'body', 'textBody'] as const;

/** Variables that nobody fills in, and those that many people have no value for. */
export const checkVariables: Check = ({ content }) => [
  ...parts.flatMap((part) => {
    const unknown = variablesIn(content[part]).filter((name) => !knownVariables.test(name));
    const foreign = unknown.filter((name) => !ours.test(name));
    const mistaken = unknown.filter((name) => ours.test(name));
    return [...mistaken.map((name) => [name]), ...(foreign.length > 0 ? [foreign] : [])].map((names) =>
      problemIn(content, {
        code: 'variable_unknown',
        part,
        message: unknownWords(names),
        at: names,
        ...(names === foreign && { leftovers: names.map(output) }),
      }),
    );
  }),
  ...withoutFallback(content),
];

/** Misspelled rather than left from another product. */
const ours = /^(contact|organization|campaign|event)\b/;

const output = (name: string) => `{{ ${name} }}`;

function unknownWords(names: readonly string[]): string {
  const is = names.length === 1 ? 'is not a known variable' : 'are not known variables';
  return `${named(names.map(output))} ${is} and will be empty.`;
}

/** A greeting without a name, which is what most messages begin with. */
function withoutFallback(content: TemplateContent): TemplateProblem[] {
  const name = 'contact.first_name';
  const found = parts.flatMap((part) => {
    const [greeting] = /\{\{-?\s*contact\.first_name\s*-?\}\}/.exec(content[part]) ?? [];
    const isAsked = /\{%-?\s*(?:if|unless|elsif)\b[^%]*contact\.first_name/.test(content[part]);
    return greeting && !isAsked ? [{ part, greeting }] : [];
  });
  return found.slice(0, 1).map(({ part, greeting }) =>
    problemIn(content, {
      severity: 'advice',
      code: 'variable_without_fallback',
      part,
      message: `{{ ${name} }} is empty for people whose first name is not known. Say what to show then.`,
      at: greeting,
      fix: { label: 'Show “there” instead', mend: { kind: 'fallback', variable: name, text: 'there' } },
    }),
  );
}
