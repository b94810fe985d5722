import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { applyEdit, type EmailDocument, idsOf, starters } from '@engagex/domain/documents';
import { templateDraftsRoutes as drafts, templateEditorsRoutes, templatesRoutes } from '@engagex/domain/templates';
import { lostBy, work } from '../../../../../../libs/domain/src/templates/testing/editors-at-work.ts';
import { itIs } from '../../../testing/at-time.ts';
import { seed } from '../../../testing/chance.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';
import { apiServer } from './testing/api-server.ts';

let api: TestApi;
let edith: TestMember;
let ben: TestMember;
beforeAll(async () => {
  api = await startTestApi();
  edith = await api.newOrganization();
  ben = await api.newMember(edith.organizationId, 'editor');
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => api.close());

const texts = { name: 'Monthly', subject: 'What we learned', preheader: '' };
const code = { ...texts, format: 'html', body: '<p>Hello</p>' } as const;
const letter = (): EmailDocument => starters.find(({ id }) => id === 'letter')!.document();
const blocksOf = ({ sections }: EmailDocument) =>
  sections.flatMap(({ columns }) => columns.flatMap(({ blocks }) => blocks.map(({ id }) => id)));
const without = (document: EmailDocument, id: string) => applyEdit(document, { do: 'remove', id }).document;
const repeated = (document: EmailDocument, id: string, limit: number) =>
  applyEdit(document, { do: 'set', id, property: 'repeat', value: { list: 'event.items', limit } }).document;

async function visual() {
  const document = letter();
  const { id } = await edith.call(templatesRoutes.create, { ...texts, kind: 'visual', document });
  return { id, document, blocks: blocksOf(document) as [string, string, string] };
}
const written = async () => (await edith.call(templatesRoutes.create, code)).id;
const reasonsOf = async (id: string) =>
  (await edith.call(drafts.versions, { id })).items.map(({ revision, reason }) => `${revision} ${reason}`);
const refusal = { status: 409, problem: { code: 'template-draft.conflict' } };

describe('a draft', () => {
  test('is what is published until somebody changes it, and is published as a whole', async () => {
    const { id, document, blocks } = await visual();
    const begun = await ben.call(drafts.get, { id });
    expect(begun).toMatchObject({ revision: 1, publishedRevision: 1, hasChanges: false, kind: 'visual', document });
    const shorter = without(document, blocks[0]);
    const saved = await ben.call(drafts.save, { id, baseRevision: 1, document: shorter });
    expect(saved).toMatchObject({
      revision: 2,
      publishedRevision: 1,
      hasChanges: true,
      merged: false,
      document: shorter,
    });
    expect(saved.updatedBy?.id).toBe(ben.userId);
    expect((await edith.call(templatesRoutes.get, { id })).document).toEqual(document);
    const published = await edith.call(drafts.publish, { id, revision: 2 });
    expect(published.document).toEqual(shorter);
    expect(published.body).not.toBe(
      (await edith.call(templatesRoutes.preview, { ...texts, kind: 'visual', document })).html,
    );
    expect(await edith.call(drafts.get, { id })).toMatchObject({
      revision: 3,
      publishedRevision: 3,
      hasChanges: false,
    });
    expect(await reasonsOf(id)).toEqual(['3 published', '1 published']);
    expect(await edith.call(drafts.publish, { id, revision: 3 })).toMatchObject({ document: shorter });
    expect(await reasonsOf(id)).toHaveLength(2);
  });

  test('takes the changes of two people to different blocks and fields', async () => {
    const { id, document, blocks } = await visual();
    await edith.call(drafts.save, { id, baseRevision: 1, document: without(document, blocks[0]), subject: 'Hers' });
    const saved = await ben.call(drafts.save, {
      id,
      baseRevision: 1,
      document: repeated(document, blocks[1], 3),
      preheader: 'His',
    });
    expect(saved).toMatchObject({ merged: true, revision: 3, subject: 'Hers', preheader: 'His' });
    expect(saved.document).toEqual(repeated(without(document, blocks[0]), blocks[1], 3));
  });

  test('refuses changes of two people to the same block or text, with what is there, and saves nothing', async () => {
    const { id, document, blocks } = await visual();
    const hers = await edith.call(drafts.save, {
      id,
      baseRevision: 1,
      document: repeated(document, blocks[1], 2),
      subject: 'Hers',
    });
    const his = ben.call(drafts.save, {
      id,
      baseRevision: 1,
      document: repeated(document, blocks[1], 3),
      subject: 'His',
    });
    await expect(his).rejects.toMatchObject({
      ...refusal,
      problem: {
        detail: expect.stringContaining('Test person'),
        errors: [{ path: ['subject'] }, { path: ['document', blocks[1]] }],
        changed: { by: 'Test person', isYou: false },
        current: { revision: 2, subject: 'Hers', document: hers.document },
      },
    });
    expect(await edith.call(drafts.get, { id })).toMatchObject({ revision: 2, subject: 'Hers' });
    const unknown = ben.call(drafts.save, { id, baseRevision: 99, document: without(document, blocks[2]) });
    await expect(unknown, 'what is missing there may be new or removed').rejects.toMatchObject(refusal);

    const text = await written();
    await edith.call(drafts.save, { id: text, baseRevision: 1, body: '<p>Hers</p>' });
    await expect(ben.call(drafts.save, { id: text, baseRevision: 1, body: '<p>His</p>' })).rejects.toMatchObject({
      ...refusal,
      problem: { errors: [{ path: ['body'] }], current: { body: '<p>Hers</p>' } },
    });
  });

  test('saved by ten people at once has all they did', async () => {
    const { id, document } = await visual();
    const section = document.sections[0]!;
    const added = Array.from({ length: 10 }, (_, at) => ({
      ...section,
      id: `new-${at}`,
      columns: [{ id: `column-${at}`, width: 1, blocks: [] }],
    }));
    await Promise.all(
      added.map((each) =>
        edith.call(drafts.save, {
          id,
          baseRevision: 1,
          document: { ...document, sections: [...document.sections, each] },
        }),
      ),
    );
    const saved = await edith.call(drafts.get, { id });
    expect(saved.revision).toBe(11);
    expect(idsOf(saved.document!.sections)).toEqual(expect.arrayContaining(added.map((each) => each.id)));
  });

  test('may be incomplete, which is only refused when it is published', async () => {
    const id = await written();
    const publish = async (revision: number) => edith.call(drafts.publish, { id, revision });
    await edith.call(drafts.save, { id, baseRevision: 1, body: '{{ unclosed', subject: '' });
    await expect(publish(2)).rejects.toMatchObject({ status: 400, problem: { errors: [{ path: ['subject'] }] } });
    await edith.call(drafts.save, { id, baseRevision: 2, subject: 'Hello' });
    await expect(publish(3)).rejects.toMatchObject({ status: 400, problem: { code: 'template.invalid' } });
    expect(await edith.call(templatesRoutes.get, { id })).toMatchObject({ subject: texts.subject, body: code.body });
    await edith.call(drafts.save, { id, baseRevision: 3, body: '<p>Closed</p>' });
    await expect(publish(3)).rejects.toMatchObject({ ...refusal, problem: { current: { revision: 4 } } });
    expect(await publish(4)).toMatchObject({ subject: 'Hello', body: '<p>Closed</p>' });
  });

  test('goes on when a program publishes beside it, with that merged in', async () => {
    const { id, document, blocks } = await visual();
    await ben.call(drafts.save, { id, baseRevision: 1, document: repeated(document, blocks[1], 3), subject: 'His' });
    const published = await edith.call(templatesRoutes.update, {
      id,
      document: without(document, blocks[0]),
      subject: 'Hers',
    });
    expect(published).toMatchObject({ subject: 'Hers', document: without(document, blocks[0]) });
    const draft = await ben.call(drafts.get, { id });
    expect(draft).toMatchObject({ revision: 4, publishedRevision: 3, hasChanges: true, subject: 'His' });
    expect(draft.document).toEqual(repeated(without(document, blocks[0]), blocks[1], 3));
    expect(draft.updatedBy?.id).toBe(ben.userId);
    expect(await reasonsOf(id)).toEqual(['4 autosaved', '3 published', '2 kept', '1 published']);
    await edith.call(templatesRoutes.update, { id, name: 'Renamed' });
    expect(await ben.call(drafts.get, { id })).toMatchObject({ revision: 4, name: 'Renamed' });
    const later = await ben.call(drafts.save, { id, baseRevision: 2, document: repeated(document, blocks[1], 4) });
    expect(later.document).toEqual(repeated(without(document, blocks[0]), blocks[1], 4));
  });

  test('of code stays code, one of blocks stays that, and neither is anybody else’s', async () => {
    const [{ id, document }, text] = [await visual(), await written()];
    for (const attempt of [
      { id, body: '<p>Code</p>' },
      { id, document: null },
      { id: text, document },
      { id: text, body: null },
      { id: text, subject: 'x'.repeat(501) },
    ])
      await expect(edith.call(drafts.save, { ...attempt, baseRevision: 1 })).rejects.toMatchObject({ status: 400 });
    const [stranger, analyst] = [await api.newOrganization(), await api.newMember(edith.organizationId, 'analyst')];
    for (const of of [stranger, analyst])
      await expect(of.call(drafts.save, { id, baseRevision: 1, subject: 'Mine' })).rejects.toMatchObject({
        status: of === stranger ? 404 : 403,
      });
    for (const route of [drafts.get, drafts.versions])
      await expect(stranger.call(route, { id })).rejects.toMatchObject({ status: 404 });
    await expect(stranger.call(drafts.version, { id, revision: 1 })).rejects.toMatchObject({ status: 404 });
    await edith.call(templatesRoutes.delete, { id });
    await expect(edith.call(drafts.save, { id, baseRevision: 1, subject: 'Late' })).rejects.toMatchObject({
      status: 404,
    });
    await expect(edith.call(drafts.restore, { id, revision: 1 })).rejects.toMatchObject({ status: 404 });
  });
});

describe('versions', () => {
  test('are kept every ten minutes of editing; older drafts go after an hour, and then are no base to merge with', async () => {
    const id = await written();
    const minute = (count: number) =>
      itIs(api, new Date(Date.parse('2027-01-04T09:00:00Z') + count * 60_000).toISOString());
    for (let at = 1; at <= 80; at += 1) {
      minute(at);
      await edith.call(drafts.save, { id, baseRevision: at, body: `<p>${at}</p>` });
    }
    const listed = await reasonsOf(id);
    expect(listed).toEqual([
      '81 autosaved',
      '71 kept',
      '61 kept',
      '51 kept',
      '41 kept',
      '31 kept',
      '21 kept',
      '11 kept',
      '1 published',
    ]);
    expect(await edith.call(drafts.version, { id, revision: 41 })).toMatchObject({ content: { body: '<p>40</p>' } });
    expect(await ben.call(drafts.save, { id, baseRevision: 75, subject: 'From a known base' })).toMatchObject({
      merged: true,
    });
    const unknown = ben.call(drafts.save, { id, baseRevision: 5, subject: 'From one that is gone', body: '<p>4</p>' });
    await expect(unknown).rejects.toMatchObject({ ...refusal, problem: { current: { revision: 82 } } });
    const page = await edith.call(drafts.versions, { id, limit: 3 });
    const next = await edith.call(drafts.versions, { id, limit: 3, cursor: page.nextCursor ?? '' });
    expect([...page.items, ...next.items].map(({ revision }) => revision)).toEqual([82, 71, 61, 51, 41, 31]);
  });

  test('are restored as a new one, which can be undone, and a discarded draft stays among them', async () => {
    const id = await written();
    await ben.call(drafts.save, { id, baseRevision: 1, body: '<p>His</p>' });
    await expect(edith.call(drafts.discard, { id, revision: 1 })).rejects.toMatchObject(refusal);
    expect(await edith.call(drafts.discard, { id, revision: 2 })).toMatchObject({
      body: code.body,
      hasChanges: false,
      revision: 3,
    });
    expect(await reasonsOf(id)).toEqual(['3 restored', '2 kept', '1 published']);
    expect(await ben.call(drafts.restore, { id, revision: 2 })).toMatchObject({
      body: '<p>His</p>',
      hasChanges: true,
      revision: 4,
    });
    expect(await edith.call(drafts.restore, { id, revision: 3 })).toMatchObject({ body: code.body, revision: 5 });
    await expect(edith.call(drafts.restore, { id, revision: 99 })).rejects.toMatchObject({ status: 404 });
    expect((await edith.call(templatesRoutes.get, { id })).body).toBe(code.body);
  });
});

describe('an open editor', () => {
  const [one, two] = [randomUUID(), randomUUID()];

  test('is told of to others until it is closed, or for half a minute', async () => {
    const id = await written();
    const stay = (who: TestMember, tab: string) => who.call(templateEditorsRoutes.stay, { id, tab });
    const names = async () =>
      (await edith.call(templateEditorsRoutes.list, { id })).editors.map(({ userId }) => userId);
    itIs(api, '2027-01-04T09:00:00Z');
    await stay(edith, one);
    expect((await stay(ben, two)).editors.map(({ userId }) => userId).toSorted()).toEqual(
      [edith.userId, ben.userId].toSorted(),
    );
    await ben.call(templateEditorsRoutes.leave, { id, tab: one });
    expect(await names()).toHaveLength(2);
    await ben.call(templateEditorsRoutes.leave, { id, tab: two });
    expect(await names()).toEqual([edith.userId]);
    await stay(ben, two);
    itIs(api, '2027-01-04T09:00:20Z');
    await stay(edith, one);
    itIs(api, '2027-01-04T09:00:30Z');
    expect(await names()).toEqual([edith.userId]);
    expect((await stay(edith, one)).editors).toHaveLength(1);
    const stranger = await api.newOrganization();
    await expect(stay(stranger, one)).rejects.toMatchObject({ status: 404 });
    const analyst = await api.newMember(edith.organizationId, 'analyst');
    await expect(stay(analyst, one)).rejects.toMatchObject({ status: 403 });
  });
});

test(`whatever two editors do, nothing is lost or overwritten unseen (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(work, async (steps) => {
      expect(await lostBy(await apiServer(edith), steps)).toEqual([]);
    }),
    { numRuns: 6, seed },
  );
}, 60_000);
