import { type TemplateProblem, variablesIn } from '@engagex/domain/templates';
import type { TemplateContent } from '../template-content.ts';
import { type Check, problemIn } from './checked-message.ts';

const knownVariables =
  /^(contact\.(email|first_name|last_name|phone|language|country|attributes(\.[a-z0-9_]+|\[.+\])*)|contact|organization(\.(name|postal_address))?|campaign(\.name)?|event(\..+|\[.+\])*|unsubscribe_url|preferences_url|view_in_browser_url)$/;

const parts = ['subject', 'preheader', 'body', 'textBody'] as const;

/** Variables that nobody fills in, and those that many people have no value for. */
export const checkVariables: Check = ({ content }) => [
  ...parts.flatMap((part) =>
    variablesIn(content[part])
      .filter((name) => !knownVariables.test(name))
      .map((name) =>
        problemIn(content, {
          code: 'variable_unknown',
          part,
          message: `{{ ${name} }} is not a known variable and will be empty.`,
          at: name,
        }),
      ),
  ),
  ...withoutFallback(content),
];

/** A greeting without a name, which is what most messages begin with. */
function withoutFallback(content: TemplateContent): TemplateProblem[] {
  const name = 'contact.first_name';
  const found = (['subject', 'preheader', 'body', 'textBody'] as const).flatMap((part) => {
    const [output] = /\{\{-?\s*contact\.first_name\s*-?\}\}/.exec(content[part]) ?? [];
    const isAsked = /\{%-?\s*(?:if|unless|elsif)\b[^%]*contact\.first_name/.test(content[part]);
    return output && !isAsked ? [{ part, output }] : [];
  });
  return found.slice(0, 1).map(({ part, output }) =>
    problemIn(content, {
      severity: 'advice',
      code: 'variable_without_fallback',
      part,
      message: `{{ ${name} }} is empty for people whose first name is not known. Say what to show then.`,
      at: output,
      fix: { label: 'Show “there” instead', mend: { kind: 'fallback', variable: name, text: 'there' } },
    }),
  );
}
