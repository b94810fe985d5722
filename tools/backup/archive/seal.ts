/**
 * Encrypts a stream in chunks, each of which can be checked before its content is used (AES-256-GCM; the construction is STREAM of
 * Hoang, Reyhanitabar, Rogaway and Vizár). The key comes from the passphrase and a salt of the file's own, so nonces can be plain
 * numbers. A chunk is bound to its file, its place and whether it is the last: none can be changed, moved, left out, cut off
 * or taken from another file.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { BackupError } from '../backup-error.ts';
import { bytesOf } from './bytes.ts';

const magic = Buffer.from('engagex backup 1\n');
const chunkBytes = 256 * 1024;
const tagBytes = 16;
const saltBytes = 32;
/** OWASP's advice for scrypt: 128 MB, about half a second. */
const cost = { N: 2 ** 17, r: 8, p: 1 } as const;

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

const derived = new Map<string, Promise<Buffer>>();

/** The slow part, once for each passphrase and salt that this process meets. */
function slowKeyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  const name = createHash('sha256').update(salt).update(passphrase).digest('hex');
  const key =
    derived.get(name) ?? derive(passphrase.normalize('NFKC'), salt, 32, { ...cost, maxmem: 256 * 1024 * 1024 });
  derived.set(name, key);
  return key;
}

/** All files that this process writes share it; each has a salt of its own besides. */
const saltOfProcess = randomBytes(saltBytes);

async function keyOf(passphrase: string, salts: Buffer): Promise<Buffer> {
  const slow = await slowKeyOf(passphrase, salts.subarray(0, saltBytes));
  return Buffer.from(hkdfSync('sha256', slow, salts.subarray(saltBytes), 'engagex backup', 32));
}

/** Yields the encrypted file. */
export async function* seal(passphrase: string, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const salts = Buffer.concat([saltOfProcess, randomBytes(saltBytes)]);
  const head = Buffer.concat([magic, salts]);
  const chunk = chunkSealer(await keyOf(passphrase, salts), head);
  yield head;
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const piece of content) {
    waiting.push(piece);
    bytes += piece.length;
    if (bytes <= chunkBytes) continue;
    let rest = Buffer.concat(waiting);
    // The last chunk is marked, so one that might be the last waits until more has come.
    for (; rest.length > chunkBytes; rest = rest.subarray(chunkBytes)) yield chunk(rest.subarray(0, chunkBytes), false);
    waiting = [rest];
    bytes = rest.length;
  }
  yield chunk(Buffer.concat(waiting), true);
}

function chunkSealer(key: Buffer, head: Buffer) {
  let place = 0;
  return (content: Buffer, isLast: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place)).setAAD(boundTo(head, place, isLast));
    const sealed = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(sealed.length + (isLast ? 2 ** 31 : 0));
    place += 1;
    return Buffer.concat([length, sealed]);
  };
}

/** Yields the content; throws at the first chunk that is not what was written there. */
export async function* unseal(passphrase: string, file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const bytes = bytesOf(file);
  const head = await bytes.take(magic.length + 2 * saltBytes);
  if (!head?.subarray(0, magic.length).equals(magic)) throw new BackupError('This is not a backup of EngageX.');
  const key = await keyOf(passphrase, head.subarray(magic.length));
  for (let place = 0; ; place += 1) {
    const length = (await bytes.take(4))?.readUInt32BE() ?? null;
    if (length === null) throw damaged('it ends too early');
    const isLast = length >= 2 ** 31;
    const size = length % 2 ** 31;
    if (size < tagBytes || size > chunkBytes + tagBytes) throw damaged('a length in it is wrong');
    const sealed = await bytes.take(size);
    if (!sealed) throw damaged('it ends too early');
    const content = opened(key, sealed, place, boundTo(head, place, isLast));
    if (isLast && !(await bytes.isAtEnd())) throw damaged('something follows its end');
    yield content;
    if (isLast) return;
  }
}

function opened(key: Buffer, sealed: Buffer, place: number, bound: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place))
      .setAAD(bound)
      .setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch (cause) {
    if (place > 0) throw damaged(`part ${place + 1} was changed`, cause);
    throw new BackupError('The passphrase is wrong, or the beginning of the backup was changed.', { cause });
  }
}

function damaged(how: string, cause?: unknown): BackupError {
  return new BackupError(`This backup is damaged: ${how}. Use another one.`, { cause });
}

function nonceOf(place: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(place, 6, 6);
  return nonce;
}

function boundTo(head: Buffer, place: number, isLast: boolean): Buffer {
  return createHash('sha256')
    .update(head)
    .update(nonceOf(place))
    .update(isLast ? 'last' : 'more')
    .digest();
}
