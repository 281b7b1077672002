import graphql from '@graphql-eslint/eslint-plugin';
import { envelopes, values } from './values.js';

/* The schema as graphql-eslint sees it. Every exception has its reason. */

const relay = graphql.configs['flat/schema-relay'];
const recommended = graphql.configs['flat/schema-recommended'];

export default [
  {
    files: ['**/schema.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'generated/schema.graphql' } },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...recommended.rules,
      ...relay.rules,
      // An object with an id can be fetched again and is one thing in every cache. What only exists as part of something
      // else has none: envelopes, and the values listed here, which clients keep with the object they came with.
      '@graphql-eslint/strict-id-in-types': [
        'error',
        { exceptions: { types: values, suffixes: envelopes } },
      ],
      // Lists that cannot grow, such as roles or user errors, are plain lists; what can grow is a connection. Events and
      // login attempts are lines of a history: they are read in their list and never alone, so they are no `Node`.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      // `username` is one word, and a bare `type` would be taken for `__typename`.
      '@graphql-eslint/no-typename-prefix': 'off',
      '@graphql-eslint/input-name': ['error', { caseSensitiveInputType: false }],
      '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
      '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
    },
  },
];
