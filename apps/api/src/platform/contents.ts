import type { AnyKind, ContentType } from '@engagex/domain/notifications';
import type { TenantDb } from '@engagex/tenancy';

/** What a notification needs to know of the object it is about, as `find` answers it. */
export interface ContentRow {
  readonly id: string;
  /** What people call it. */
  readonly title: string;
}

/** How the feature that owns objects answers for them, since no foreign key can. */
export interface ContentOf<Row extends ContentRow> {
  readonly type: ContentType;
  /** $1 ids: a row for each that is still there. Runs in the organization's transaction. */
  readonly find: string;
  /** Its page, below the organization. */
  readonly path: (row: Row, kind: AnyKind) => string;
  /** Where what it is called needs more than SQL. */
  readonly titleOf?: (row: Row) => string;
  /** By kind, whether what was told of it still holds; without an answer, it does as long as the object is there. */
  readonly stillHolds?: Readonly<Partial<Record<AnyKind, (row: Row) => boolean>>>;
  /** People of a campaign who were not mailed yet. */
  readonly leftOf?: (row: Row) => number;
}

/** One object, as it is now. */
export interface FoundContent {
  readonly title: string;
  readonly left: number;
  readonly path: (kind: AnyKind) => string;
  readonly stillHolds: (kind: AnyKind) => boolean;
}

export interface Content {
  readonly type: ContentType;
  readonly lookUp: (db: TenantDb, ids: readonly string[]) => Promise<ReadonlyMap<string, FoundContent>>;
}

/** Declares how a feature answers for its objects: `contents` of its `index.ts`. */
export function contentOf<Row extends ContentRow>(content: ContentOf<Row>): Content {
  const found = (row: Row): FoundContent => ({
    title: content.titleOf?.(row) ?? row.title,
    left: content.leftOf?.(row) ?? 0,
    path: (kind) => content.path(row, kind),
    stillHolds: (kind) => content.stillHolds?.[kind]?.(row) ?? true,
  });
  return {
    type: content.type,
    lookUp: async (db, ids) => new Map((await db.rows<Row>(content.find, [ids])).map((row) => [row.id, found(row)])),
  };
}

interface Named {
  readonly contentType: ContentType;
  readonly objectId: string;
}

/** The objects of all features that notifications are about. */
export class Contents {
  readonly #contents: ReadonlyMap<ContentType, Content>;

  constructor(contents: readonly Content[]) {
    this.#contents = new Map(contents.map((content) => [content.type, content]));
  }

  /** Those of the objects that are still there, by `contentType objectId`; one statement for each type. */
  async find(db: TenantDb, objects: readonly Named[]): Promise<(object: Named) => FoundContent | null> {
    const found = new Map<string, FoundContent>();
    for (const [type, some] of Map.groupBy(objects, ({ contentType }) => contentType)) {
      const ids = [...new Set(some.map(({ objectId }) => objectId))];
      const rows = (await this.#contents.get(type)?.lookUp(db, ids)) ?? new Map<string, FoundContent>();
      for (const [id, content] of rows) found.set(`${type} ${id}`, content);
    }
    return ({ contentType, objectId }) => found.get(`${contentType} ${objectId}`) ?? null;
  }
}
