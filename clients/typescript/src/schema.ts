import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, introspectionFromSchema, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { envelopes, values } from '../values.js';

export const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../../schema.graphql'), 'utf8'));
export const introspection = introspectionFromSchema(schema);

/** What each interface and union may be, as caches want to know it. */
export const possibleTypes: Record<string, string[]> = Object.fromEntries(
  Object.values(schema.getTypeMap())
    .filter((type) => isInterfaceType(type) || isUnionType(type))
    .map((type) => [type.name, schema.getPossibleTypes(type).map((possible) => possible.name)]),
);

/** The object types that are parts of others, for a cache that would otherwise ask for their key. */
export const withoutKey: string[] = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  .map((type) => type.name)
  .filter((name) => values.includes(name) || envelopes.some((end) => name.endsWith(end)));
