import { holdsSavedBlock, referencesOf, showsImage } from '../../platform/tables/references.ts';
import type { Table } from '../../platform/tables/table.ts';

/** `contact.attributes.tier` and `contact.attributes["tier"]`. Names are letters, digits and underscores. */
const inLiquid = `concat_ws(' ', t.subject, t.preheader, t.body, t.text_body)
  ~ ('attributes\\s*(\\.\\s*|\\[\\s*["''])' || $1::text || '(?![a-zA-Z0-9_])')`;

/** What is being edited of a template, if anything is. */
const draft = `select from template_versions v where v.template_id = t.id and not exists (
  select from template_versions later where later.template_id = v.template_id and later.revision > v.revision)`;

export const templatesTables: readonly Table[] = [
  {
    name: 'templates',
    audit: { noun: 'templates', label: 't.name' },
    references: referencesOf(`select 'template' as kind, t.id, t.name from templates t where t.deleted_at is null`, {
      attribute: inLiquid,
      image: showsImage('t.body', 't.document', 't.text_body'),
      'saved block': `${holdsSavedBlock('t.document')} or exists (${draft} and ${holdsSavedBlock("v.content -> 'document'")})`,
    }),
  },
  {
    name: 'template_versions',
    // An older version can be restored, with its images.
    references: referencesOf(
      `select 'template' as kind, t.id, t.name from template_versions v join templates t on t.id = v.template_id where t.deleted_at is null`,
      { image: showsImage('v.content') },
    ),
  },
  { name: 'template_editors' },
];
