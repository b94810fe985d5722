import { isUtf8 } from 'node:buffer';
import type { ImportEncoding } from '@engagex/domain/contacts';
import { type Candidate, candidates } from './encoding-candidates.ts';
import { textDecoder } from './read-csv.ts';

/** The encoding a file is read in, and those to choose from when it may be another. */
export interface EncodingGuess {
  readonly encoding: ImportEncoding;
  readonly choices: { readonly encoding: ImportEncoding; readonly examples: string[] }[] | null;
}

/** So much likelier (in nats) the best reading has to be than any that says something else: 7 to 1. */
const certainty = 2;
const mostChoices = 6;
const mostExamples = 5;

/**
 * What these cells are written in. Each candidate reads them, and the likeliest reading counts: how often its letters are in
 * the languages it is for, whether they fit their neighbours. Readings that agree are no rivals.
 */
export function guessEncoding(cells: readonly Buffer[]): EncodingGuess {
  const valid = cells.filter((cell) => isUtf8(cell)).length;
  // By chance alone few cells of another encoding are well-formed UTF-8: those that are not were cut.
  if (valid > 0 && valid * 2 >= cells.length) return { encoding: 'utf-8', choices: null };
  const joined = Buffer.concat(cells.flatMap((cell) => [cell, newline]));
  const readings = candidates
    .map((candidate) => readingOf(candidate, joined))
    .toSorted((one, other) => other.score - one.score);
  const different = readings.filter(({ text }, at) => readings.findIndex((each) => each.text === text) === at);
  const [best, next] = different;
  const encoding = best?.encoding ?? 'windows-1252';
  const isMixed = valid * 5 >= cells.length; // two files joined, perhaps
  if (!isMixed && (best?.score ?? 0) - (next?.score ?? -Infinity) >= certainty) return { encoding, choices: null };
  const choices = different.slice(0, mostChoices).map(({ encoding: each, text }) => ({
    encoding: each,
    examples: examplesOf(text, different),
  }));
  return { encoding, choices };
}

const newline = Buffer.from('\n');

interface Reading {
  readonly encoding: ImportEncoding;
  readonly text: string;
  readonly score: number;
}

function readingOf({ encoding, prior, languages }: Candidate, bytes: Buffer): Reading {
  const text = textDecoder(encoding).decode(bytes);
  const score = Math.max(...languages.map((language) => language(text)));
  return { encoding, text, score: score + prior };
}

/** The first cells that the readings do not agree on. */
function examplesOf(text: string, readings: readonly Reading[]): string[] {
  const lines = text.split('\n');
  const others = readings.map((each) => each.text.split('\n'));
  const disputed = lines.filter((line, at) => line !== '' && others.some((each) => each[at] !== line));
  return disputed.slice(0, mostExamples).map((line) => line.slice(0, 60));
}
