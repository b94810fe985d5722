import type { BlockType, PartChange } from '@engagex/domain/documents';
import type { DraftField, VersionReason } from '@engagex/domain/templates';

export const blockNames: Readonly<Record<BlockType, string>> = {
  text: 'Text',
  heading: 'Heading',
  image: 'Image',
  button: 'Button',
  divider: 'Divider',
  spacer: 'Spacer',
  social: 'Social links',
  menu: 'Menu',
  hero: 'Hero',
  card: 'Card',
  table: 'Table',
  video: 'Video',
  coupon: 'Coupon code',
  footer: 'Footer',
  raw: 'Code',
  saved: 'Saved block',
};

export const fieldNames: Readonly<Record<DraftField, string>> = {
  subject: 'Subject',
  preheader: 'Preheader',
  format: 'Format',
  body: 'Content',
  textBody: 'Plain text',
};

export const reasonWords: Readonly<Record<VersionReason, string>> = {
  published: 'Published',
  kept: 'Edited',
  restored: 'Restored',
  autosaved: 'Draft',
};

const propertyWords: Readonly<Record<string, string>> = {
  style: 'style',
  picture: 'picture',
  link: 'link',
  links: 'links',
  items: 'items',
  condition: 'who sees it',
  repeat: 'what it repeats over',
  width: 'width',
  content: 'links or formatting',
  text: 'links or formatting',
  heading: 'links or formatting',
  button: 'button',
  level: 'level',
  rows: 'rows',
  header: 'header row',
  language: 'language',
  translations: 'translations',
  release: 'release',
};

/** What a part of a message is called. */
export function nameOfPart(part: NonNullable<PartChange['before']> | object): string {
  if ('type' in part) {
    const { type } = part;
    return Object.entries(blockNames).find(([name]) => name === type)?.[1] ?? 'Block';
  }
  return 'width' in part ? 'Column' : 'Section';
}

/** "Changed: style and picture" */
export function wordsOfProperties(properties: readonly string[]): string {
  const words = new Set(properties.map((property) => propertyWords[property] ?? 'settings'));
  return new Intl.ListFormat('en').format(words);
}
