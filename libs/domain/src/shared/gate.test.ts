import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

const limits = { places: 2, placesPerCaller: 2, waiting: 4, waitingPerCaller: 3, patienceMs: 60_000 };

test('whoever finds no place waits, and gets the next one that is given back', async () => {
  const gate = new Gate('test', limits);
  const [first] = [await gate.enter('ada'), await gate.enter('ada')];
  let isIn = false;
  const third = gate.enter('bob').then(() => (isIn = true));
  await Promise.resolve();
  expect(isIn).toBe(false);
  first();
  first(); // a place given back twice is one place
  await third;
  await expect(Promise.race([gate.enter('eve'), Promise.resolve('waits')])).resolves.toBe('waits');
});

test('callers take turns, so that many requests of one delay another by one turn', async () => {
  const gate = new Gate('test', { ...limits, places: 1, waiting: 10, waitingPerCaller: 10 });
  const order: string[] = [];
  const visit = async (caller: string) => {
    const leave = await gate.enter(caller);
    order.push(caller);
    await Promise.resolve();
    leave();
  };
  await Promise.all(['a', 'a', 'a', 'a', 'a', 'a', 'b', 'c'].map(visit));
  expect(order.slice(0, 4).toSorted()).toEqual(['a', 'a', 'b', 'c']);
});

test('one caller cannot take every place, whoever else is there', async () => {
  const gate = new Gate('test', { ...limits, placesPerCaller: 1 });
  await gate.enter('ada');
  const waiting = gate.enter('ada');
  await gate.enter('bob');
  await expect(Promise.race([waiting, Promise.resolve('waits')])).resolves.toBe('waits');
});

test("too many of one caller are told that it is their own limit, too many of all that it is everybody's", async () => {
  const gate = new Gate('test', limits);
  await Promise.all([gate.enter('ada'), gate.enter('ada')]);
  const waiting = [1, 2, 3].map(() => gate.enter('ada'));
  await expect(gate.enter('ada')).rejects.toMatchObject({ kind: 'limit', code: 'requests.too-many' });
  void gate.enter('bob');
  await expect(gate.enter('eve')).rejects.toMatchObject({ kind: 'unavailable', code: 'server.busy' });
  expect(waiting).toHaveLength(3);
});

test('nobody waits longer than the patience allows, and whoever goes away leaves the queue', async () => {
  const gate = new Gate('test', { ...limits, places: 1, waiting: 1, patienceMs: 10 });
  const leave = await gate.enter('ada');
  await expect(gate.enter('bob')).rejects.toMatchObject({ kind: 'unavailable' });
  const gone = new AbortController();
  const waiting = gate.enter('bob', gone.signal);
  expect(gate.stuckForMs).toBeGreaterThanOrEqual(0);
  gone.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  const next = gate.enter('eve'); // the queue of one has room again
  leave();
  (await next)();
  expect(gate.stuckForMs).toBe(0);
});
