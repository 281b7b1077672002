//! The schema as its readers see it.

use serde_json::Value;
use std::{fs, path::Path};

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[test]
fn the_committed_schema_is_fresh() {
    let committed = fs::read_to_string(repository().join("schema.graphql")).unwrap_or_default();
    assert!(
        committed == gateway::sdl(),
        "schema.graphql is stale: run `just schema` (or `cargo run -- schema > schema.graphql`) and look at the difference"
    );
}

/// Everything a frontend developer can see carries a description.
#[tokio::test]
async fn everything_is_described() {
    let schema = gateway::schema(gateway::http::Limits::default());
    let query = "{ __schema { types { kind name description
        fields(includeDeprecated: true) { name description args { name description } }
        inputFields { name description } enumValues(includeDeprecated: true) { name description } } } }";
    let answer = schema
        .execute(query)
        .await
        .into_result()
        .unwrap()
        .data
        .into_json()
        .unwrap();
    let mut bare = Vec::new();
    let mut check = |thing: &Value, place: String| {
        if thing["description"]
            .as_str()
            .is_none_or(|text| text.trim().is_empty())
        {
            bare.push(place);
        }
    };
    for kind in answer["__schema"]["types"].as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        // Introspection and the scalars of the language describe themselves.
        if name.starts_with("__") || ["Int", "Float", "String", "Boolean", "ID"].contains(&name) {
            continue;
        }
        check(kind, name.to_owned());
        for list in ["fields", "inputFields", "enumValues"] {
            for member in kind[list].as_array().into_iter().flatten() {
                let place = format!("{name}.{}", member["name"].as_str().unwrap());
                check(member, place.clone());
                for argument in member["args"].as_array().into_iter().flatten() {
                    check(
                        argument,
                        format!("{place}({})", argument["name"].as_str().unwrap()),
                    );
                }
            }
        }
    }
    assert_eq!(bare, Vec::<String>::new());
}

/// A mutation takes one input and answers with a payload that carries the reasons of a refusal.
#[tokio::test]
async fn mutations_have_one_form() {
    let schema = gateway::schema(gateway::http::Limits::default());
    let query = "{ __type(name: \"Mutation\") { fields { name args { name type { kind ofType { name } } }
        type { kind ofType { name fields { name } } } } } }";
    let answer = schema
        .execute(query)
        .await
        .into_result()
        .unwrap()
        .data
        .into_json()
        .unwrap();
    for field in answer["__type"]["fields"].as_array().unwrap() {
        let name = field["name"].as_str().unwrap();
        let mut letters = name.chars();
        let type_name: String = letters.next().unwrap().to_uppercase().chain(letters).collect();
        assert_eq!(
            field["type"]["ofType"]["name"],
            format!("{type_name}Payload"),
            "{name}"
        );
        let has_errors = field["type"]["ofType"]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .any(|field| field["name"] == "userErrors");
        assert!(has_errors, "{name} has no userErrors");
        let arguments = field["args"].as_array().unwrap();
        assert!(arguments.len() <= 1, "{name} takes more than its input");
        if let Some(input) = arguments.first() {
            assert_eq!(input["name"], "input", "{name}");
            assert_eq!(
                input["type"]["ofType"]["name"],
                format!("{type_name}Input"),
                "{name}"
            );
        }
    }
}
