/** Whoever waits for it is told when it fails, also if nobody waits yet: without that, Node.js would end the process. */
export function toldLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
