import { expect } from 'vitest';
import { type ImportView, importsRoutes } from '@engagex/domain/contacts';
import type { InputOf } from '@engagex/domain/shared';
import { Refused, type TestMember } from './test-api.ts';

/** Uploads a file as this member; throws `Refused` when it is refused. */
export async function uploadFile(
  member: TestMember,
  content: string | Buffer,
  name = 'people.csv',
): Promise<ImportView> {
  const form = new FormData();
  form.set('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name);
  const response = await member.fetch('/api/imports', { method: 'POST', body: form });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refused(response.status, answer as Refused['problem']); // every error answer is a problem
  return answer as ImportView; // the shape the route promises
}

type Choices = Omit<InputOf<typeof importsRoutes.start>, 'id'>;

export async function rehearseImport(
  member: TestMember,
  uploaded: ImportView,
  choices: Choices = {},
): Promise<ImportView> {
  await member.call(importsRoutes.rehearse, { id: uploaded.id, mapping: uploaded.mapping, ...choices });
  return settledImport(member, uploaded.id);
}

export async function startImport(member: TestMember, id: string, choices: Choices = {}): Promise<ImportView> {
  await member.call(importsRoutes.start, { id, ...choices });
  return settledImport(member, id);
}

export async function importFile(member: TestMember, content: string, choices: Choices = {}): Promise<ImportView> {
  const { id, mapping } = await uploadFile(member, content);
  return startImport(member, id, { mapping, ...choices });
}

export async function undoImport(member: TestMember, id: string): Promise<ImportView> {
  await member.call(importsRoutes.undo, { id });
  return settledImport(member, id);
}

/** Waits until no worker is at it; a finished one adds up to its file. */
export async function settledImport(member: TestMember, id: string): Promise<ImportView> {
  await expect
    .poll(async () => (await member.call(importsRoutes.get, { id })).status, { timeout: 60_000, interval: 50 })
    .not.toMatch(/queued|running|rehearsing|undoing/);
  const view = await member.call(importsRoutes.get, { id });
  if (view.status === 'done') expect(view.created + view.updated + view.unchanged + view.rejected).toBe(view.rows);
  return view;
}
