import { type AttributeType, type AttributeValue, cellOfText, textOfList } from '@engagex/domain/contacts';
import { csvLine } from '@engagex/domain/shared';
import type { WrittenCell } from '../../platform/workbooks/sheet-xml.ts';

export interface ExportedContact {
  readonly id: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  readonly country: string | null;
  readonly timeZone: string | null;
  readonly externalId: string | null;
  readonly subscription: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly createdAt: Date;
}

export interface ExportedAttribute {
  readonly name: string;
  readonly type: AttributeType;
}

const plainColumns = ['Email', 'First name', 'Last name', 'Phone', 'Language', 'Country', 'Time zone', 'External ID'];

/** Named so that an import of the file understands them. */
export function headerOf(attributes: readonly ExportedAttribute[]): string[] {
  return [...plainColumns, 'Unsubscribed', 'Added', ...attributes.map(({ name }) => name)];
}

function plainCells({ email, firstName, lastName, phone, language, country, timeZone, externalId }: ExportedContact) {
  const text = (value: string | null) => value && cellOfText(value);
  return [email, text(firstName), text(lastName), phone, language, country, timeZone, text(externalId)];
}

function unsubscribedCell({ subscription }: ExportedContact): string {
  return subscription === 'unsubscribed' ? 'yes' : 'no';
}

/** Values as an import of the same type reads them. */
export function lineOf(contact: ExportedContact, attributes: readonly ExportedAttribute[]): string {
  const plain = plainCells(contact).map((cell) => cell ?? '');
  const values = attributes.map(({ name }) => textOf(contact.attributes[name]));
  return csvLine([...plain, unsubscribedCell(contact), contact.createdAt.toISOString(), ...values]);
}

function textOf(value: AttributeValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? textOfList(value) : cellOfText(String(value));
}

/** The same for a sheet, where numbers, days and times are what they are. */
export function cellsOf(contact: ExportedContact, attributes: readonly ExportedAttribute[]): WrittenCell[] {
  const values = attributes.map(({ name, type }) => cellOf(contact.attributes[name], type));
  return [...plainCells(contact), unsubscribedCell(contact), contact.createdAt, ...values];
}

function cellOf(value: AttributeValue | undefined, type: AttributeType): WrittenCell {
  if (value === undefined) return null;
  if (typeof value === 'object') return textOfList(value);
  if (typeof value !== 'string') return value;
  if (type === 'date') return { day: value };
  return type === 'timestamp' ? new Date(value) : cellOfText(value);
}
