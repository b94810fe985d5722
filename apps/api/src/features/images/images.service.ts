import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { imageLimits, imagesRoutes, type ImageType } from '@engagex/domain/images';
import { inOneDirection, notFound, onOneLine, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { fetchOutside, isOutside } from '../../platform/outgoing/fetch-outside.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { inTemporaryFile, writeTo } from '../../platform/temporary-file.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { Dns } from '../../ports/dns.ts';
import { Files } from '../../ports/files.ts';
import { assertUnused, usesIn } from '../references/index.ts';
import { addressOf, keyOf } from './image-address.ts';
import { addImage, changeImage, imageOf, listImages, setDeleted } from './images.queries.ts';
import { fileTooLarge } from './preparing/image-refusals.ts';
import { ImageSandbox } from './preparing/image-sandbox.ts';
import type { PreparedImage } from './preparing/prepare-image.ts';

interface ImageRow {
  readonly id: string;
  readonly hash: string;
  readonly type: ImageType;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly bytes: number;
  readonly name: string;
  readonly alt: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A file that ends at the limit, and then says so. */
type BoundedFile = Readable & { readonly truncated: boolean };

const fetchMs = 20_000;
const accept = 'image/avif,image/webp,image/png,image/jpeg,image/gif,image/tiff,image/svg+xml,image/*;q=0.5';

/** The images of an organization: what messages can show. */
@Injectable()
export class ImagesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly tables: Tables,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly dns: Dns,
    private readonly files: Files,
    private readonly sandbox: ImageSandbox,
  ) {}

  async list({ search, cursor, limit }: ParsedInputOf<typeof imagesRoutes.list>) {
    const rows = await this.db.rowsByKey<ImageRow>(listImages, [search ?? null, readCursor(cursor), limit + 1]);
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => id);
    return { items: items.map((row) => this.#viewOf(row)), nextCursor };
  }

  async get(id: string) {
    return this.#viewOf(await this.#row(id));
  }

  /** Outside of any transaction: it lasts as long as the file takes to arrive. Throws `image.…` in words. */
  async upload(fileName: string, content: BoundedFile) {
    const receive = async (path: string) => {
      await writeTo(path, content);
      if (content.truncated) throw fileTooLarge();
    };
    return this.#add(fileName, await inTemporaryFile(receive, (path) => this.sandbox.prepare(path)));
  }

  /** Throws `url.…` and `image.…` in words. */
  async fetch(url: string) {
    const { dns, config } = this;
    const limits = { maxBytes: imageLimits.fileBytes, timeoutMs: fetchMs };
    const fetching = { ...limits, dns, accept, mayReach: config.PRIVATE_NETWORKS ? () => true : isOutside };
    const receive = (path: string) => fetchOutside(url, fetching, (body) => writeTo(path, body));
    return this.#add(lastPartOf(url), await inTemporaryFile(receive, (path) => this.sandbox.prepare(path)));
  }

  async update({ id, version, name, alt }: ParsedInputOf<typeof imagesRoutes.update>) {
    const edited = { route: imagesRoutes.update, lastChange: lastChangeOf('images'), id, version } as const;
    await assertUnchanged(this.db, edited, () => this.get(id));
    return this.#change(changeImage, [id, name ?? null, alt ?? null, currentUserId()]);
  }

  async uses(id: string) {
    const { hash } = await this.#row(id);
    return usesIn(this.db, this.tables, 'image', hash);
  }

  async delete(id: string): Promise<void> {
    const { hash } = await this.#row(id);
    await assertUnused(this.db, this.tables, 'image', hash);
    await this.#change(setDeleted, [id, this.clock.now(), currentUserId()]);
  }

  restore(id: string) {
    return this.#change(setDeleted, [id, null, currentUserId()]);
  }

  /** Its row first and locked, so that nobody removes the bytes while they are stored. */
  async #add(fileName: string, { bytes, ...image }: PreparedImage) {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const { organizationId } = currentScope();
    const { type, width, height, frames } = image;
    return this.db.transaction(async () => {
      const added = await this.#change(addImage, [
        hash,
        type,
        width,
        height,
        frames,
        bytes.length,
        nameFrom(fileName),
        currentUserId(),
      ]);
      noteAudit({ objectId: added.id });
      await this.files.write(keyOf({ organizationId, hash, type }), Readable.from([bytes]));
      return added;
    });
  }

  async #row(id: string): Promise<ImageRow> {
    const row = await this.db.row<ImageRow>(imageOf, [id]);
    if (!row) throw notFound('image');
    return row;
  }

  /** Makes a change and notifies everyone who watches. */
  async #change(sql: string, parameters: readonly unknown[]) {
    const row = await this.db.row<ImageRow>(sql, parameters);
    if (!row) throw notFound('image');
    afterCommit(() => this.live.publish('images', row.id));
    return this.#viewOf(row);
  }

  #viewOf({ hash, ...row }: ImageRow) {
    const { organizationId } = currentScope();
    const url = addressOf(this.config.IMAGES_URL ?? this.config.PUBLIC_URL, { organizationId, hash, type: row.type });
    return { ...row, url };
  }
}

/** As people recognize it: what the file is called, without its ending. */
function nameFrom(fileName: string): string {
  const name = inOneDirection(onOneLine(fileName.replace(/^.*[\\/]/, '')))
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim();
  return (
    name
      .slice(0, imageLimits.nameCharacters)
      .replace(/[\uD800-\uDBFF]$/, '')
      .trim() || 'Image'
  ); // never half a character
}

function lastPartOf(url: string): string {
  const part = new URL(url).pathname.split('/').findLast(Boolean) ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a percent sign that encodes nothing
  }
}
