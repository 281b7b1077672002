//! The sizes a request may have.

/// How much one request may ask for. Everything here is checked before the first resolver runs.
///
/// The names in `extensions.limit` of a refusal are these, in camel case and without `max`.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a request body. More is never held in memory.
    pub max_body_bytes: usize,
    /// Bytes of a file to work with in a lesson. A request that brings files may be as large as this and `max_body_bytes` together.
    pub max_attachment_bytes: usize,
    /// Files of one request.
    pub max_files: usize,
    /// Requests in one JSON array; each of them has all the other limits for itself.
    pub max_batch: usize,
    /// Bytes of a document, comments and white space included.
    pub max_document_bytes: usize,
    /// Names, numbers, strings and punctuators of a document.
    pub max_tokens: usize,
    /// Brackets of any kind open at the same time. The parser calls itself for each of them, so this bounds its stack.
    pub max_brackets: usize,
    /// Operations and fragments of a document together.
    pub max_definitions: usize,
    /// Selection sets inside each other, through fragments too. async-graphql itself stops at 32 with an error that has no code.
    pub max_nesting: usize,
    /// Fields inside each other. Introspection as codegen and GraphiQL ask for it needs 15.
    pub max_depth: usize,
    /// Fields of one operation, with each fragment counted as often as it is spread.
    pub max_fields: usize,
    /// Aliases of one operation, counted like fields: they let one field be resolved many times.
    pub max_aliases: usize,
    /// Directives of one operation, counted like fields.
    pub max_directives: usize,
    /// Root fields of one mutation, which run one after the other.
    pub max_mutation_fields: usize,
    /// Selections of `__schema` or `__type` in one operation; no tool needs more than one of each. With 0 there is no introspection.
    pub max_introspections: usize,
    /// Lists of the schema's parts, such as `types`, `fields` or `args`, inside each other below `__schema` or `__type`: each of them
    /// multiplies the answer. What tools ask for has three: the arguments of the fields of all types.
    pub max_introspection_lists: usize,
    /// The complexity async-graphql computes from the `complexity` of each field, which is 1 unless a field says otherwise. An
    /// introspection is one point more for each ten values of its answer.
    pub max_complexity: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_body_bytes: 1024 * 1024,
            max_attachment_bytes: 25 * 1024 * 1024,
            max_files: 10,
            max_batch: 10,
            max_document_bytes: 64 * 1024,
            max_tokens: 10_000,
            max_brackets: 64,
            max_definitions: 50,
            max_nesting: 32,
            max_depth: 20,
            max_fields: 2_000,
            max_aliases: 50,
            max_directives: 50,
            max_mutation_fields: 10,
            max_introspections: 2,
            max_introspection_lists: 3,
            max_complexity: 20_000,
        }
    }
}
