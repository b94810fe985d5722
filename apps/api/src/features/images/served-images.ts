import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { Files } from '../../ports/files.ts';
import { keyOf, type StoredImage } from './image-address.ts';

const cacheBytes = 32 * 1024 * 1024;

/** The bytes of images; those that were asked for last stay in memory, for a campaign's image is fetched by everybody at once. */
@Injectable()
export class ServedImages {
  /** In the order in which they were last asked for. */
  readonly #cached = new Map<string, Buffer>();
  readonly #reading = new Map<string, Promise<Buffer>>();
  #bytes = 0;

  constructor(private readonly files: Files) {}

  /** Throws `NoSuchFile`. */
  async bytesOf(image: StoredImage): Promise<Buffer> {
    const key = keyOf(image);
    const cached = this.#cached.get(key);
    if (cached) {
      this.#cached.delete(key);
      this.#cached.set(key, cached);
      return cached;
    }
    const reading = this.#reading.get(key) ?? this.#read(key);
    this.#reading.set(key, reading);
    return reading.finally(() => this.#reading.delete(key));
  }

  async #read(key: string): Promise<Buffer> {
    const bytes = await buffer(await this.files.read(key));
    this.#cached.set(key, bytes);
    this.#bytes += bytes.length;
    for (const [oldest, { length }] of this.#cached) {
      if (this.#bytes <= cacheBytes) break;
      this.#cached.delete(oldest);
      this.#bytes -= length;
    }
    return bytes;
  }
}
