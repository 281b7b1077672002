use super::{model::Reference, prose, routes, search::search};
use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt;
use std::collections::{BTreeMap, BTreeSet};
use tower::ServiceExt;

async fn fetch(path: &str) -> (StatusCode, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = routes().oneshot(request).await.unwrap();
    let status = response.status();
    let policy = response.headers().get(header::CONTENT_SECURITY_POLICY).unwrap();
    assert!(
        policy
            .to_str()
            .unwrap()
            .starts_with("default-src 'none'; style-src 'self';")
    );
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

/// What is between the quotes of an attribute, wherever it is.
fn attributes(page: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    page.split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|value| value.replace("&#x2f;", "/"))
        .collect()
}

/// All pages that the first one leads to, and all of theirs.
async fn every_page() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let mut ahead = vec!["/reference".to_owned()];
    while let Some(path) = ahead.pop() {
        if pages.contains_key(&path) {
            continue;
        }
        let (status, page) = fetch(&path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        for link in attributes(&page, "href") {
            let target = link.split('#').next().unwrap_or_default();
            if target.starts_with("/reference") && target != "/reference/style.css" {
                ahead.push(target.to_owned());
            }
        }
        pages.insert(path, page);
    }
    pages
}

#[tokio::test]
async fn everything_in_the_schema_has_its_place() {
    let pages = every_page().await;
    for definition in parse_schema(crate::schema::sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(definition) = definition else {
            continue;
        };
        let definition = definition.node;
        let page = &pages[&format!("/reference/{}", definition.name.node)];
        let anchors = attributes(page, "id");
        let members: Vec<String> = match definition.kind {
            TypeKind::Scalar => Vec::new(),
            TypeKind::Object(object) => object
                .fields
                .iter()
                .map(|field| field.node.name.to_string())
                .collect(),
            TypeKind::Interface(interface) => interface
                .fields
                .iter()
                .map(|field| field.node.name.to_string())
                .collect(),
            TypeKind::Union(union) => {
                for member in union.members {
                    assert!(page.contains(&format!("href=\"/reference/{}\"", member.node)));
                }
                Vec::new()
            }
            TypeKind::Enum(values) => values
                .values
                .iter()
                .map(|value| value.node.value.to_string())
                .collect(),
            TypeKind::InputObject(input) => input
                .fields
                .iter()
                .map(|field| field.node.name.to_string())
                .collect(),
        };
        for member in members {
            assert!(anchors.contains(&member), "{}.{member}", definition.name.node);
        }
    }
}

#[tokio::test]
async fn every_type_is_in_the_list_once() {
    let (_, page) = fetch("/reference").await;
    let list = page
        .split("<nav")
        .nth(1)
        .and_then(|rest| rest.split("</nav>").next())
        .unwrap();
    let mut listed = attributes(list, "href");
    listed.sort();
    let reference = Reference::of(&crate::schema::sdl()).unwrap();
    let mut expected: Vec<_> = reference
        .entries()
        .map(|entry| format!("/reference/{}", entry.name))
        .collect();
    expected.sort();
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn every_link_leads_somewhere_and_nothing_runs() {
    let pages = every_page().await;
    let anchors: BTreeMap<&str, BTreeSet<String>> = pages
        .iter()
        .map(|(path, page)| (path.as_str(), attributes(page, "id").into_iter().collect()))
        .collect();
    for (path, page) in &pages {
        assert!(!page.contains("<script") && !page.contains(" style=\""), "{path}");
        for link in attributes(page, "href") {
            if let Some((target, anchor)) = link.split_once('#') {
                let target = if target.is_empty() { path } else { target };
                let found = anchors
                    .get(target)
                    .is_some_and(|anchors| anchors.contains(anchor));
                assert!(found || target.starts_with("https://"), "{path} links to {link}");
            } else if !link.starts_with('/') {
                assert!(link.starts_with("https://"), "{path} links to {link}");
            }
        }
    }
}

#[tokio::test]
async fn the_search_finds_names_before_words() {
    let (status, page) = fetch("/reference?q=COURSE").await;
    assert_eq!(status, StatusCode::OK);
    let results = page.split("<main").nth(1).unwrap();
    assert_eq!(attributes(results, "href")[0], "/reference/Course");
    let (_, none) = fetch("/reference?q=%3Cscript%3E+zzz").await;
    assert!(
        none.contains("&lt;script&gt; zzz") && none.contains("0 found"),
        "{none}"
    );
    let (status, missing) = fetch("/reference/%3Cb%3E").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(missing.contains("<code>&lt;b&gt;</code>"), "{missing}");
    let (_, empty) = fetch("/reference?q=+").await;
    assert!(empty.contains("The schema"));
}

const SMALL: &str = r#"
"A thing, see `Size`. More <b>words</b>."
type Thing implements Named { name: String! "Old." sizes(first: Int = 5, of: [Size!]): [Size!]! @deprecated(reason: "Use `name`.") }
interface Named { name: String! }
enum Size { "Small" S L @deprecated }
input Pick @oneOf { a: Int b: Size }
scalar Day @specifiedBy(url: "https://example.com/day")
type Query { thing(pick: Pick): Thing }
"#;

#[test]
fn deprecations_defaults_and_uses_are_told() {
    let reference = Reference::of(SMALL).unwrap();
    let thing = reference.entry("Thing").unwrap();
    let sizes = &thing.members[1];
    assert_eq!(sizes.deprecated.as_deref(), Some("Use `name`."));
    assert_eq!(sizes.arguments[0].default.as_deref(), Some("5"));
    let of = sizes.of.as_ref().unwrap();
    assert_eq!(
        (&*of.before, &*of.name, &*of.after, of.linked),
        ("[", "Size", "!]!", true)
    );
    let size = reference.entry("Size").unwrap();
    assert_eq!(size.members[1].deprecated.as_deref(), Some("No longer supported"));
    let uses: Vec<_> = size
        .uses
        .iter()
        .map(|used| format!("{}.{}", used.owner, used.member))
        .collect();
    assert_eq!(uses, ["Pick.b", "Thing.sizes", "Thing.sizes"]);
    assert_eq!(size.uses[2].argument.as_deref(), Some("of"));
    assert!(reference.entry("Pick").unwrap().one_of);
    assert_eq!(reference.entry("Named").unwrap().possible, ["Thing"]);
    let day = reference.entry("Day").unwrap();
    assert_eq!(day.specified_by.as_deref(), Some("https://example.com/day"));
    assert_eq!(
        prose::html(&reference, &thing.description),
        "<p>A thing, see <a href=\"/reference/Size\"><code>Size</code></a>. More &lt;b&gt;words&lt;/b&gt;.</p>\n"
    );
    assert_eq!(prose::first_sentence(&thing.description), "A thing, see Size.");
    let found: Vec<_> = search(&reference, "thing")
        .into_iter()
        .map(|one| one.title)
        .collect();
    assert_eq!(
        found,
        [
            "Thing",
            "Query.thing",
            "Thing.name",
            "Thing.sizes",
            "Thing.sizes(first)",
            "Thing.sizes(of)",
            "Query.thing(pick)"
        ]
    );
}
