//! Resolving an object without a task for each of its fields.

use async_graphql::{
    ContainerType, ContextSelectionSet, Name, OutputType, Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
    resolver_utils::resolve_container,
};
use futures::future::BoxFuture;
use std::{
    borrow::Cow,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

/// An object as a field gives it, in a list or alone. Its fields are asked one after the other, and only those that are not ready at
/// once are waited for.
///
/// async-graphql makes two allocations and a task for each field, ready or not, before it asks the first of them. Nearly all fields are
/// ready at once: they are columns of a row that is at hand. What is answered is the same. Fields that have to wait are all polled
/// before any of them is polled again, on which [batching](super::loader) relies.
///
/// Extensions of the schema are not asked about the fields. None of ours has anything to say about single fields.
#[derive(Clone, Copy, Debug)]
pub struct Row<T>(pub T);

impl<T: ContainerType> OutputType for Row<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        self.0.introspection_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    // Boxed, because rows lead to rows: else the type of the future would contain itself.
    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let resolved: BoxFuture<'_, ServerResult<Value>> = Box::pin(async {
            let mut fields = Vec::with_capacity(ctx.item.node.items.len());
            if collect(&ctx.item.node, &T::type_name(), ctx, &mut fields) {
                Ok(resolve(&self.0, ctx, &fields).await)
            } else {
                resolve_container(ctx, &self.0).await
            }
        });
        resolved.await
    }
}

/// Collects the fields of a selection and of the fragments in it that are about a type. Says no where the selection has something
/// that needs more than asking each field once: a directive, fragments on other types, a key that two fields answer to.
fn collect<'a>(
    set: &'a SelectionSet,
    on: &str,
    ctx: &ContextSelectionSet<'a>,
    fields: &mut Vec<&'a Positioned<Field>>,
) -> bool {
    set.items.iter().all(|selection| match &selection.node {
        Selection::Field(field) => {
            let key = field.node.response_key();
            let is_plain = field.node.directives.is_empty()
                && fields
                    .iter()
                    .all(|other| other.node.response_key().node != key.node);
            fields.push(field);
            is_plain
        }
        Selection::InlineFragment(inline) => {
            let condition = inline.node.type_condition.as_ref();
            condition.is_none_or(|condition| condition.node.on.node == on)
                && collect(&inline.node.selection_set.node, on, ctx, fields)
        }
        Selection::FragmentSpread(spread) => {
            let fragment = ctx.query_env.fragments.get(&spread.node.fragment_name.node);
            fragment.is_some_and(|fragment| {
                fragment.node.type_condition.node.on.node == on
                    && collect(&fragment.node.selection_set.node, on, ctx, fields)
            })
        }
    })
}

async fn resolve<T: ContainerType>(
    object: &T,
    ctx: &ContextSelectionSet<'_>,
    fields: &[&Positioned<Field>],
) -> Value {
    let mut answers = IndexMap::with_capacity(fields.len());
    let mut waiting = Vec::new();
    // One place in memory for all the fields that are ready at once.
    let mut place = Box::pin(None);
    for field in fields {
        let key = &field.node.response_key().node;
        if field.node.name.node == "__typename" {
            let name = object.introspection_type_name().into_owned();
            answers.insert(key.clone(), Value::String(name));
            continue;
        }
        place.set(Some(ask(object, ctx, field)));
        match poll_fn(|cx| Poll::Ready(poll(place.as_mut(), cx))).await {
            Poll::Ready(answer) => note(&mut answers, ctx, key, answer),
            Poll::Pending => {
                // Keeps the field's place among the others.
                answers.insert(key.clone(), Value::Null);
                waiting.push((key, std::mem::replace(&mut place, Box::pin(None))));
            }
        }
    }
    drop(place);
    if !waiting.is_empty() {
        // All have been polled in this pass already.
        let mut is_next_pass = false;
        poll_fn(|cx| {
            if !std::mem::replace(&mut is_next_pass, true) {
                return Poll::Pending;
            }
            waiting.retain_mut(|(key, field)| match poll(field.as_mut(), cx) {
                Poll::Ready(answer) => {
                    note(&mut answers, ctx, key, answer);
                    false
                }
                Poll::Pending => true,
            });
            if waiting.is_empty() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }
    if answers.is_empty() {
        Value::Null
    } else {
        Value::Object(answers)
    }
}

async fn ask<T: ContainerType>(
    object: &T,
    ctx: &ContextSelectionSet<'_>,
    field: &Positioned<Field>,
) -> ServerResult<Value> {
    let ctx = ctx.with_field(field);
    Ok(object.resolve_field(&ctx).await?.unwrap_or_default())
}

fn poll<F: Future>(place: Pin<&mut Option<F>>, cx: &mut Context<'_>) -> Poll<F::Output> {
    match place.as_pin_mut() {
        Some(future) => future.poll(cx),
        None => Poll::Pending,
    }
}

/// Puts the answer of a field into its object. One that failed is left out, as async-graphql does it.
fn note(
    answers: &mut IndexMap<Name, Value>,
    ctx: &ContextSelectionSet<'_>,
    key: &Name,
    answer: ServerResult<Value>,
) {
    match answer {
        Ok(value) => {
            answers.insert(key.clone(), value);
        }
        Err(error) => {
            answers.shift_remove(key);
            ctx.add_error(error);
        }
    }
}
