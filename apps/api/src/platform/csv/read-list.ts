import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { currentScope } from '@engagex/tenancy';
import { Files } from '../../ports/files.ts';
import type { FileRow } from './read-csv.ts';
import { readRows } from './read-rows.ts';
import { type ReadFile, ReadUpload } from './read-upload.ts';
import { receiveFile } from './receive-file.ts';

/** A list of people in a file, read as imports read theirs; its rows come some at a time. */
export interface List extends ReadFile {
  readonly below: AsyncIterable<readonly FileRow[]>;
}

/** Reads a file that is not kept: CSV in any encoding, or a workbook. */
@Injectable()
export class ReadList {
  constructor(
    private readonly files: Files,
    private readonly uploads: ReadUpload,
  ) {}

  /** Hidden rows count like all others. Throws `import.…` or `workbook.…` for what is no list. */
  async read<T>(content: Readable, take: (list: List) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const fileKey = `${currentScope().organizationId}/imports/${randomUUID()}.list`;
    let rowsKey: string | null = null;
    try {
      await receiveFile(this.files, fileKey, content);
      const read = await this.uploads.read(fileKey, { includeHidden: true, signal });
      ({ rowsKey } = read);
      return await take({ ...read, below: readRows(await this.files.read(rowsKey ?? fileKey), read) });
    } finally {
      for (const key of [fileKey, rowsKey]) if (key) await this.files.remove(key);
    }
  }
}
