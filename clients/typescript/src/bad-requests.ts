/* Bodies and documents that no honest client sends. */

const nested = (open: string, close: string, times: number) => open.repeat(times) + close.repeat(times);

/** Bodies of JSON's type that hold no request. */
export const malformed: [string, BodyInit][] = [
  ['nothing', ''],
  ['white space', ' \n'],
  ['half an object', '{ "query": "{ __typename }"'],
  ['null', 'null'],
  ['a number', '1e999999'],
  ['a text', '"{ __typename }"'],
  ['an empty list', '[]'],
  ['lists in lists', '[[{ "query": "{ __typename }" }]]'],
  ['nulls', '[null, null]'],
  ['an empty object', '{}'],
  ['a query that is a number', '{ "query": 1 }'],
  ['a query that is a list', '{ "query": ["{ __typename }"] }'],
  ['variables that are a list', '{ "query": "{ __typename }", "variables": [1] }'],
  ['variables that are a text', '{ "query": "{ __typename }", "variables": "{}" }'],
  ['a name that is a number', '{ "query": "{ __typename }", "operationName": 1 }'],
  ['extensions that are a list', '{ "query": "{ __typename }", "extensions": [] }'],
  ['two objects', '{ "query": "{ __typename }" }{ "query": "{ __typename }" }'],
  ['100,000 brackets', nested('[', ']', 100_000)],
  ['100,000 objects', nested('{"a":', '}', 100_000)],
  ['variables 100,000 deep', `{ "query": "{ __typename }", "variables": { "a": ${nested('[', ']', 100_000)} } }`],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ['half a surrogate', '{ "query": "{ __typename }", "operationName": "\\ud800" }'],
  ['zeros', Buffer.alloc(100_000)],
  ['UTF-16', Buffer.from('{ "query": "{ __typename }" }', 'utf16le')],
];

/** Types of a body that is JSON all the same. */
export const types = [
  '',
  'text/plain',
  'text/html',
  'application/graphql',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'application/jsonp',
  'application/octet-stream',
  'multipart/form-data',
  'multipart/form-data; boundary=a',
  '*/*',
  'x'.repeat(5_000),
];

const LIMIT = '400 LIMIT_EXCEEDED';
const PARSE = '400 GRAPHQL_PARSE_FAILED';
const RULES = '400 GRAPHQL_VALIDATION_FAILED';

const many = (times: number, text: (index: number) => string) => Array.from({ length: times }, (_, index) => text(index)).join(' ');

/** Documents that would be much work, or endless. */
export const documents: [what: string, answer: string, query: string][] = [
  ['1,000 aliases', LIMIT, `{ ${many(1_000, (index) => `a${index}: __typename`)} }`],
  ['60 KB of aliases', LIMIT, `{ ${many(4_000, (index) => `a${index}:viewer{isOperator}`).slice(0, 64_000)} }`],
  ['1,000 directives', LIMIT, `{ __typename ${'@include(if: true) '.repeat(1_000)} }`],
  ['1,000 unknown directives', LIMIT, `{ __typename ${'@a'.repeat(1_000)} }`],
  ['a field 10,000 times', LIMIT, `{ ${'__typename '.repeat(10_000)} }`],
  ['a fragment in itself', RULES, '{ ...A } fragment A on Query { ...A }'],
  ['two fragments in each other', RULES, '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
  ['a cycle of 40', LIMIT, `{ ...F0 } ${many(40, (index) => `fragment F${index} on Query { ...F${(index + 1) % 40} }`)}`],
  [
    'fragments that double 40 times',
    LIMIT,
    `{ ...F0 } ${many(40, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)} fragment F40 on Query { __typename }`,
  ],
  ['1,000 fragments', LIMIT, `{ __typename } ${many(1_000, (index) => `fragment F${index} on Query { __typename }`)}`],
  ['10,000 brackets', LIMIT, nested('{ a ', '}', 10_000)],
  ['lists 10,000 deep', LIMIT, `{ node(id: ${nested('[', ']', 10_000)}) { id } }`],
  ['objects 5,000 deep', LIMIT, `{ node(id: ${nested('{a:', '}', 5_000)}) { id } }`],
  ['an open text', PARSE, '{ node(id: "'.padEnd(60_000, 'x')],
  ['an open block', PARSE, '{ node(id: """'.padEnd(60_000, '"a')],
  ['a number of 60,000 digits', PARSE, `{ node(id: ${'9'.repeat(60_000)}) { id } }`],
  ['a name of 60,000 letters', RULES, `{ ${'a'.repeat(60_000)} }`],
  ['60,000 comments', PARSE, '#\n'.repeat(30_000)],
  ['1,000 operations', LIMIT, many(1_000, (index) => `query Q${index} { __typename }`)],
  ['1,000 variables', RULES, `query(${many(1_000, (index) => `$v${index}: Int`)}) { __typename }`],
  ['types 5,000 deep', LIMIT, `query($a: ${nested('[', ']', 5_000)}) { __typename }`],
  ['50 mutations', LIMIT, `mutation { ${many(50, (index) => `a${index}: signOut { userErrors { code } }`)} }`],
  ['zeros', PARSE, '\u0000'.repeat(1_000)],
  ['nothing but a mark', PARSE, '\ufeff'],
];

const inside = (times: number, field: string) => `${`${field} { `.repeat(times)}name${' }'.repeat(times)}`;

/** Introspection that asks for the schema as often as it can: what is within the limits is answered, what goes beyond is refused. */
export const deep: [string, string][] = [
  ['fields of types of fields', `{ __schema { types { ${inside(6, 'fields { type')}${' }'.repeat(6)} } } }`],
  ['fields of types, once', '{ __schema { types { fields { type { name } } } } }'],
  ['fields of types of fields, twice', '{ __schema { types { fields { type { fields { type { name } } } } } } }'],
  ['ofType 18 deep', `{ __schema { types { ${inside(18, 'ofType')} } } }`],
  ['the schema 50 times', `{ ${many(50, (index) => `a${index}: __schema { types { name } }`)} }`],
  ['possible types of interfaces', '{ __schema { types { interfaces { possibleTypes { interfaces { name } } } } } }'],
  ['a type 50 times', `{ ${many(50, (index) => `a${index}: __type(name: "Query") { fields { args { type { name } } } }`)} }`],
];
