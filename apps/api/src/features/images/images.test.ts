import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { brandRoutes } from '@engagex/domain/brand';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { imageLimits, imagesRoutes } from '@engagex/domain/images';
import { templatesRoutes } from '@engagex/domain/templates';
import { runInScope } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { addresses, body, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { serve, uploadImage } from '../../testing/images.ts';
import { animation, bomb, drawing, heic, photo, photoFromPhone, svg } from '../../testing/made-images.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { ImagesWorker } from './images.worker.ts';

let api: TestApi;
let owner: TestMember;
beforeAll(async () => {
  api = await startTestApi({ work: true, settings: { PRIVATE_NETWORKS: 'true' } });
  owner = await api.newOrganization();
});
afterAll(() => api.close());

/** The bytes as a mail program gets them. */
async function served(url: string, init: RequestInit = {}) {
  const answer = await fetch(new URL(new URL(url).pathname, api.url), { redirect: 'manual', ...init });
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
}
const refusal = (code: string, words: string) => ({
  status: 400,
  problem: { code: `image.${code}`, detail: expect.stringContaining(words) },
});

test('a photo is turned upright, made as wide as mail needs, and says no more where it was taken', async () => {
  const { url, ...image } = await uploadImage(owner, await photoFromPhone(), 'C:\\fotos\\IMG_0815.JPG');
  expect(image).toMatchObject({ type: 'image/jpeg', width: 600, height: 800, frames: 1, name: 'IMG_0815', alt: '' });
  const { bytes } = await served(url);
  const { exif, icc, xmp, orientation, format } = await sharp(bytes).metadata();
  expect([exif, icc, xmp, orientation, format]).toEqual([undefined, undefined, undefined, undefined, 'jpeg']);
  expect(bytes.includes('Secret model')).toBe(false);
  const wide = await uploadImage(owner, await photo(4_000, 3_000));
  expect([wide.width, wide.height]).toEqual([1_280, 960]);
});

test('an image is served for good under the hash of its bytes: without cookies, to every page, and as nothing but an image', async () => {
  const { url, bytes: size } = await uploadImage(owner, await photo(300, 200));
  const { answer, bytes } = await served(url);
  const hash = createHash('sha256').update(bytes).digest('hex');
  expect(url).toBe(`http://localhost:3000/i/${owner.organizationId}/${hash}.jpg`);
  expect([answer.status, bytes.length]).toEqual([200, size]);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'content-length': String(size),
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
    'cross-origin-resource-policy': 'cross-origin',
    etag: `"${hash}"`,
  });
  expect(answer.headers.get('set-cookie')).toBeNull();
  const head = await served(url, { method: 'HEAD' });
  expect([head.answer.status, head.answer.headers.get('content-length'), head.bytes.length]).toEqual([
    200,
    String(size),
    0,
  ]);
  const again = await served(url, { headers: { 'if-none-match': `W/"${hash}"` } });
  expect([again.answer.status, again.bytes.length]).toEqual([304, 0]);
});

test('nothing else of the files is served, whatever the address says', async () => {
  const { url } = await uploadImage(owner, await drawing(20, 20));
  const [, file = ''] = /\/([^/]+)$/.exec(url) ?? [];
  const id = owner.organizationId;
  for (const path of [
    `/i/${id}/${file.replace('.png', '.jpg')}`,
    `/i/${randomUUID()}/${file}`,
    `/i/${id}/..%2Fimports%2Fx.csv`,
    `/i/..%2f${id}/${file}`,
    `/i/${id.toUpperCase()}/${file}`,
    `/i/${id}/${file}.svg`,
    `/i/${id}/`,
  ]) {
    const answer = await fetch(new URL(path, api.url));
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.headers.get('cache-control') ?? '').not.toContain('immutable');
  }
});

test('every format becomes one that mail programs show', async () => {
  const picture = sharp(await photo(200, 100));
  const transparent = sharp(await drawing(200, 100));
  const cases = [
    ['photo.webp', await picture.webp().toBuffer(), 'image/jpeg'],
    ['photo.avif', await picture.avif({ effort: 0 }).toBuffer(), 'image/jpeg'],
    ['photo.tiff', await picture.tiff().toBuffer(), 'image/jpeg'],
    ['photo.png', await picture.png().toBuffer(), 'image/jpeg'],
    ['drawing.webp', await transparent.webp().toBuffer(), 'image/png'],
    ['drawing.png', await transparent.png().toBuffer(), 'image/png'],
    ['drawing.gif', await transparent.gif().toBuffer(), 'image/png'],
    ['really a png.jpg', await transparent.png({ palette: true }).toBuffer(), 'image/png'],
    ['gray.jpg', await picture.clone().grayscale().jpeg().toBuffer(), 'image/jpeg'],
    ['print.jpg', await picture.clone().toColorspace('cmyk').jpeg().toBuffer(), 'image/jpeg'],
    [
      'deep.png',
      await sharp(await drawing(90, 90))
        .toColorspace('rgb16')
        .png()
        .toBuffer(),
      'image/png',
    ],
  ] as const;
  for (const [name, bytes, type] of cases) {
    const image = await uploadImage(owner, bytes, name);
    const { format, width, space } = await sharp((await served(image.url)).bytes).metadata();
    expect([name, image.type, `image/${format}`, width, space === 'cmyk']).toEqual([
      name,
      type,
      type,
      image.width,
      false,
    ]);
  }
});

test('an animation stays one, with its frames, pace and end', async () => {
  const image = await uploadImage(owner, await animation(1_000, 200, 12), 'dance.gif');
  expect(image).toMatchObject({ type: 'image/gif', width: 640, height: 128, frames: 12 });
  const metadata = await sharp((await served(image.url)).bytes, { animated: true }).metadata();
  expect(metadata).toMatchObject({ pages: 12, loop: 3, delay: Array<number>(12).fill(100) });
  const webp = await sharp(await animation(100, 50, 5), { animated: true })
    .webp()
    .toBuffer();
  expect(await uploadImage(owner, webp, 'dance.webp')).toMatchObject({ type: 'image/gif', frames: 5 });
  await expect(uploadImage(owner, await animation(4, 4, imageLimits.frames + 1))).rejects.toMatchObject(
    refusal('too-many-frames', '301 frames'),
  );
  await expect(uploadImage(owner, await animation(1_000, 500, 51))).rejects.toMatchObject(
    refusal('too-many-pixels', '1,000 × 500 pixels in 51 frames'),
  );
});

test('a drawing is painted, and neither its scripts nor what it links to are ever fetched', async () => {
  const asked: string[] = [];
  const server = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  const neighbor = `engagex-neighbor-${randomUUID()}.png`; // beside the upload, as those of other organizations are
  await writeFile(join(tmpdir(), neighbor), await photo(200, 100));
  const hostile = svg(`
    <script>fetch('${server.url}/script')</script><style>@import url('${server.url}/style.css');</style>
    <image href="${server.url}/image.png" width="50" height="50"/><use xlink:href="${server.url}/use.svg#a"/>
    <image href="file:///etc/passwd" width="50" height="50"/><rect width="100" height="100" fill="#c00" onload="alert(1)"/>
    <foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${server.url}/frame"/></foreignObject>
    <image href="${neighbor}" width="200" height="100"/>`);
  const image = await uploadImage(owner, hostile, 'logo.svg');
  await server.close();
  await rm(join(tmpdir(), neighbor));
  expect(asked).toEqual([]);
  expect(image).toMatchObject({ type: 'image/png', width: 480, height: 240 });
  const { bytes } = await served(image.url);
  expect(bytes.includes('script')).toBe(false);
  const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  expect([...data.subarray(0, 3)]).toEqual([204, 0, 0]);
  const huge = await uploadImage(owner, svg('<rect width="9" height="9"/>', 'viewBox="0 0 4000 4000"'), 'big.svg');
  expect([huge.width, huge.height]).toEqual([1_280, 1_280]);
});

test('a drawing that never ends, or that would fill the memory, is refused', async () => {
  const level = (depth: number) => `<g id="l${depth}">${`<use href="#l${depth - 1}"/>`.repeat(10)}</g>`;
  const nested = svg(
    `<defs><rect id="l0" width="1" height="1"/>${[1, 2, 3, 4, 5, 6, 7, 8].map(level).join('')}</defs><use href="#l8"/>`,
  );
  await expect(uploadImage(owner, nested, 'deep.svg')).rejects.toMatchObject({ status: 400 });
  const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
  const laughs = Buffer.from(
    `<!DOCTYPE svg [<!ENTITY e0 "ha">${entities}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&e9;</text></svg>`,
  );
  await expect(uploadImage(owner, laughs, 'laughs.svg')).rejects.toMatchObject({ status: 400 });
}, 60_000);

test('what is also something else is only an image afterwards', async () => {
  const zip = Buffer.from('PK\u0003\u0004 a whole archive PK\u0005\u0006', 'latin1');
  const jpeg = await uploadImage(owner, Buffer.concat([await photo(60, 60), zip]), 'zip.jpg');
  expect((await served(jpeg.url)).bytes.includes('a whole archive')).toBe(false);
  const script = Buffer.from('*/=1;alert(document.domain);/*');
  for (const frames of [1, 3]) {
    const plain = await animation(16, 16, frames);
    const comment = Buffer.concat([Buffer.from([0x21, 0xfe, script.length]), script, Buffer.from([0])]);
    const inside = Buffer.concat([plain.subarray(0, -1), comment, Buffer.from([0x3b])]);
    for (const gif of [inside, Buffer.concat([plain, script])]) {
      const image = await uploadImage(owner, gif, 'script.gif');
      const { bytes } = await served(image.url);
      expect([frames, image.frames, bytes.includes('alert')]).toEqual([frames, frames, false]);
    }
  }
});

test('what is no image, damaged or too large is refused in words, and leaves nothing behind', async () => {
  const jpeg = await photo(400, 300);
  const png = await sharp(jpeg).png().toBuffer();
  const padded = (size: number) => Buffer.concat([jpeg, Buffer.alloc(size - jpeg.length)]);
  const cases = [
    [Buffer.alloc(0), 'empty', 'empty'],
    [heic, 'heic', 'Export the photo as a JPEG'],
    [Buffer.from('%PDF-1.7\n%âãÏÓ\n'), 'unknown-format', 'This is a PDF file'],
    [Buffer.from('<html><script>alert(1)</script></html>'), 'unknown-format', 'Choose a JPEG'],
    [Buffer.from('Dear all,'), 'unknown-format', 'not an image'],
    [Buffer.from('GIF89a'), 'damaged', 'damaged or incomplete'],
    [jpeg.subarray(0, jpeg.length / 2), 'damaged', 'damaged or incomplete'],
    [png.subarray(0, png.length / 2), 'damaged', 'damaged or incomplete'],
    [jpeg.subarray(0, 20), 'damaged', 'damaged or incomplete'],
    [bomb(), 'too-many-pixels', '16,384 × 16,384 pixels. Images like this may have 50 megapixels'],
    [bomb(6_000, 5_000, { interlaced: true }), 'too-many-pixels', 'may have 25 megapixels'],
    [padded(imageLimits.fileBytes + 1), 'too-large', '20 MB'],
  ] as const;
  for (const [bytes, code, words] of cases)
    await expect(uploadImage(owner, bytes), code).rejects.toMatchObject(refusal(code, words));
  await expect(uploadImage(owner, bomb(6_000, 5_000))).resolves.toMatchObject({ width: 1_280 }); // row by row
  await expect(uploadImage(owner, padded(imageLimits.fileBytes))).resolves.toMatchObject({ width: 400 });
  const left = await readdir(tmpdir());
  expect(left.filter((name) => name.startsWith('engagex-received-'))).toEqual([]);
}, 60_000);

test('an upload without a file is refused', async () => {
  for (const init of [{ body: new FormData() }, { body: '{}', headers: { 'content-type': 'application/json' } }]) {
    const answer = await owner.fetch('/api/images', { method: 'POST', ...init });
    expect(await answer.json()).toMatchObject({ status: 400, code: 'image.no-file' });
  }
});

test('the same image is stored once, comes back when it was deleted, and is found by name and alternative text', async () => {
  const member = await api.newOrganization();
  const picture = await drawing(50, 50);
  const first = await uploadImage(member, picture, 'Logo.png');
  expect(await uploadImage(member, picture, 'Copy of logo.png')).toEqual(first);
  const changed = await member.call(imagesRoutes.update, { id: first.id, alt: 'Acme’s blue whale' });
  expect(changed).toMatchObject({ name: 'Logo', alt: 'Acme’s blue whale', url: first.url });
  const other = await uploadImage(member, await drawing(60, 50), 'Other.png');
  const found = async (search?: string) => (await member.call(imagesRoutes.list, { search })).items.map(({ id }) => id);
  expect(await found()).toEqual([other.id, first.id]);
  expect([await found('LOG'), await found('whale'), await found('nothing')]).toEqual([[first.id], [first.id], []]);
  const page = await member.call(imagesRoutes.list, { limit: 1 });
  expect((await member.call(imagesRoutes.list, { limit: 1, cursor: page.nextCursor! })).items[0]?.id).toBe(first.id);
  await member.call(imagesRoutes.delete, { id: first.id });
  expect(await found()).toEqual([other.id]);
  expect((await uploadImage(member, picture)).id).toBe(first.id);
  await member.call(imagesRoutes.delete, { id: first.id });
  expect(await member.call(imagesRoutes.restore, { id: first.id })).toMatchObject({ alt: 'Acme’s blue whale' });
  await expect(
    member.call(imagesRoutes.update, { id: first.id, name: 'New', version: first.updatedAt }),
  ).rejects.toMatchObject({ status: 409, problem: { code: 'conflict.changed' } });
});

test('another organization neither sees nor changes an image, and the same bytes are an image of its own there', async () => {
  const stranger = await api.newOrganization();
  const picture = await drawing(70, 50);
  const image = await uploadImage(owner, picture);
  for (const route of [imagesRoutes.get, imagesRoutes.uses, imagesRoutes.delete, imagesRoutes.restore])
    await expect(stranger.call(route, { id: image.id })).rejects.toMatchObject({ status: 404 });
  await expect(stranger.call(imagesRoutes.update, { id: image.id, alt: 'x' })).rejects.toMatchObject({ status: 404 });
  expect((await stranger.call(imagesRoutes.list, {})).items).toEqual([]);
  const own = await uploadImage(stranger, picture);
  expect([own.id === image.id, own.url === image.url]).toEqual([false, false]);
  const analyst = await api.newMember(owner.organizationId, 'analyst');
  await expect(uploadImage(analyst, picture)).rejects.toMatchObject({ status: 403 });
});

test('an image that something shows is not deleted, and the refusal names all of it', async () => {
  const member = await api.newOrganization();
  const [image, logo] = await Promise.all([
    uploadImage(member, await drawing(80, 50)),
    uploadImage(member, await drawing(90, 50)),
  ]);
  const { id: templateId } = await member.call(templatesRoutes.create, {
    name: 'Letter',
    subject: 'Hello',
    format: 'html',
    body: `<img src="${image.url}" alt=""><a href="{{ unsubscribe_url }}">Unsubscribe</a>`,
  });
  const { kit } = await member.call(brandRoutes.get, {});
  await member.call(brandRoutes.save, { kit: { ...kit, logo: { ...kit.logo, dark: logo.url } } });
  const group = await buildGroup(api.owner, member, addresses(1));
  const campaign = await buildCampaign(member, group);
  await member.call(campaignsRoutes.update, { id: campaign.id, templateId });
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  await vi.waitFor(async () => {
    const { rows } = await api.owner.query('select from campaign_contents where campaign_id = $1', [campaign.id]);
    expect(rows).toHaveLength(1);
  }, 10_000);
  const letter = { kind: 'template', id: templateId, name: 'Letter' };
  const sent = { kind: 'campaign', id: campaign.id, name: campaign.name };
  const uses = async (id: string) => (await member.call(imagesRoutes.uses, { id })).items;
  expect(await uses(image.id)).toEqual([sent, letter]);
  expect(await uses(logo.id)).toMatchObject([{ kind: 'brand kit', name: 'Test organization' }]);
  await expect(member.call(imagesRoutes.delete, { id: logo.id })).rejects.toMatchObject({ status: 409 });
  await expect(member.call(imagesRoutes.delete, { id: image.id })).rejects.toMatchObject({
    status: 409,
    problem: {
      code: 'image.in-use',
      usedBy: [sent, letter],
      detail: expect.stringMatching(/^The campaign “.*” and the template “Letter” use this image\. .*sent/),
    },
  });
  await member.call(templatesRoutes.update, { id: templateId, body });
  expect(await uses(image.id)).toEqual([sent, letter]); // its mail is in mailboxes, and the version before can be restored
  await expect(member.call(imagesRoutes.delete, { id: image.id })).rejects.toMatchObject({ status: 409 });
}, 40_000);

/** Columns with content of messages, and why nothing searches them for images. */
const neverSearched: Readonly<Record<string, string>> = {
  'dashboard_mailings.content': 'numbers of a dashboard, until they are mailed',
  'messages.html': 'gone once the message is out; that it showed an image is remembered',
  'template_comments.body': 'what members say to each other, which no message shows',
};

test('every column that holds content of messages is searched for images', async () => {
  const { rows } = await api.owner.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and column_name in ('body', 'html', 'document', 'content', 'kit', 'text_body', 'block')
       and data_type in ('text', 'jsonb') order by 1, 2`,
  );
  const tables = api.app.get(Tables);
  const silent = rows.filter(({ table, column }) => !tables.get(table)?.references?.image?.includes(`.${column}`));
  expect(silent.map(({ table, column }) => `${table}.${column}`)).toEqual(Object.keys(neverSearched));
});

test('the bytes of a deleted image go after a week, unless something once showed it', async () => {
  const member = await api.newOrganization();
  const [unused, used] = [
    await uploadImage(member, await drawing(33, 50)),
    await uploadImage(member, await drawing(34, 50)),
  ];
  const { id: templateId } = await member.call(templatesRoutes.create, {
    name: 'Letter',
    subject: 'Hello',
    format: 'html',
    body: `<img src="${used.url}" alt=""><a href="{{ unsubscribe_url }}">Unsubscribe</a>`,
  });
  await member.call(templatesRoutes.delete, { id: templateId });
  const eightDaysAgo = new Date(Date.now() - 8 * 24 * 60 * 60_000);
  const clock = vi.spyOn(api.app.get(Clock), 'now').mockReturnValue(eightDaysAgo);
  for (const { id } of [unused, used]) await member.call(imagesRoutes.delete, { id });
  clock.mockRestore();
  const fileOf = (url: string) =>
    join(api.config.FILES_DIR, member.organizationId, 'images', url.split('/').at(-1) ?? '');
  expect([existsSync(fileOf(unused.url)), existsSync(fileOf(used.url))]).toEqual([true, true]);
  const worker = api.app.get(ImagesWorker);
  for (const { organizationId, id } of await worker.due())
    await runInScope({ organizationId, actor: { kind: 'system', name: 'images' } }, () => worker.remove(id));
  expect([existsSync(fileOf(unused.url)), existsSync(fileOf(used.url))]).toEqual([false, true]);
  await expect(member.call(imagesRoutes.restore, { id: unused.id })).rejects.toMatchObject({ status: 404 });
  await expect(member.call(imagesRoutes.restore, { id: used.id })).resolves.toMatchObject({ url: used.url });
  expect((await served(used.url)).answer.status).toBe(200);
});

test('an image is copied from the web, through redirects, and what is wrong there is told', async () => {
  const picture = await photo(120, 80);
  const server = await serve((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    if (pathname === '/moved') return response.writeHead(302, { location: '/Summer%20sale.jpg?w=1' }).end();
    if (pathname === '/round') return response.writeHead(301, { location: '/round' }).end();
    if (pathname === '/page') return response.end('<!doctype html><title>Hello</title>');
    if (pathname === '/gone') return response.writeHead(404).end();
    if (pathname === '/short')
      return response.writeHead(200, { 'content-length': '99999' }).write(picture, () => response.destroy());
    if (pathname === '/large')
      return response.writeHead(200, { 'content-length': String(imageLimits.fileBytes + 1) }).end();
    if (pathname === '/endless') return endless(response);
    return response.end(picture);
  });
  const from = (path: string) => owner.call(imagesRoutes.fetch, { url: `${server.url}${path}` });
  expect(await from('/Summer%20sale.jpg')).toMatchObject({ name: 'Summer sale', width: 120, type: 'image/jpeg' });
  expect(await from('/moved')).toMatchObject({ width: 120 });
  for (const [path, code] of [
    ['/round', 'url.too-many-redirects'],
    ['/page', 'image.unknown-format'],
    ['/gone', 'url.status'],
    ['/short', 'url.unreachable'],
    ['/large', 'url.too-large'],
    ['/endless', 'url.too-large'],
  ])
    await expect(from(path!), path).rejects.toMatchObject({ status: 400, problem: { code } });
  await server.close();
  await expect(from('/Summer%20sale.jpg')).rejects.toMatchObject({ problem: { code: 'url.unreachable' } });
  await expect(owner.call(imagesRoutes.fetch, { url: 'ftp://example.com/a.jpg' })).rejects.toMatchObject({
    status: 400,
  });
}, 40_000);

function endless(response: Parameters<RequestListener>[1]): void {
  const more = () => {
    while (response.write(Buffer.alloc(256 * 1024))) if (response.destroyed) return;
  };
  response.on('drain', more);
  more();
}
