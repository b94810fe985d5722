import type { AttributeDefinition, AttributeType, AttributeValue } from '@engagex/domain/contacts';
import { typeWords } from '../../attributes/index.ts';

/** Something that a template can say about whoever it is sent to. */
export interface Variable {
  readonly label: string;
  /** As Liquid names it: `contact.attributes.city`. */
  readonly name: string;
  readonly type: string;
  /** What is written at the cursor, with something sensible for anyone who has no value. */
  readonly snippet: string;
  readonly example: string;
}

const plain = (name: string, label: string, example: string, type = 'Text'): Variable => ({
  label,
  name,
  type,
  example,
  snippet: `{{ ${name} }}`,
});
const optional = (name: string, label: string, example: string): Variable => ({
  ...plain(name, label, example),
  snippet: `{{ ${name} | default: "" }}`,
});

/** What every organization has; the examples are those of the preview's sample person. */
export const standardVariables: readonly Variable[] = [
  optional('contact.first_name', 'First name', 'Ada'),
  optional('contact.last_name', 'Last name', 'Lovelace'),
  plain('contact.email', 'Email address', 'ada@example.com'),
  optional('contact.phone', 'Phone number', '+442079460000'),
  optional('contact.language', 'Language', 'en'),
  optional('contact.country', 'Country', 'GB'),
  plain('organization.name', 'Organization', 'Your organization’s name'),
  plain('organization.postal_address', 'Postal address', 'Your postal address'),
  plain('campaign.name', 'Campaign', 'Spring news'),
  plain('unsubscribe_url', 'Unsubscribe link', 'https://…', 'Link'),
  plain('preferences_url', 'Link to preferences', 'https://…', 'Link'),
  plain('view_in_browser_url', 'Link to view in a browser', 'https://…', 'Link'),
];

type Attribute = Pick<AttributeDefinition, 'name' | 'label' | 'type'>;

/** The variable of an attribute; `value` is somebody's, for the example. */
export function variableOf({ name, label, type }: Attribute, value?: AttributeValue): Variable {
  const path = `contact.attributes.${name}`;
  return {
    label,
    name: path,
    type: typeWords[type],
    snippet: snippets[type](path),
    example: value === undefined ? '' : exampleOf(value),
  };
}

const snippets: Readonly<Record<AttributeType, (path: string) => string>> = {
  text: (path) => `{{ ${path} | default: "" }}`,
  number: (path) => `{{ ${path} | default: "" }}`,
  boolean: (path) => `{% if ${path} %}yes{% else %}no{% endif %}`,
  date: (path) => `{{ ${path} | date: "%-d %B %Y" }}`,
  timestamp: (path) => `{{ ${path} | date: "%-d %B %Y, %H:%M" }}`,
  list: (path) => `{{ ${path} | join: ", " }}`,
};

function exampleOf(value: AttributeValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? value.join(', ') : String(value);
}

/** Those with every word of a search in their label or name. */
export function variablesLike(variables: readonly Variable[], search: string): readonly Variable[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return variables.filter(({ label, name }) => {
    const text = `${label} ${name}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The snippet as it can stand at a place of a text: inside an attribute's double quotes with single ones. */
export function snippetAt(text: string, position: number, snippet: string): string {
  const before = text.slice(0, position);
  const tag = before.slice(before.lastIndexOf('<'));
  const isInTag = before.lastIndexOf('<') > before.lastIndexOf('>');
  const quotes = isInTag ? tag.replaceAll(/\{\{.*?\}\}|\{%.*?%\}/g, '').split('"').length - 1 : 0;
  return quotes % 2 === 1 ? snippet.replaceAll('"', "'") : snippet;
}

/** Where a snippet goes before anybody has put the cursor anywhere: the end of the first text, else of everything. */
export function firstPlaceIn(body: string): number {
  const found = /<\/(mj-text|p|td|h1|body)>/i.exec(body);
  return found?.index ?? body.length;
}
