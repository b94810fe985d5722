import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { MessageInput } from '@engagex/domain/messages';
import { currentScope, runInScope, TenantDb, waitingForDatabase } from '@engagex/tenancy';
import { Files } from '../../ports/files.ts';
import type { Attachment } from '../../ports/mail.ts';
import { recordPatienceMs } from '../hand-over/index.ts';
import { attachmentsOf, attachmentsRemoved, noteAttachments } from './messages.queries.ts';

interface StoredAttachment {
  readonly position: number;
  readonly name: string;
  readonly contentType: string;
}

/** The files of messages: there until their message is final. */
@Injectable()
export class MessageFiles {
  constructor(
    private readonly db: TenantDb,
    private readonly files: Files,
  ) {}

  /** Rows first, so that whatever a crash leaves behind is found by them. Opens its own transaction, whatever is open. */
  async store(messageId: string, attachments: MessageInput['attachments']): Promise<void> {
    if (attachments.length === 0) return;
    const contents = attachments.map(({ content }) => Buffer.from(content, 'base64'));
    // In a scope of its own: it is not yet the change that the audit log tells of.
    await runInScope(currentScope(), () =>
      this.db.transaction(() =>
        this.db.rows(noteAttachments, [
          messageId,
          attachments.map(({ name }) => name),
          attachments.map(({ contentType }) => contentType),
          contents.map(({ length }) => length),
        ]),
      ),
    );
    for (const [position, content] of contents.entries())
      await this.files.write(keyOf(messageId, position), Readable.from([content]));
  }

  /** Throws when a file is missing. Reads outside of any transaction. */
  async read(messageId: string): Promise<Attachment[]> {
    const stored = await waitingForDatabase(recordPatienceMs, () =>
      this.db.transaction(() => this.db.rows<StoredAttachment>(attachmentsOf, [messageId])),
    );
    return Promise.all(
      stored.map(async ({ position, name, contentType }) => ({
        name,
        contentType,
        content: await buffer(await this.files.read(keyOf(messageId, position))),
      })),
    );
  }

  async remove(messageId: string): Promise<void> {
    await this.files.removeAll(folderOf(messageId));
    await runInScope(currentScope(), () => this.db.transaction(() => this.db.rows(attachmentsRemoved, [messageId])));
  }
}

function folderOf(messageId: string): string {
  return `${currentScope().organizationId}/messages/${messageId}`;
}

function keyOf(messageId: string, position: number): string {
  return `${folderOf(messageId)}/${position}`;
}
