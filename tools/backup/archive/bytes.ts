/** Takes exact numbers of bytes from a stream. */
export interface Bytes {
  /** Null when the stream ends before that many; what is left of it is lost then. */
  take(count: number): Promise<Buffer | null>;
  isAtEnd(): Promise<boolean>;
}

export function bytesOf(stream: AsyncIterable<Buffer>): Bytes {
  const pieces = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const fill = async (count: number): Promise<boolean> => {
    if (held.length >= count) return true;
    const parts = [held];
    let bytes = held.length;
    while (bytes < count) {
      const next = await pieces.next();
      if (next.done) break;
      parts.push(next.value);
      bytes += next.value.length;
    }
    held = Buffer.concat(parts);
    return held.length >= count;
  };
  return {
    take: async (count) => {
      if (!(await fill(count))) return null;
      const taken = held.subarray(0, count);
      held = held.subarray(count);
      return taken;
    },
    isAtEnd: async () => !(await fill(1)),
  };
}
