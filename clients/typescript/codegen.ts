import type { CodegenConfig } from '@graphql-codegen/cli';

/** The types of the example operations, as an application with the client preset would generate them. */
const config: CodegenConfig = {
  schema: '../../schema.graphql',
  documents: ['../../examples/operations/*.graphql'],
  generates: {
    'generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: {
        strictScalars: true,
        useTypeImports: true,
        enumsAsTypes: true,
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
