"""Schemathesis for Volmify: its scalars, requests that reach something, and what every answer has to be like.

`schemathesis.toml` names this file. Known ids take the place of most of the generated ones; what is wrong by the schema
is left as it is.
"""

from __future__ import annotations

import atexit
import json
import os
from collections import Counter
from pathlib import Path
from random import Random

import graphql
import schemathesis

from known import Known, People, read_demo
from values import SCALARS, fill, make

for scalar, strategy in SCALARS.items():
    schemathesis.graphql.scalar(scalar, strategy)

PEOPLE = People(os.environ.get("VOLMIFY_URL", "http://127.0.0.1:8080") + "/graphql")
KNOWN: Known = read_demo(PEOPLE)
OUTCOMES: dict[str, Counter[str]] = {}


def _arguments(
    random: Random, field: graphql.GraphQLField, node: graphql.FieldNode, root: str
) -> tuple[graphql.ArgumentNode, ...]:
    kept = []
    for argument in node.arguments:
        name = argument.name.value
        definition = field.args[name]
        # The generator gives every argument there is; a page with `first` and `last` is none.
        if not graphql.is_required_argument(definition) and random.random() < (
            0.9 if name in ("last", "before", "after") else 0.5
        ):
            continue
        place = (root, name)
        if (
            isinstance(graphql.get_nullable_type(definition.type), graphql.GraphQLInputObjectType)
            and random.random() < 0.75
        ):
            value = make(random, KNOWN, definition.type, place)
        else:
            value = fill(random, KNOWN, definition.type, argument.value, place)
        kept.append(graphql.ArgumentNode(name=argument.name, value=value))
    return tuple(kept)


REFUSALS = graphql.parse("{ refusals: userErrors { code field params } }").definitions[0].selection_set.selections[0]


def _selections(
    random: Random,
    schema: graphql.GraphQLSchema,
    kind: graphql.GraphQLNamedType,
    node: graphql.SelectionSetNode | None,
    root: str | None,
) -> graphql.SelectionSetNode | None:
    if node is None:
        return None
    chosen: list[graphql.SelectionNode] = []
    for selection in node.selections:
        if isinstance(selection, graphql.InlineFragmentNode):
            inner = schema.type_map[selection.type_condition.name.value] if selection.type_condition else kind
            chosen.append(
                graphql.InlineFragmentNode(
                    type_condition=selection.type_condition,
                    directives=selection.directives,
                    selection_set=_selections(random, schema, inner, selection.selection_set, root),
                )
            )
            continue
        field = getattr(kind, "fields", {}).get(selection.name.value)
        if field is None:
            chosen.append(selection)
            continue
        name = root or selection.name.value
        chosen.append(
            graphql.FieldNode(
                alias=selection.alias,
                name=selection.name,
                directives=selection.directives,
                arguments=_arguments(random, field, selection, name if root is None else selection.name.value),
                selection_set=_selections(
                    random, schema, graphql.get_named_type(field.type), selection.selection_set, name
                ),
            )
        )
    if "userErrors" in getattr(kind, "fields", {}):
        chosen.append(REFUSALS)
    if "id" in getattr(kind, "fields", {}) and random.random() < 0.5:
        chosen.append(graphql.FieldNode(name=graphql.NameNode(value="id"), arguments=(), directives=()))
    return graphql.SelectionSetNode(selections=tuple(chosen))


@schemathesis.hook
def map_body(context, body):
    """Puts what is known in the place of what was made up. An operation that was made wrong on purpose stays wrong."""
    schema = context.operation.schema.client_schema
    if graphql.validate(schema, body):
        return body
    # The same document always becomes the same request, as long as the server has told the same.
    random = Random(graphql.print_ast(body))
    definitions = []
    for definition in body.definitions:
        root = schema.get_root_type(definition.operation)
        definitions.append(
            graphql.OperationDefinitionNode(
                operation=definition.operation,
                name=definition.name,
                variable_definitions=definition.variable_definitions,
                directives=definition.directives,
                selection_set=_selections(random, schema, root, definition.selection_set, None),
            )
        )
    return graphql.DocumentNode(definitions=tuple(definitions))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Signs the request in."""
    email = PEOPLE.somebody(Random(str(case.body)), case.operation.label)
    case.headers = dict(case.headers or {})
    case.headers["accept"] = "application/graphql-response+json"
    if email and (token := PEOPLE.token(email)):
        case.headers["authorization"] = f"Bearer {token}"


@schemathesis.hook
def after_call(context, case, response):
    """Learns from the answer."""
    label = case.operation.label
    outcomes = OUTCOMES.setdefault(label, Counter())
    try:
        answer = response.json()
    except ValueError:
        outcomes["no JSON"] += 1
        return
    codes = {(error.get("extensions") or {}).get("code") for error in answer.get("errors") or []}
    token = (case.headers or {}).get("authorization", "").removeprefix("Bearer ")
    if "UNAUTHENTICATED" in codes and token:
        PEOPLE.tokens = {email: known for email, known in PEOPLE.tokens.items() if known != token}
    data = answer.get("data") or {}
    KNOWN.learn(data)
    refused = set()
    for root, payload in data.items():
        if isinstance(payload, dict) and payload.get("refusals"):
            KNOWN.learn_wanted(root, payload["refusals"])
            refused |= {refusal["code"] for refusal in payload["refusals"]}
    for outcome in codes or refused or {"carried out"}:
        outcomes[str(outcome)] += 1


@schemathesis.check
def answers_with_a_code(ctx, response, case):
    """No fault of the server's, and every error has a code that says whose fault it is."""
    assert response.status_code < 500, f"status {response.status_code}"
    answer = response.json()
    assert isinstance(answer, dict) and ("data" in answer or "errors" in answer), "no GraphQL answer"
    for error in answer.get("errors") or []:
        code = (error.get("extensions") or {}).get("code")
        assert code, f"no code: {error}"
        assert code not in ("INTERNAL", "UNAVAILABLE"), f"{code}: {error}"


@atexit.register
def tell():
    """What became of the requests: refusals alone would mean that nothing was tried."""
    total: Counter[str] = Counter()
    for outcomes in OUTCOMES.values():
        total += outcomes
    requests = sum(total.values())
    if report := os.environ.get("VOLMIFY_FUZZ_REPORT"):
        Path(report).write_text(
            json.dumps({label: dict(found.most_common()) for label, found in sorted(OUTCOMES.items())}, indent=1)
        )
    reached = sum(1 for found in OUTCOMES.values() if found["carried out"])
    done = total["carried out"]
    share = 100 * done // max(requests, 1)
    print(f"{requests} outcomes, {share} % carried out, {reached} of {len(OUTCOMES)} root fields at least once")
