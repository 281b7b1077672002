import { graphql } from 'relay-runtime';

export const courses = graphql`
  fragment courses_organization on Organization
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" })
  @refetchable(queryName: "coursesPaginationQuery") {
    courses(first: $count, after: $cursor) @connection(key: "courses_courses") {
      edges {
        node {
          id
          ...courses_course
        }
      }
    }
  }
`;

export const course = graphql`
  fragment courses_course on Course @refetchable(queryName: "coursesCourseQuery") {
    title
    slug
    status
  }
`;

export const page = graphql`
  query coursesPageQuery($slug: String!) {
    organization(slug: $slug) {
      id
      ...courses_organization
    }
  }
`;
