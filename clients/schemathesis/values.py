"""What arguments are filled with: what a sensible client would send, mixed with what was generated."""

from __future__ import annotations

import re
from random import Random

import graphql
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from known import Known


def _text(*values: str) -> st.SearchStrategy:
    return st.sampled_from(values).map(nodes.String)


# Values of the schema's own scalars: mostly good ones, and those at which calculations and databases break.
DATES = st.one_of(
    st.dates().map(str).map(nodes.String),
    _text(
        "2026-03-14",
        "2027-01-01",
        "2024-02-29",
        "2025-02-29",
        "0001-01-01",
        "9999-12-31",
        "2026-3-1",
        "+010000-01-01",
        "-0001-01-01",
        "",
    ),
)
MOMENTS = st.one_of(
    st.datetimes().map(lambda moment: nodes.String(moment.isoformat() + "Z")),
    _text(
        "2026-03-14T08:00:00Z",
        "2027-06-01T00:00:00+02:00",
        "2020-01-01T00:00:00.123456Z",
        "2026-01-01T00:00:00.123456789Z",
        "0001-01-01T00:00:00Z",
        "0000-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.999999Z",
        "9999-12-31T23:59:59-14:00",
        "2016-12-31T23:59:60Z",
        "-262143-01-01T00:00:00Z",
        "+262142-12-31T23:59:59Z",
        "+20000-01-01T00:00:00Z",
        "2026-03-14",
        "now",
    ),
)
DECIMALS = st.one_of(
    st.decimals(min_value=0, max_value=1000, places=2).map(str).map(nodes.String),
    st.integers(-5, 200).map(nodes.Int),
    _text(
        "0",
        "0.01",
        "12.50",
        "100",
        "-1",
        "-0.00",
        "0.005",
        "99.999999",
        "1e3",
        "1E-20",
        "NaN",
        "Infinity",
        "",
        "٣",
        "9223372036854775807",
        "92233720368547758.07",
        "92233720368547758.08",
        "-92233720368547758.09",
        "79228162514264337593543950335",
        "79228162514264337593543950336",
        "0." + "3" * 60,
        "1" * 400,
    ),
)
SCALARS = {
    "CurrencyCode": _text("EUR", "EUR", "EUR", "USD", "JPY", "KWD", "XXX", "eur", "", "EURO", "Ⓔur"),
    "Date": DATES,
    "DateTime": MOMENTS,
    "Decimal": DECIMALS,
    "Html": st.text(max_size=200).map(nodes.String),
    "JSON": st.one_of(st.text(max_size=20).map(nodes.String), st.integers().map(nodes.Int)),
    "LanguageTag": _text(
        "sl", "en", "pt-BR", "zh-Hant-TW", "de-AT-1996", "x-private", "", "english", "sl_SI", "i-klingon"
    ),
    # A file cannot be written into a document; the right answer is to say so.
    "Upload": _text("file"),
}

WORDS = [
    "Rust",
    "Alpine rescue",
    "a",
    "x" * 200,
    "x" * 5000,
    "Črna gora",
    "日本語のコース",
    "e\u0301tude",
    "\u202eabc",
    "a\u0000b",
    " ",
    "",
    "'; --",
    "%_\\",
    '"quoted" OR',
    "<b>bold</b><script>alert(1)</script>",
    "👩‍👩‍👧",
    "\ufeff",
    "a\r\nb",
    "NULL",
    "İstanbul",
    "ß",
    "*",
    "(",
    "near(a b)",
    "-",
    "a-b",
    "\U0001f600" * 50,
]
# By what an argument or a field is called.
NAMED: list[tuple[re.Pattern[str], list[str]]] = [
    (
        re.compile("email$", re.I),
        [
            "lena@alpenglow.example",
            "luka@alpenglow.example",
            "new@example.com",
            "Uma@Alpenglow.Example",
            "a@b",
            "@",
            "a" * 250 + "@example.com",
        ],
    ),
    (re.compile("password$", re.I), ["volmify-demo-2026", "a long enough password", "short", "x" * 2000]),
    (re.compile("timeZone$"), ["Europe/Ljubljana", "UTC", "Pacific/Apia", "Mars/Base"]),
    (re.compile("jurisdiction$|country$", re.I), ["SI", "AT", "US-CA", "XX", "si", ""]),
    (
        re.compile("paymentMethod$"),
        [
            "test_ok",
            "test_ok",
            "test_decline",
            "test_3ds",
            "test_delayed",
            "test_refund_fails",
            "test_refund_delayed",
            "nonsense",
        ],
    ),
    (
        re.compile("url$", re.I),
        [
            "https://example.com/video",
            "http://[::1]/",
            "javascript:alert(1)",
            "https://",
            "ftp://example.com",
            "https://example.com/" + "x" * 3000,
        ],
    ),
    (re.compile("token$", re.I), ["vmt_" + "a" * 43, "vms_nobody", ""]),
    (re.compile("phone", re.I), ["+386 40 123 456", "12", "+"]),
]
NUMBERS = [-1, 0, 1, 2, 3, 5, 10, 50, 100, 1000, 1_000_000, 2_147_483_647]


def string(random: Random, known: Known, path: tuple[str, ...]) -> str | None:
    """A text for an input, or nothing to leave what was generated."""
    name = path[-1]
    if name in ("after", "before"):
        return random.choice(known.cursors) if known.cursors and random.random() < 0.8 else None
    if name == "slug" and path[0] == "organization":
        return random.choice(known.slugs) if random.random() < 0.97 else None
    if name.lower().endswith(("code", "codes")) and known.codes and random.random() < 0.7:
        return random.choice(known.codes)
    if name == "idempotencyKey":
        return f"key-{random.randrange(1_000_000)}" if random.random() < 0.9 else None
    for pattern, values in NAMED:
        if pattern.search(name) and random.random() < 0.9:
            return random.choice(values)
    roll = random.random()
    if roll < 0.6:
        return (
            f"course-{random.randrange(10_000)}" if name == "slug" else f"About the course {random.randrange(10_000)}"
        )
    return random.choice(WORDS) if roll < 0.85 else None


# What a client would send that has read the documentation.
SENSIBLE = {
    "Boolean": lambda random: nodes.Boolean(random.random() < 0.3),
    "CurrencyCode": lambda _: nodes.String("EUR"),
    "Date": lambda random: nodes.String(f"2027-{random.randrange(1, 13):02}-01"),
    "DateTime": lambda random: nodes.String(
        f"20{random.choice([20, 27, 28])}-06-{random.randrange(1, 29):02}T08:00:00Z"
    ),
    "Decimal": lambda random: nodes.String(f"{random.randrange(1, 100)}.50"),
    "Float": lambda random: nodes.Float(random.random()),
    "Html": lambda _: nodes.String("<p>What it is about</p>"),
    "Int": lambda random: nodes.Int(random.randrange(1, 6)),
    "JSON": lambda _: nodes.String("text"),
    "LanguageTag": lambda _: nodes.String("en"),
    "Upload": lambda _: nodes.String("file"),
}


def sensible_text(random: Random, known: Known, path: tuple[str, ...]) -> str:
    """A text that is likely to be taken: the values by name begin with the good ones."""
    name = path[-1]
    if name.lower().endswith("email"):
        if path[0] == "signIn":
            return "lena@alpenglow.example"
        return f"somebody-{random.randrange(1_000_000)}@example.com"
    for pattern, values in NAMED:
        if pattern.search(name):
            return values[0]
    if name in ("slug", "sku", "code"):
        return f"thing-{random.randrange(1_000_000)}"
    if name == "idempotencyKey" or (name.lower().endswith(("code", "codes")) and known.codes):
        return string(random, known, path) or f"key-{random.randrange(1_000_000)}"
    return f"Something else {random.randrange(1_000_000)}"


def make(random: Random, known: Known, kind: graphql.GraphQLInputType, path: tuple[str, ...]) -> graphql.ValueNode:
    """A value that is likely to be taken."""
    if isinstance(kind, graphql.GraphQLNonNull):
        return make(random, known, kind.of_type, path)
    if isinstance(kind, graphql.GraphQLList):
        count = random.choice([1, 1, 2, 3])
        return graphql.ListValueNode(values=tuple(make(random, known, kind.of_type, path) for _ in range(count)))
    if isinstance(kind, graphql.GraphQLInputObjectType):
        chosen = [
            name
            for name, field in kind.fields.items()
            if graphql.is_required_input_field(field) or random.random() < 0.4
        ]
        return graphql.ObjectValueNode(
            fields=tuple(
                graphql.ObjectFieldNode(
                    name=graphql.NameNode(value=name), value=make(random, known, kind.fields[name].type, (*path, name))
                )
                for name in chosen
            )
        )
    if isinstance(kind, graphql.GraphQLEnumType):
        return nodes.Enum(random.choice(list(kind.values)))
    if kind.name == "ID":
        return nodes.String(known.id(random, tuple(step for step in path if step != "input")) or "none")
    if kind.name == "String":
        return nodes.String(sensible_text(random, known, path))
    return SENSIBLE[kind.name](random)


def fill(
    random: Random, known: Known, kind: graphql.GraphQLInputType, node: graphql.ValueNode, path: tuple[str, ...]
) -> graphql.ValueNode:
    """A value like the generated one that leads somewhere."""
    if isinstance(kind, graphql.GraphQLNonNull):
        return fill(random, known, kind.of_type, node, path)
    if isinstance(node, graphql.NullValueNode):
        return node
    if isinstance(kind, graphql.GraphQLList):
        if not isinstance(node, graphql.ListValueNode):
            return fill(random, known, kind.of_type, node, path)
        return graphql.ListValueNode(
            values=tuple(fill(random, known, kind.of_type, value, path) for value in node.values)
        )
    if isinstance(kind, graphql.GraphQLInputObjectType) and isinstance(node, graphql.ObjectValueNode):
        return graphql.ObjectValueNode(
            fields=tuple(
                graphql.ObjectFieldNode(
                    name=field.name,
                    value=fill(
                        random, known, kind.fields[field.name.value].type, field.value, (*path, field.name.value)
                    ),
                )
                for field in node.fields
                # Half of what may be null was generated as null, and few things can be done with so many.
                if not isinstance(field.value, graphql.NullValueNode) or random.random() < 0.3
            )
        )
    if kind.name == "ID" and random.random() < 0.95:
        # The paths in refusals begin below `input`.
        value = known.id(random, tuple(step for step in path if step != "input"))
        return nodes.String(value) if value else node
    if kind.name == "String":
        value = string(random, known, path)
        return node if value is None else nodes.String(value)
    if kind.name == "Int" and random.random() < 0.8:
        return nodes.Int(random.randrange(1, 6) if random.random() < 0.7 else random.choice(NUMBERS))
    return node
