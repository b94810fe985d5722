/** `node tools/stand-ins/stripe/parameter-list/write.ts`: after a new version of the package. */
import { writeFileSync } from 'node:fs';
import { deriveParameterList } from './derive.ts';
import { textOf } from './text.ts';

writeFileSync(new URL('parameters.json', import.meta.url), textOf(deriveParameterList()));
