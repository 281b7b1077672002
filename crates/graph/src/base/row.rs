//! Resolving objects without a task for each of their fields.

use super::text;
use async_graphql::{
    ContainerType, ContextSelectionSet, OutputType, Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
    resolver_utils::{resolve_container, resolve_list},
};
use futures::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use std::{
    borrow::Cow,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

/// An object as a field gives it, alone. Its fields are asked one after the other, and only those that are not ready at once are
/// waited for.
///
/// async-graphql makes two allocations and a task for each field, ready or not, before it asks the first of them. Nearly all fields are
/// ready at once: they are columns of a row that is at hand. What is answered is the same. Fields that have to wait are all polled
/// before any of them is polled again, on which [batching](super::loader) relies.
///
/// Where the request allows it ([`AnswerInText`](super::AnswerInText)), the object becomes JSON as soon as its fields are there, and
/// never a tree.
///
/// Extensions of the schema are not asked about the fields. None of ours has anything to say about single fields.
#[derive(Clone, Copy, Debug)]
pub struct Row<T>(pub T);

/// A list of such objects.
#[derive(Clone, Debug)]
pub struct Rows<T>(pub Vec<T>);

impl<T> FromIterator<T> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

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
            match Asked::of::<T>(ctx) {
                Some(asked) => Ok(resolve(&self.0, ctx, &asked).await),
                None => resolve_container(ctx, &self.0).await,
            }
        });
        resolved.await
    }
}

impl<T: ContainerType> OutputType for Rows<T> {
    fn type_name() -> Cow<'static, str> {
        Vec::<T>::type_name()
    }

    fn qualified_type_name() -> String {
        Vec::<T>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Vec::<T>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let resolved: BoxFuture<'_, ServerResult<Value>> = Box::pin(async {
            match Asked::of::<T>(ctx) {
                Some(asked) => Ok(resolve_all(&self.0, ctx, &asked).await),
                None => resolve_list(ctx, field, self.0.iter().map(Row), Some(self.0.len())).await,
            }
        });
        resolved.await
    }
}

/// What is asked of an object.
struct Asked<'a> {
    fields: Vec<&'a Positioned<Field>>,
    in_text: bool,
}

impl<'a> Asked<'a> {
    /// The fields that are selected of a type. Nothing where the selection has something that needs more than asking each field once.
    fn of<T: ContainerType>(ctx: &ContextSelectionSet<'a>) -> Option<Self> {
        let mut fields = Vec::with_capacity(ctx.item.node.items.len());
        collect(&ctx.item.node, &T::type_name(), ctx, &mut fields).then(|| Self {
            fields,
            in_text: ctx.data_opt::<text::AnswerInText>().is_some(),
        })
    }

    /// The object with these answers. Those that are missing have failed, and are left out, as async-graphql does it.
    fn answered(&self, answers: Vec<Option<Value>>) -> Value {
        let keys = || self.fields.iter().map(|field| &field.node.response_key().node);
        if self.in_text
            && let Some(written) = text::object(keys().zip(&answers))
        {
            return written;
        }
        let answers: IndexMap<_, _> = keys()
            .zip(answers)
            .filter_map(|(key, answer)| Some((key.clone(), answer?)))
            .collect();
        if answers.is_empty() {
            Value::Null
        } else {
            Value::Object(answers)
        }
    }
}

/// Collects the fields of a selection and of the fragments in it that are about a type. Says no where the selection has a directive,
/// fragments on other types, or a key that two fields answer to.
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

async fn resolve<T: ContainerType>(object: &T, ctx: &ContextSelectionSet<'_>, asked: &Asked<'_>) -> Value {
    let answers = each_in_turn(&asked.fields, |field| ask(object, ctx, field)).await;
    asked.answered(answers)
}

async fn resolve_all<T: ContainerType>(
    objects: &[T],
    ctx: &ContextSelectionSet<'_>,
    asked: &Asked<'_>,
) -> Value {
    let places: Vec<_> = (0..objects.len()).map(|index| ctx.with_index(index)).collect();
    let items: Vec<_> = objects.iter().zip(&places).collect();
    Value::List(each_in_turn(&items, |(object, ctx)| resolve(*object, ctx, asked)).await)
}

/// Does the same with each, beginning in their order. What is not ready at once is gone on with when all have begun.
async fn each_in_turn<'i, I, F>(items: &'i [I], begin: impl Fn(&'i I) -> F) -> Vec<F::Output>
where
    F: Future<Output: Default + Send> + Send + 'i,
{
    let mut results = Vec::with_capacity(items.len());
    let mut waiting: Vec<BoxFuture<'i, (usize, F::Output)>> = Vec::new();
    // One place in memory for all that are ready at once.
    let mut place = Box::pin(None);
    for (index, item) in items.iter().enumerate() {
        place.set(Some(begin(item)));
        match poll_fn(|cx| Poll::Ready(poll(place.as_mut(), cx))).await {
            Poll::Ready(result) => results.push(result),
            Poll::Pending => {
                results.push(F::Output::default());
                let mut unfinished = std::mem::replace(&mut place, Box::pin(None));
                waiting.push(Box::pin(poll_fn(move |cx| {
                    poll(unfinished.as_mut(), cx).map(|result| (index, result))
                })));
            }
        }
    }
    drop(place);
    if !waiting.is_empty() {
        wait_for(waiting, &mut results).await;
    }
    results
}

/// Puts what was waited for into its places.
async fn wait_for<R>(waiting: Vec<BoxFuture<'_, (usize, R)>>, results: &mut [R]) {
    // All have been polled in this pass already, and one of them will wake the task.
    futures::pending!();
    let mut waiting: FuturesUnordered<_> = waiting.into_iter().collect();
    while let Some((index, result)) = waiting.next().await {
        if let Some(place) = results.get_mut(index) {
            *place = result;
        }
    }
}

fn poll<F: Future>(place: Pin<&mut Option<F>>, cx: &mut Context<'_>) -> Poll<F::Output> {
    match place.as_pin_mut() {
        Some(future) => future.poll(cx),
        None => Poll::Pending,
    }
}

/// The answer of a field; nothing, if it has failed, which has been noted then.
async fn ask<T: ContainerType>(
    object: &T,
    ctx: &ContextSelectionSet<'_>,
    field: &Positioned<Field>,
) -> Option<Value> {
    if field.node.name.node == "__typename" {
        return Some(Value::String(object.introspection_type_name().into_owned()));
    }
    let ctx_of_field = ctx.with_field(field);
    match object.resolve_field(&ctx_of_field).await {
        Ok(answer) => Some(answer.unwrap_or_default()),
        Err(error) => {
            ctx.add_error(error);
            None
        }
    }
}
