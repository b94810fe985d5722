import { expect } from 'vitest';
import { addresses } from '../../../testing/builders.ts';
import type { StoredEntry } from '../../../testing/audit.ts';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';

interface Change {
  /** What must be there first, through the API where that is possible; its entries are not counted. */
  readonly arrange?: (owner: TestMember, api: TestApi) => Promise<string>;
  /** Makes the change; resolves to the organization whose log must tell of it, when it is another one. */
  readonly act: (owner: TestMember, id: string, api: TestApi) => Promise<unknown>;
  readonly entry: Partial<Omit<StoredEntry, 'seq' | 'action'>>;
}

/** By operation: how it is performed, and what its one entry says. */
export type Changes = Readonly<Record<string, Change>>;

export const one = () => addresses(1)[0]!;

/** What was made and deleted again. */
export const deleted =
  (make: (owner: TestMember, api: TestApi) => Promise<string>, path: string) =>
  async (owner: TestMember, api: TestApi): Promise<string> => {
    const id = await make(owner, api);
    await owner.fetch(`${path}/${id}`, { method: 'DELETE' });
    return id;
  };

export const inLog = (objectType: string, objectName: unknown = expect.any(String)) => ({
  objectType,
  objectName: objectName as string, // or a matcher in its place
  objectId: expect.any(String) as string,
});
