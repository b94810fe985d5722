/** Named SQL of attribute definitions. All of it runs in a tenant transaction. */

const columns = `id, name, label, type, position, created_at as "createdAt", updated_at as "updatedAt",
  deleted_at as "deletedAt"`;

/** Those in use in their order, then the deleted ones. */
export const listAttributes = `
  select ${columns} from attribute_definitions order by deleted_at nulls first, position, id limit 1000`;

/** $1 id. */
export const getAttribute = `select ${columns} from attribute_definitions where id = $1`;

/** $1 id: in use and nobody else's until the transaction ends. */
export const lockAttribute = `select name from attribute_definitions where id = $1 and deleted_at is null for update`;

/** $1 name. */
export const attributeNamed = `select ${columns} from attribute_definitions where name = $1`;

/** $1 names. */
export const typesOf = `select name, type from attribute_definitions where name = any ($1) and deleted_at is null`;

/** The definitions in use in their order. Locked: who changes their number or order takes turns. */
export const lockAttributes = `
  select ${columns} from attribute_definitions where deleted_at is null order by position, id for update`;

/** $1 name, $2 label, $3 type, $4 who: at the end. */
export const addAttribute = `
  insert into attribute_definitions (name, label, type, position, created_by_id, updated_by_id)
  values ($1, $2, $3, (select coalesce(max(position), -1) + 1 from attribute_definitions), $4, $4)
  on conflict (organization_id, name) do nothing returning ${columns}`;

/** $1 id, $2 label, $3 who. */
export const nameAttribute = `
  update attribute_definitions set label = $2, updated_at = now(), updated_by_id = $3 where id = $1`;

/** $1 ids in their new order: only those that move are written. */
export const orderAttributes = `
  update attribute_definitions d set position = o.position - 1, updated_at = now()
  from unnest($1::uuid[]) with ordinality o (id, position) where d.id = o.id and d.position <> o.position - 1`;

/** $1 id, $2 when, null to bring it back, $3 who. */
export const markDeleted = `
  update attribute_definitions set deleted_at = $2, updated_at = now(), updated_by_id = $3
  where id = $1 and (deleted_at is null) = ($2::timestamptz is not null) returning id`;

/** $1 names, $2 who: text for those that are new; deleted ones come back with the type they had. */
export const defineAsText = `
  insert into attribute_definitions as d (name, label, type, position, created_by_id, updated_by_id)
  select n.name, initcap(replace(n.name, '_', ' ')), 'text', n.number + (select coalesce(max(position), -1) from attribute_definitions), $2, $2
  from unnest($1::text[]) with ordinality n (name, number)
  on conflict (organization_id, name) do update set deleted_at = null, updated_at = now(), updated_by_id = $2
  where d.deleted_at is not null returning d.name`;

/** $1 names, $2 labels, $3 types, $4 who: one that was deleted comes back with the type its values have. */
export const createAttributes = `
  insert into attribute_definitions as d (name, label, type, created_by_id, updated_by_id)
  select name, label, type, $4, $4 from unnest($1::text[], $2::text[], $3::text[]) as a (name, label, type)
  on conflict (organization_id, name) do update set deleted_at = null, updated_at = now() where d.deleted_at is not null`;
