/** The package describes its types in comments, which the compiler reads only together with the code. */
declare module 'apollo-upload-client/UploadHttpLink.mjs' {
  import type { ApolloLink } from '@apollo/client';

  const UploadHttpLink: new (options: { uri: string; headers: Record<string, string> }) => ApolloLink;
  export default UploadHttpLink;
}
