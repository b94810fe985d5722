import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EmailDocument } from '../document.ts';
import { readDocument } from '../read-document.ts';
import { baseDocument, editOf, randomDraws } from '../testing/random-edits.ts';
import { applyEdit, idsOf, placeOf } from './edit.ts';
import { type Conflict, mergeDocuments } from './merge.ts';
import { canKeepBoth, type Choice, resolveConflicts } from './resolve.ts';
import { isSame } from './same.ts';
import { seed } from '../../shared/testing/seed.ts';

const base = baseDocument();

function edited(draws: readonly (readonly [number, number, number])[], name: string): EmailDocument {
  return draws.reduce((current, draw, at) => {
    const edit = editOf(current, draw, `${name}${at}`);
    return edit ? applyEdit(current, edit).document : current;
  }, base);
}

const blockIn = (document: EmailDocument, id: string) => {
  const place = placeOf(document, id);
  return place?.kind === 'block' ? place.node : null;
};
const idsInside = (version: Conflict['mine']): string[] => {
  if (typeof version !== 'object' || version === null || 'others' in version) return [];
  if ('columns' in version) return idsOf([version]);
  return 'blocks' in version ? [version.id, ...version.blocks.map(({ id }) => id)] : [version.id];
};

test(`whatever is chosen, blocks become what was chosen, and nothing else is lost (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      randomDraws,
      randomDraws,
      fc.array(fc.constantFrom<Choice>('mine', 'theirs', 'both'), { minLength: 1, maxLength: 9 }),
      (my, their, picks) => {
        const versions = { base, mine: edited(my, 'm'), theirs: edited(their, 't') };
        const { document: merged, conflicts } = mergeDocuments(versions);
        const choices = new Map(conflicts.map(({ id }, at) => [id, picks[at % picks.length] ?? 'mine']));
        let copies = 0;
        const result = resolveConflicts(
          versions,
          ({ id }) => choices.get(id) ?? 'mine',
          () => `copy-${(copies += 1)}`,
        );
        readDocument(JSON.parse(JSON.stringify(result)));
        if (conflicts.length === 0) expect(result).toEqual(merged);
        const told = new Set(
          conflicts.flatMap(({ id, mine, theirs }) => [id, ...idsInside(mine), ...idsInside(theirs)]),
        );
        for (const id of idsOf(merged.sections))
          if (!told.has(id) && blockIn(merged, id)) expect(blockIn(result, id), id).toEqual(blockIn(merged, id));
        const inContainers = new Set(
          conflicts.flatMap(({ mine, theirs }) => [mine, theirs].flatMap((each) => idsInside(each).slice(1))),
        );
        for (const conflict of conflicts) {
          const { id, mine, theirs } = conflict;
          const [myBlock, theirBlock] = [blockIn(versions.mine, id), blockIn(versions.theirs, id)];
          if ((!myBlock && !theirBlock) || inContainers.has(id)) continue;
          const choice = choices.get(id);
          const chosen = choice === 'theirs' ? theirs : choice === 'mine' ? mine : (mine ?? theirs);
          expect(blockIn(result, id), `${id} ${choice}`).toEqual(chosen);
          if (choice !== 'both' || !canKeepBoth(conflict) || !theirBlock) continue;
          const isCopy = (each: string) => isSame({ ...blockIn(result, each), id }, theirs);
          expect(idsOf(result.sections).some((each) => each !== id && isCopy(each))).toBe(true);
        }
        expect(new Set(idsOf(result.sections)).size).toBe(idsOf(result.sections).length);
      },
    ),
    { numRuns: 1_000, seed },
  );
});
