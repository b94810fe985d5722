import type { DataSource, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Question } from './question.ts';

/** Asks for one thing by its id, as the ORM would, but with a statement that PostgreSQL plans once. */
export function byId<Entity extends ObjectLiteral>(
  source: DataSource,
  target: EntityTarget<Entity>,
  id: string,
): Question<Entity | null> {
  const metadata = source.getMetadata(target);
  return {
    statement: { text: textFor(metadata), values: [id], isKept: true },
    answerIn([row]) {
      if (!row) return null;
      const entity: ObjectLiteral = metadata.create();
      for (const column of selected(metadata))
        entity[column.propertyName] = source.driver.prepareHydratedValue(row[column.propertyName], column);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made from its own metadata
      return entity as Entity;
    },
  };
}

const texts = new WeakMap<EntityMetadata, string>();

function textFor(metadata: EntityMetadata): string {
  const known = texts.get(metadata);
  if (known) return known;
  const columns = selected(metadata).map(({ databaseName, propertyName }) => `"${databaseName}" as "${propertyName}"`);
  const isSoftDeleted = metadata.columns.some(({ databaseName }) => databaseName === 'deleted_at');
  const text = `select ${columns.join(', ')} from "${metadata.tableName}" where id = $1${isSoftDeleted ? ' and deleted_at is null' : ''}`;
  texts.set(metadata, text);
  return text;
}

/** The whole key belongs to it: the ORM saves by that. */
function selected({ columns }: EntityMetadata) {
  return columns.filter(({ isSelect, isPrimary }) => isSelect || isPrimary);
}
