import type { CodegenConfig } from '@graphql-codegen/cli';

/** The types of the example operations, as an application with the client preset would generate them. */
const config: CodegenConfig = {
  schema: '../../schema.graphql',
  documents: ['../../examples/operations/*.graphql'],
  generates: {
    'generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        strictScalars: true,
        useTypeImports: true,
        enumsAsTypes: true,
        documentMode: 'documentNode',
        scalars: {
          ID: 'string',
          CurrencyCode: 'string',
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
          Html: 'string',
          JSON: 'unknown',
          LanguageTag: 'string',
          Upload: 'File | Blob',
        },
      },
    },
  },
};

export default config;
