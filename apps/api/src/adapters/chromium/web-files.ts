import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface WebFile {
  readonly contentType: string;
  readonly body: Buffer;
}

/** A file of the built web application by the path of its address; null when there is none. */
export async function webFile(folder: string, path: string): Promise<WebFile | null> {
  const contentType = contentTypes[extname(path)];
  const file = normalize(join(folder, path));
  if (contentType === undefined || !file.startsWith(normalize(folder + sep))) return null;
  try {
    return { contentType, body: await readFile(file) };
  } catch {
    return null;
  }
}
