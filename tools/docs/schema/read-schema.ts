/** What PostgreSQL's catalogue says of the tables of a migrated database. */
import type pg from 'pg';

export interface SchemaTable {
  readonly name: string;
  readonly columns: readonly SchemaColumn[];
  /** Primary key, unique constraints, foreign keys and checks, as PostgreSQL writes them. */
  readonly constraints: readonly string[];
  /** Those that no constraint made. */
  readonly indexes: readonly SchemaIndex[];
  readonly triggers: readonly string[];
  readonly ofOrganizations: boolean;
  /** The role of the BFF writes it, and that of API and worker does not. */
  readonly ofBff: boolean;
}

export interface SchemaColumn {
  readonly name: string;
  /** Type, default and whether it may be null, as in `create table`. */
  readonly definition: string;
}

export interface SchemaIndex {
  readonly name: string;
  readonly isUnique: boolean;
  /** Method, columns, what is included, and the condition, as in `create index`. */
  readonly definition: string;
}

export async function readSchema(database: pg.Client | pg.Pool): Promise<SchemaTable[]> {
  const { rows } = await database.query<SchemaTable>(query);
  return rows;
}

const query = `
  select c.relname as name,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id') as "ofOrganizations",
    has_table_privilege('engagex_bff', c.oid, 'insert') as "ofBff",
    (select json_agg(json_build_object('name', a.attname, 'definition', concat_ws(' ',
        format_type(a.atttypid, a.atttypmod),
        case when a.attcollation <> t.typcollation then 'collate "' || n.collname || '"' end,
        case when a.attnotnull then 'not null' end,
        case when a.attgenerated = 's' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
          when d.adbin is not null then 'default ' || pg_get_expr(d.adbin, d.adrelid) end)) order by a.attnum)
      from pg_attribute a join pg_type t on t.oid = a.atttypid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        left join pg_collation n on n.oid = a.attcollation
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select coalesce(json_agg(pg_get_constraintdef(k.oid) order by array_position('{p,u,f,c}', k.contype), pg_get_constraintdef(k.oid)), '[]')
      from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c')) as constraints,
    (select coalesce(json_agg(json_build_object('name', i.relname, 'isUnique', x.indisunique,
        'definition', regexp_replace(pg_get_indexdef(i.oid), '^.* USING (btree )?', '')) order by i.relname), '[]')
      from pg_index x join pg_class i on i.oid = x.indexrelid
      where x.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u')))
      as indexes,
    (select coalesce(json_agg(p.proname || ': ' || regexp_replace(regexp_replace(pg_get_triggerdef(t.oid),
        '^CREATE TRIGGER \\w+ (.*) ON (public\\.)?\\w+', '\\1'), ' EXECUTE FUNCTION .*$', '') order by t.tgname), '[]')
      from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = c.oid and not t.tgisinternal) as triggers
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  order by c.relname`;
