//! Operations that were executed before.

use async_graphql::{
    Positioned, Request, Response,
    parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    registry::Registry,
};
use graph::AnswerInText;

use super::{Seen, hash};
use crate::http::{
    Limits,
    conformance::{Form, answers_each_key_once},
    handover::asks_about_schema,
    operation::chosen,
    read_only::CameByGet,
    variables,
};

/// How the only operation of a document is executed once it is known to be valid: what the extensions of the schema find out about it
/// each time is found out once.
#[derive(Debug)]
pub(super) struct Plan {
    /// Whether its answer may have parts that are text.
    in_text: bool,
    form: Form,
}

impl Plan {
    /// The plan for a document. Nothing for what is not repeated like this: documents with several operations, subscriptions, and
    /// questions about the schema, which cost what their answers hold.
    pub(super) fn of(document: &ExecutableDocument, registry: &Registry) -> Option<Self> {
        let operation = only(&document.operations)?;
        let is_plain = operation.node.ty != OperationType::Subscription
            && !asks_about_schema(document, &operation.node.selection_set.node);
        is_plain.then(|| Self {
            in_text: answers_each_key_once(document),
            form: Form::of(&operation.node, &document.fragments, registry),
        })
    }
}

fn only(operations: &DocumentOperations) -> Option<&Positioned<OperationDefinition>> {
    let mut all = operations.iter().map(|(_name, operation)| operation);
    all.next().filter(|_| all.next().is_none())
}

/// An operation that was found valid before, with variables that differ in nothing that counts: everything that is
/// [asked](super::Documents) of a request before it is executed has been asked of it.
#[derive(Debug)]
pub struct Repeated {
    seen: Seen,
    /// What its execution costs.
    pub complexity: usize,
}

impl Seen {
    /// Whether a request repeats an operation, and may. Variables that it does not send get their default values.
    pub fn repeated(&self, request: &mut Request, limits: &Limits) -> Option<Repeated> {
        let Self(document) = self;
        document.plan.as_ref()?;
        let name = request.operation_name.as_deref();
        let operation = chosen(&document.parsed.operations, name)?;
        let is_by_get = request.data.get(&std::any::TypeId::of::<CameByGet>()).is_some();
        if is_by_get && operation.node.ty == OperationType::Mutation {
            return None;
        }
        // Only for what was executed with them: whether a default fits is still to be asked otherwise.
        let mut with_defaults = request.variables.clone();
        variables::fill(&operation.node, &mut with_defaults);
        let usage = hash::of_usage(&document.parsed, name, &with_defaults)?;
        let complexity = document.validated(usage)?.complexity;
        if complexity > limits.max_complexity {
            return None;
        }
        request.variables = with_defaults;
        Some(Repeated {
            seen: self.clone(),
            complexity,
        })
    }
}

impl Repeated {
    /// Readies a request for the execution.
    pub fn prepare(&self, request: &mut Request) {
        let Seen(document) = &self.seen;
        request.set_parsed_query(document.parsed.clone());
        if document.plan.as_ref().is_some_and(|plan| plan.in_text) {
            request.data.insert(AnswerInText);
        }
    }

    /// Brings the answer into its form.
    pub fn conform(&self, response: &mut Response) {
        if let Some(plan) = &self.seen.0.plan {
            plan.form.give(response);
        }
    }
}
