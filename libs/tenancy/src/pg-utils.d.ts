/** What the driver itself turns values with; its types leave it out. */
declare module 'pg/lib/utils' {
  const utils: { prepareValue(this: void, value: unknown): string | Buffer | null };
  export default utils;
}
