const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The delivery that one of these names is the name of: its id, or the Message-ID that we give messages, `<id@domain>`. */
export function deliveryIdIn(...names: readonly unknown[]): string | null {
  for (const name of names) {
    if (typeof name !== 'string') continue;
    const [local = ''] = name.trim().replace(/^</, '').split('@', 1);
    if (uuid.test(local)) return local.toLowerCase();
  }
  return null;
}
