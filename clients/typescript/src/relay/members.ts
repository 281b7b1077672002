import { graphql } from 'relay-runtime';

/** A list that grows page by page: the compiler insists on Relay's connections, cursors and edges. */
export const members = graphql`
  fragment members_organization on Organization
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" })
  @refetchable(queryName: "membersPaginationQuery") {
    members(first: $count, after: $cursor) @connection(key: "members_members") {
      totalCount
      edges {
        node {
          id
          ...members_member
        }
      }
    }
  }
`;

/** A row that can be fetched again by its id through `node`. */
export const member = graphql`
  fragment members_member on Member @refetchable(queryName: "membersMemberQuery") {
    displayName
    status
    version
  }
`;

export const page = graphql`
  query membersPageQuery($slug: String!) {
    organization(slug: $slug) {
      id
      ...members_organization
    }
  }
`;
