import type { TagSpec } from '@codemirror/lang-html';

const space = { padding: null, 'css-class': null };
const text = { 'font-family': null, 'font-size': null, 'font-weight': null, 'line-height': null, color: null };
const align = { align: ['left', 'center', 'right'] };
const background = { 'background-color': null };
const borders = { border: null, 'border-radius': null };

const attributesOf: Readonly<Record<string, Readonly<Record<string, readonly string[] | null>>>> = {
  mjml: { lang: null, dir: ['ltr', 'rtl', 'auto'] },
  'mj-head': {},
  'mj-attributes': {},
  'mj-all': { ...text, ...space },
  'mj-class': { name: null },
  'mj-breakpoint': { width: null },
  'mj-font': { name: null, href: null },
  'mj-preview': {},
  'mj-style': { inline: ['inline'] },
  'mj-title': {},
  'mj-body': { width: null, ...background, 'css-class': null },
  'mj-wrapper': { ...space, ...background, ...borders, 'full-width': ['full-width'] },
  'mj-section': {
    ...space,
    ...background,
    ...borders,
    'background-url': null,
    direction: ['ltr', 'rtl'],
    'full-width': ['full-width'],
    'text-align': ['left', 'center', 'right'],
  },
  'mj-group': { width: null, direction: ['ltr', 'rtl'], ...background },
  'mj-column': { width: null, ...space, ...background, ...borders, 'vertical-align': ['top', 'middle', 'bottom'] },
  'mj-text': { ...text, ...align, ...space },
  'mj-button': { href: null, ...text, ...align, ...space, ...background, ...borders, 'inner-padding': null },
  'mj-image': { src: null, alt: null, href: null, width: null, height: null, ...align, ...space, ...borders },
  'mj-divider': { 'border-color': null, 'border-width': null, 'border-style': null, width: null, ...space },
  'mj-spacer': { height: null, 'css-class': null },
  'mj-table': { ...text, ...align, ...space, width: null, cellpadding: null },
  'mj-raw': {},
  'mj-hero': { mode: ['fixed-height', 'fluid-height'], height: null, 'background-url': null, ...background, ...space },
  'mj-navbar': { 'base-url': null, hamburger: ['hamburger'], ...align },
  'mj-navbar-link': { href: null, ...text, ...space },
  'mj-social': { mode: ['horizontal', 'vertical'], 'icon-size': null, ...align, ...space },
  'mj-social-element': { name: null, href: null, src: null, alt: null },
  'mj-accordion': { ...space },
  'mj-accordion-element': {},
  'mj-accordion-title': { ...text },
  'mj-accordion-text': { ...text },
  'mj-carousel': { ...space },
  'mj-carousel-image': { src: null, alt: null, href: null },
};

/** The elements of MJML with their usual attributes, for completion. */
export const mjmlTags: Record<string, TagSpec> = Object.fromEntries(
  Object.entries(attributesOf).map(([name, attrs]) => [name, { attrs: { ...attrs }, globalAttrs: false }]),
);
