//! What is counted of a document.

/// What a selection set amounts to.
#[derive(Clone, Copy, Default)]
pub(super) struct Cost {
    pub(super) fields: usize,
    pub(super) aliases: usize,
    pub(super) directives: usize,
    /// Fields at the level of the set itself.
    pub(super) roots: usize,
    pub(super) depth: usize,
    pub(super) nesting: usize,
    /// Lists of the schema's parts inside each other, wherever they stand.
    pub(super) lists: usize,
    /// Selections of `__schema` or `__type`.
    pub(super) schemas: usize,
    /// The same as `lists` below `__schema` or `__type`, where the names mean introspection.
    pub(super) introspection: usize,
}

impl Cost {
    /// Of two alternatives, the larger in each respect.
    pub(super) fn max(self, other: Self) -> Self {
        Self {
            fields: self.fields.max(other.fields),
            aliases: self.aliases.max(other.aliases),
            directives: self.directives.max(other.directives),
            roots: self.roots.max(other.roots),
            depth: self.depth.max(other.depth),
            nesting: self.nesting.max(other.nesting),
            lists: self.lists.max(other.lists),
            schemas: self.schemas.max(other.schemas),
            introspection: self.introspection.max(other.introspection),
        }
    }

    /// Of two neighbours, both: counts add up, depths do not.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            aliases: self.aliases.saturating_add(other.aliases),
            directives: self.directives.saturating_add(other.directives),
            roots: self.roots.saturating_add(other.roots),
            schemas: self.schemas.saturating_add(other.schemas),
            ..self.max(other)
        }
    }

    /// The same with the directives of what holds the set.
    pub(super) fn with_directives(self, directives: usize) -> Self {
        Self {
            directives: self.directives.saturating_add(directives),
            ..self
        }
    }
}
