import { Injectable } from '@nestjs/common';
import {
  type AttributeType,
  importMapping,
  type ImportReading,
  type importsRoutes,
  type MappedFile,
  openQuestions,
  questionInWords,
  styleIn,
} from '@engagex/domain/contacts';
import { conflict, invalid, type ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { GroupsService } from '../contacts/index.ts';
import { keepReferences } from '../references/index.ts';
import type { StoredImport } from './stored-imports.ts';

const prefix = 'attribute:';
const longestLabel = 100;

type Choices = Omit<ParsedInputOf<typeof importsRoutes.start>, 'id'>;
export type Chosen = Pick<
  StoredImport,
  'mapping' | 'reading' | 'newAttributes' | 'groupId' | 'newGroupName' | 'consent' | 'roundedIds' | 'sharedIds'
>;

/** What becomes of each column, whose values are read how, and whom the people join. */
@Injectable()
export class ImportChoices {
  constructor(
    private readonly db: TenantDb,
    private readonly groups: GroupsService,
  ) {}

  /** What was chosen before, and now; throws while the file still leaves a question open. */
  async of(found: StoredImport, choices: Choices): Promise<Chosen> {
    assertEncodingIsKnown(found);
    const isGroupChosen = choices.groupId !== undefined || choices.newGroupName !== undefined;
    const mapping = checkedMapping(found, choices.mapping ?? found.mapping);
    const { newAttributes, types } = await this.#attributesOf(
      found,
      mapping,
      choices.newAttributes ?? found.newAttributes,
    );
    await keepReferences(this.db);
    if (choices.groupId !== undefined) await this.groups.get(choices.groupId);
    const stays = choices.mapping === undefined && !isGroupChosen; // a mapping comes with its group, or with none
    return {
      mapping,
      reading: readingOf({ found, mapping, types, reading: { ...found.reading, ...choices.reading } }),
      newAttributes,
      groupId: choices.newGroupName ? null : (choices.groupId ?? (stays ? found.groupId : null)),
      newGroupName: choices.newGroupName ?? (stays ? found.newGroupName : null),
      consent: choices.consent ?? found.consent,
      roundedIds: choices.roundedIds ?? found.roundedIds,
      sharedIds: choices.sharedIds ?? found.sharedIds,
    };
  }

  /** Attributes that the columns become: what has values has their type; new ones have what was chosen, or what they hold. */
  async #attributesOf(
    { columns, facts }: StoredImport,
    mapping: StoredImport['mapping'],
    wanted: Chosen['newAttributes'],
  ) {
    const defined = await this.db.rows<{ name: string; type: AttributeType }>(
      'select name, type from attribute_definitions where name = any ($1)',
      [mapping.filter((target) => target.startsWith(prefix)).map((target) => target.slice(prefix.length))],
    );
    const types = new Map(defined.map(({ name, type }) => [name, type]));
    const newAttributes = mapping.flatMap((target, index): Chosen['newAttributes'] => {
      if (!target.startsWith(prefix)) return [];
      const name = target.slice(prefix.length);
      const chosen = wanted.find((each) => each.name === name);
      if (chosen || types.has(name)) return chosen ? [chosen] : [];
      return [{ name, label: (columns[index] ?? name).slice(0, longestLabel), type: facts?.[index]?.type ?? 'text' }];
    });
    const other = defined.find(({ name, type }) =>
      newAttributes.some((each) => each.name === name && each.type !== type),
    );
    for (const { name, type } of newAttributes) types.set(name, type);
    if (!other) return { newAttributes, types };
    const message = `There is already an attribute ${other.name}, of type ${other.type}. Choose it, or another name.`;
    throw invalid('import.attribute-type', message, [{ path: ['newAttributes'], message }]);
  }
}

export function chosenIn(found: StoredImport): Chosen {
  const { mapping, reading, newAttributes, groupId, newGroupName, consent, roundedIds, sharedIds } = found;
  return { mapping, reading: inOrder(reading), newAttributes, groupId, newGroupName, consent, roundedIds, sharedIds };
}

/** JSON from the database has its keys in an order of its own. */
function inOrder({ decimalMark, dayOrder, phoneCountry, mailValues, everyone }: ImportReading): ImportReading {
  return {
    decimalMark,
    dayOrder,
    phoneCountry,
    mailValues: mailValues.map(({ column, value, means }) => ({ column, value, means })),
    everyone,
  };
}

interface Mapped {
  readonly found: StoredImport;
  readonly mapping: StoredImport['mapping'];
  readonly types: MappedFile['types'];
  readonly reading: ImportReading;
}

/**
 * How the values are read, with what the file itself shows. Throws `import.unclear` while it is not known who in the file
 * wants no mail, or what a number or a date is: nobody is imported as subscribed by a guess.
 */
function readingOf({ found, mapping, types, reading }: Mapped): ImportReading {
  const { columns, facts, fileName, sheets } = found;
  if (!facts)
    throw conflict('import.read-again', 'This file was uploaded before an upgrade. Upload it again to import it.');
  const file = { fileName, isWorkbook: sheets !== null, columns, mapping, facts, reading, types };
  const questions = openQuestions(file);
  if (questions.length === 0) {
    const { decimalMark, dayOrder } = styleIn(file);
    return inOrder({ ...reading, decimalMark, dayOrder });
  }
  const errors = questions.map((question) => ({
    path: 'column' in question ? ['mapping', String(question.column)] : ['reading', question.about],
    message: questionInWords(question, columns),
  }));
  throw invalid('import.unclear', errors.map(({ message }) => message).join(' '), errors);
}

/** Names that may be read wrongly are not imported before somebody has looked at them. */
function assertEncodingIsKnown({ fileNotes }: StoredImport): void {
  if (!fileNotes.encodings) return;
  const likely = fileNotes.encodings.map(({ encoding }) => encoding).join(', ');
  throw conflict(
    'import.encoding-unsure',
    `Several encodings fit this file: ${likely}. Choose the one that shows the names correctly.`,
  );
}

function checkedMapping(found: StoredImport, mapping: StoredImport['mapping']): StoredImport['mapping'] {
  const { columns } = found;
  const message =
    mapping.length === columns.length
      ? importMapping.safeParse(mapping).error?.issues[0]?.message
      : `The file has ${columns.length} columns, but ${mapping.length} were assigned.`;
  if (message) throw invalid('import.mapping', message, [{ path: ['mapping'], message }]);
  return mapping;
}
